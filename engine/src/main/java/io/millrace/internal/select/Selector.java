package io.millrace.internal.select;

import io.millrace.Receiver;
import io.millrace.Sender;
import io.millrace.internal.clock.Deadlines;
import io.millrace.internal.clock.NanoClock;
import io.millrace.internal.clock.Timeouts;
import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.park.Idle;
import io.millrace.internal.park.Parker;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.SpinBudget;
import io.millrace.internal.terms.Undelivered;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The algorithm of select. A call first fixes the messages that its clauses would send. It tries the clauses; if none
 * can be carried out it looks again for a while, then registers each clause where it would be served, looks once more
 * and parks. A thread that could serve a clause over a buffer signals the selecting thread, which disarms, takes the
 * registrations back, tries by itself and passes on the wake-ups it did not use; over a {@link Meeting} a partner
 * carries the clause out in its absence.
 *
 * <p>For one thread. Nothing is allocated once the clauses are there.
 */
public final class Selector extends Outcome {

    private static final int PAUSES_PER_LOOK = 16;

    private final boolean fair;
    private final SelectToken token;
    private final Parker parker;
    private final SpinBudget budget = new SpinBudget(true, true, PAUSES_PER_LOOK);
    private final Deadlines deadlines;
    private final SelectorClauses clauses;

    /** Whether registrations were taken back whose wake-ups were not passed on yet. */
    private boolean owesPassOn;

    /** Whether a call is under way, and may run a supplier. */
    private boolean calling;

    private boolean dropsClosed;

    /** Never 0; all of its bits differ from one selector to the next. */
    private long random = (System.identityHashCode(this) | 1L) * 0x9E37_79B9_7F4A_7C15L;

    /** Makes a selector without clauses. */
    public Selector(boolean fair, Parker parker, NanoClock clock) {
        this.fair = fair;
        this.parker = parker;
        this.deadlines = new Deadlines(clock);
        this.clauses = new SelectorClauses();
        this.token = new SelectToken(!fair);
    }

    // ---- clauses ----

    /** Adds a clause and returns its index. */
    public int addReceive(Receiver<?> receiver, @Nullable Object attachment) {
        requireNoCall();
        if (!(receiver instanceof ReceiveSource<?> source)) {
            throw foreign("receiver", receiver);
        }
        SelectorClause clause = clauses.take();
        clause.receiving(clauses.nextIndex(), receiver, source);
        return add(clause, attachment);
    }

    /** Adds a clause that sends what the supplier makes, or else the message, and returns its index. */
    public int addSend(
            Sender<?> sender, @Nullable Supplier<?> supplier, @Nullable Object value, @Nullable Object attachment) {
        requireNoCall();
        if (!(sender instanceof SendTarget<?> target)) {
            throw foreign("sender", sender);
        }
        SelectorClause clause = clauses.take();
        clause.sending(clauses.nextIndex(), sender, target, supplier, value);
        return add(clause, attachment);
    }

    private int add(SelectorClause clause, @Nullable Object attachment) {
        clause.attachment = attachment;
        clauses.add();
        return clause.index;
    }

    private static IllegalArgumentException foreign(String argument, Object end) {
        return new IllegalArgumentException(
                argument + " is a " + end.getClass().getName() + ", allowed are this library's own");
    }

    /** Lets the next clause have an index one higher. */
    public void skipIndex() {
        clauses.skipIndex();
    }

    /** Throws inside a call: its clauses are fixed. */
    private void requireNoCall() {
        if (calling) {
            throw new IllegalStateException("this select is in the middle of a call: a supplier must not use it");
        }
    }

    /** Removes a clause permanently; its index is not used again. */
    public void remove(int index) {
        StackRoom.ensure();
        requireNoCall();
        clauses.remove(index);
    }

    /** Takes all clauses out, so that this can be used as if new. */
    public void clear() {
        forget();
        clauses.clear();
    }

    /** Sets whether the clause is looked at. */
    public void enable(int index, boolean enabled) {
        StackRoom.ensure();
        requireNoCall();
        clauses.enable(index, enabled);
    }

    /** Lets closed receive and send clauses be disabled instead of chosen. */
    public void dropClosed() {
        requireNoCall();
        dropsClosed = true;
    }

    /** Whether the clause was dropped. */
    public boolean isDropped(int index) {
        return clauses.get(index).dropped;
    }

    /** Why the clause was dropped; null if it was not. */
    public @Nullable Throwable dropCause(int index) {
        return clauses.get(index).dropCause;
    }

    /** The attachment that the clause was added with, or null. */
    public @Nullable Object attachment(int index) {
        return clauses.get(index).attachment;
    }

    // ---- choosing ----

    /** Carries out one clause that can be without waiting, and returns its index, NONE or ENDED. */
    public int poll() {
        StackRoom.ensure();
        begin();
        try {
            if (!isEnded()) {
                chosen = exactPass();
            }
            return orEnded();
        } finally {
            end();
        }
    }

    /**
     * Waits until a clause can be carried out, and returns its index; NONE only if the time is up; ENDED at once when
     * it can be told.
     */
    public int await(Object blocker, long nanos) throws InterruptedException {
        StackRoom.ensure();
        if (nanos <= 0) {
            return poll();
        }
        begin();
        try {
            if (!isEnded()) {
                if (nanos >= Timeouts.FOREVER && clauses.enabled() == 0) {
                    throw new IllegalStateException("no clause is enabled: this select would wait for ever");
                }
                chosen = pass(NONE);
                if (chosen == NONE && !isEnded()) {
                    choose(blocker, nanos);
                }
            }
            return orEnded();
        } finally {
            end();
        }
    }

    /**
     * Fixes the messages that the clauses would send. A supplier that throws leaves the select as if it had not been
     * called.
     */
    private void begin() {
        requireNoCall();
        clauses.refresh();
        calling = true;
        try {
            clauses.fixMessages();
        } catch (Throwable e) {
            end();
            throw e;
        }
        forget();
    }

    private void end() {
        clauses.dropMessages();
        calling = false;
    }

    private boolean isEnded() {
        return dropsClosed && clauses.areEnded();
    }

    private int orEnded() {
        if (chosen == NONE && isEnded()) {
            chosen = ENDED;
            closed = true;
            cause = clauses.firstDropCause();
        }
        return chosen;
    }

    private void choose(Object blocker, long nanos) throws InterruptedException {
        long deadline = deadlines.after(nanos);
        boolean meets = clauses.meet();
        int step = meets ? SpinBudget.SKIPPED : budget.firstStep();
        clauses.countWaits();
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (budget.isSpent(step)) {
                park(blocker, deadline, meets);
            } else {
                step = budget.pause(step);
            }
            boolean expired = deadlines.isOver(deadline);
            if (chosen == NONE) {
                chosen = expired ? exactPass() : pass(NONE);
            }
            if (chosen != NONE || expired || isEnded()) {
                budget.learn(step);
                return;
            }
        }
    }

    private void park(Object blocker, long deadline, boolean meets) throws InterruptedException {
        boolean interrupted = false;
        boolean waited = false;
        boolean served;
        Throwable failure = null;
        token.reset();
        try {
            clauses.registerForSignals(token);
            int step = meets ? budget.firstStep() : SpinBudget.SKIPPED;
            boolean registered = clauses.registerAtMeetings(token);
            boolean sure = clauses.areFenced();
            long since = sure ? 0 : System.nanoTime();
            while (registered && !isReady()) {
                long nanos = budget.isSpent(step) ? nanosToPark(deadline) : deadlines.nanosLeft(deadline);
                interrupted = Thread.interrupted();
                if (interrupted || nanos <= 0) {
                    break;
                }
                waited = true;
                if (!budget.isSpent(step)) {
                    step = budget.pause(step);
                } else if (sure) {
                    token.park(parker, blocker, nanos);
                } else {
                    sure = token.nap(blocker, since, nanos);
                }
            }
            budget.learn(step);
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            served = !token.disarm();
            unregister();
        }
        if (served) { // also if something failed here: a partner may have carried a clause out
            carriedOut(clauses.get(token.winner()));
        }
        clauses.clearMeetings();
        try {
            if (!served && !interrupted && failure == null) {
                // A biased select tries in its order: what is ready before the clause that signalled may have woken
                // another thread.
                chosen = pass(fair ? token.hint() : NONE);
            }
        } finally {
            passOn();
        }
        if (failure != null && chosen == NONE) {
            Undelivered.rethrow(failure);
        }
        if (interrupted) {
            if (chosen == NONE) {
                throw new InterruptedException();
            }
            Thread.currentThread().interrupt();
        } else if (chosen == NONE && !waited) {
            Idle.snooze(); // ready but not successful: another thread is in the middle of an operation
        }
    }

    private void unregister() {
        for (int i = 0; i < clauses.enabled(); i++) {
            clauses.at(i).unregister();
        }
        owesPassOn = true;
    }

    private void carriedOut(SelectorClause clause) {
        chosen = clause.index;
        chosenEnd = clause.end();
        clause.carriedOut(this);
    }

    /** Passes on the wake-ups that came for the registered clauses. */
    private void passOn() {
        if (owesPassOn) {
            owesPassOn = false;
            for (int i = 0; i < clauses.enabled(); i++) {
                clauses.at(i).passOn();
            }
        }
    }

    private boolean isReady() {
        if (token.isSignalled() || token.winner() >= 0) {
            return true;
        }
        for (int i = 0; i < clauses.enabled(); i++) {
            if (clauses.at(i).isReady(token)) {
                return true;
            }
        }
        return false;
    }

    private long nanosToPark(long deadline) {
        long nanos = deadlines.nanosLeft(deadline);
        for (int i = 0; i < clauses.enabled(); i++) {
            nanos = Math.min(nanos, clauses.at(i).nanosUntilReady());
        }
        return nanos;
    }

    /**
     * As {@link #pass}; if it returns NONE there was a moment at which no clause was ready. One pass cannot tell: what
     * was ready may have moved from a clause not yet looked at to one looked at before. After two vain passes without a
     * change of any version, all clauses were unready at the moment between the two.
     */
    private int exactPass() {
        while (true) {
            for (int i = 0; i < clauses.enabled(); i++) {
                SelectorClause clause = clauses.at(i);
                clause.versionSeen = clause.version();
            }
            int tried = pass(NONE);
            if (tried == NONE && clauses.enabled() > 1) {
                tried = pass(NONE);
            }
            if (tried != NONE || clauses.enabled() <= 1 || isUnchanged()) {
                return tried;
            }
            // A clause is in the middle of an operation, perhaps of a thread that waits for this one's carrier.
            Idle.snooze();
        }
    }

    private boolean isUnchanged() {
        for (int i = 0; i < clauses.enabled(); i++) {
            SelectorClause clause = clauses.at(i);
            long version = clause.version();
            if (version == ReceiveSource.MOVING || version != clause.versionSeen) {
                return false;
            }
        }
        return true;
    }

    /** Tries the enabled clauses, {@code first} before all others, and returns the one carried out or NONE. */
    private int pass(int first) {
        if (first != NONE && tryNow(clauses.get(first))) {
            return first;
        }
        int i = 0;
        while (i < clauses.enabled()) {
            int left = clauses.enabled() - i;
            if (fair && left > 1) {
                clauses.swap(i, i + below(left));
            }
            SelectorClause clause = clauses.at(i);
            if (tryNow(clause)) {
                return clause.index;
            }
            i += clause.dropped ? 0 : 1; // the next one has its place then
        }
        return NONE;
    }

    private boolean tryNow(SelectorClause clause) {
        if (clause.dropped || !clause.tryNow(this)) {
            return false;
        }
        if (closed && dropsClosed) {
            if (owesPassOn) {
                clause.passOn();
            }
            clauses.drop(clause, cause);
            forget();
            return false;
        }
        chosenEnd = clause.end();
        return true;
    }

    /** A number from 0 to {@code bound - 1}: Marsaglia's xorshift, scaled by a multiplication, as a division is slow. */
    private int below(int bound) {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (int) ((random >>> 32) * bound >>> 32);
    }

    @Override
    public String toString() {
        return clauses.toString();
    }
}
