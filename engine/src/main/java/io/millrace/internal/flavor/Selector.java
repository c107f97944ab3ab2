package io.millrace.internal.flavor;

import io.millrace.ChannelEnd;
import io.millrace.Receiver;
import io.millrace.Sender;
import io.millrace.internal.park.Idle;
import io.millrace.internal.park.NanoClock;
import io.millrace.internal.park.Parker;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.SelectWait;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The algorithm of select. It tries the clauses; if none can be carried out it looks again for a while, then lists each clause
 * where it would be served, arms its token, looks once more and parks. Whoever could serve a clause signals the thread, which
 * disarms, takes the listings back, tries by itself and passes on the wake-ups it did not use; only a sender over a rendezvous
 * completes a clause itself.
 *
 * <p>For one thread. Nothing is allocated once the clauses are there.
 */
public final class Selector {

    /** No clause was carried out. */
    public static final int NONE = -1;

    private final boolean fair;
    private final SelectToken token;
    private final SelectWait wait;
    private final NanoClock clock;
    private @Nullable Clause[] clauses = new Clause[4];

    /** For each clause, the version seen before a pass. */
    private long[] versions = new long[4];

    private int size;

    /** The enabled clauses: in the order added if biased, shuffled anew by each pass if fair. */
    private int[] order = new int[0];

    /** Whether some enabled clause has to be listed to be found. */
    private boolean direct;

    /** Whether listings were taken back whose wake-ups were not passed on yet. */
    private boolean owesPassOn;

    /** Whether a call is under way, and may run a supplier. */
    private boolean calling;

    private boolean dropsClosed;
    private long random = System.identityHashCode(this) | 1L;

    private int chosen = NONE;
    private @Nullable ChannelEnd chosenEnd;
    private @Nullable Object message;
    private boolean closed;
    private @Nullable Throwable cause;

    /** Makes a selector without clauses. */
    public Selector(boolean fair, Parker parker, NanoClock clock) {
        this.fair = fair;
        this.clock = clock;
        this.token = new SelectToken(!fair);
        this.wait = new SelectWait(token, parker);
    }

    // ---- clauses ----

    /** Adds a clause and returns its index. */
    public <T> int addReceive(Receiver<T> receiver) {
        return add(new Clause.Receive<>(receiver, sourceOf(receiver)));
    }

    /** Adds a clause and returns its index. */
    public <T> int addSend(Sender<T> sender, Supplier<? extends T> supplier) {
        return add(new Clause.Send<>(sender, targetOf(sender), supplier));
    }

    @SuppressWarnings("unchecked")
    private static <T> ReceiveSource<T> sourceOf(Receiver<T> receiver) {
        if (receiver instanceof ReceiveSource<?> source) {
            return (ReceiveSource<T>) source;
        }
        throw foreign("receiver", receiver);
    }

    @SuppressWarnings("unchecked")
    private static <T> SendTarget<T> targetOf(Sender<T> sender) {
        if (sender instanceof SendTarget<?> target) {
            return (SendTarget<T>) target;
        }
        throw foreign("sender", sender);
    }

    private static IllegalArgumentException foreign(String argument, Object end) {
        return new IllegalArgumentException(
                argument + " is a " + end.getClass().getName() + ", allowed are this library's own");
    }

    private int add(Clause clause) {
        requireNoCall();
        if (size == clauses.length) {
            clauses = Arrays.copyOf(clauses, 2 * size);
            versions = new long[2 * size];
        }
        clauses[size] = clause;
        size++;
        reorder();
        return size - 1;
    }

    /** Throws inside a supplier: the clauses of a call are fixed. */
    private void requireNoCall() {
        if (calling) {
            throw new IllegalStateException("this select is in the middle of a call: a supplier must not use it");
        }
    }

    /** Takes a clause out for ever; its index is not used again. */
    public void remove(int index) {
        requireNoCall();
        clause(index);
        clauses[index] = null;
        reorder();
    }

    /** Sets whether the clause is looked at. */
    public void enable(int index, boolean enabled) {
        requireNoCall();
        setEnabled(index, enabled);
    }

    private void setEnabled(int index, boolean enabled) {
        clause(index).enabled = enabled;
        reorder();
    }

    /** Lets closed receive and send clauses be disabled instead of chosen. */
    public void dropClosed() {
        requireNoCall();
        dropsClosed = true;
    }

    private Clause clause(int index) {
        Clause clause = index < 0 || index >= size ? null : clauses[index];
        if (clause == null) {
            throw new IllegalArgumentException("clause is " + index + ", which was not added or was removed");
        }
        return clause;
    }

    private void reorder() {
        direct = false;
        int[] enabled = new int[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            Clause clause = clauses[i];
            if (clause != null && clause.enabled) {
                direct |= clause.isDirect();
                enabled[count] = i;
                count++;
            }
        }
        order = Arrays.copyOf(enabled, count);
    }

    /** How many clauses are looked at. */
    public int enabled() {
        return order.length;
    }

    // ---- choosing ----

    /** Carries out one clause that can be without waiting, and returns its index or NONE. */
    public int poll() {
        begin();
        try {
            chosen = exactPass();
            return chosen;
        } finally {
            end();
        }
    }

    /** Fixes what the clauses would send. What a supplier throws leaves the select as if it had not been called. */
    private void begin() {
        requireNoCall();
        calling = true;
        try {
            for (int i = 0; i < size; i++) {
                Clause clause = clauses[i];
                if (clause != null && clause.enabled) {
                    clause.begin();
                }
            }
        } catch (Throwable e) {
            end();
            throw e;
        }
        forget();
    }

    private void end() {
        for (int i = 0; i < size; i++) {
            Clause clause = clauses[i];
            if (clause != null) {
                clause.end();
            }
        }
        calling = false;
    }

    /** Waits until a clause can be carried out, and returns its index; NONE only if {@code timed} and the time is up. */
    public int await(Object blocker, boolean timed, long timeoutNanos) throws InterruptedException {
        if (timed && timeoutNanos <= 0) {
            return poll();
        }
        begin();
        try {
            return choose(blocker, timed, timeoutNanos);
        } finally {
            end();
        }
    }

    private int choose(Object blocker, boolean timed, long timeoutNanos) throws InterruptedException {
        chosen = pass(NONE);
        if (chosen != NONE) {
            return chosen;
        }
        long deadline = timed ? clock.nanoTime() + timeoutNanos : 0;
        int step = direct ? SelectWait.SPENT : wait.firstStep();
        while (order.length > 0 || timed) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (wait.isSpent(step)) {
                park(blocker, timed, deadline);
            } else {
                step = wait.pause(step);
            }
            boolean expired = timed && deadline - clock.nanoTime() <= 0;
            if (chosen == NONE) {
                chosen = expired ? exactPass() : pass(NONE);
            }
            if (chosen != NONE || expired) {
                wait.learn(step);
                return chosen;
            }
        }
        return NONE;
    }

    private void park(Object blocker, boolean timed, long deadline) throws InterruptedException {
        boolean interrupted = false;
        boolean waited = false;
        boolean served = false;
        token.reset();
        try {
            for (int index : order) {
                clauses[index].enlist(token, index);
            }
            token.arm();
            for (int index : order) {
                clauses[index].armed(token);
            }
            int step = direct ? wait.firstStep() : SelectWait.SPENT;
            while (!isReady()) {
                long nanos = wait.isSpent(step) ? nanosToPark(timed, deadline) : nanosLeft(timed, deadline);
                interrupted = Thread.interrupted();
                if (interrupted || nanos <= 0) {
                    break;
                }
                waited = true;
                if (wait.isSpent(step)) {
                    wait.park(blocker, nanos);
                } else {
                    step = wait.pause(step);
                }
            }
            wait.learn(step);
            served = handedOver();
        } finally {
            token.disarm();
            delist();
        }
        try {
            if (!served && !interrupted) {
                // A biased select tries in its order: what is ready before the clause that signalled may have woken
                // another thread.
                chosen = pass(fair ? token.hint() : NONE);
            }
        } finally {
            passOn();
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

    private void delist() {
        for (int index : order) {
            clauses[index].delist();
        }
        owesPassOn = true;
    }

    /** Lets others have the wake-ups that came for the clauses listed. */
    private void passOn() {
        if (owesPassOn) {
            owesPassOn = false;
            for (int index : order) {
                clauses[index].passOn();
            }
        }
    }

    private boolean isReady() {
        if (token.isSignalled()) {
            return true;
        }
        for (int index : order) {
            if (clauses[index].isReady(token)) {
                return true;
            }
        }
        return false;
    }

    private long nanosLeft(boolean timed, long deadline) {
        return timed ? deadline - clock.nanoTime() : Long.MAX_VALUE;
    }

    private long nanosToPark(boolean timed, long deadline) {
        long nanos = nanosLeft(timed, deadline);
        for (int index : order) {
            nanos = Math.min(nanos, clauses[index].nanosUntilReady());
        }
        return nanos;
    }

    /** Disarms the token, or takes over what a sender handed over before. */
    private boolean handedOver() {
        while (!token.disarm()) {
            int clause = token.handedOver();
            if (clause != NONE) {
                chosen = clause;
                received(token.takeMessage());
                chosenEnd = clauses[clause].end;
                ((Clause.Receive<?>) clauses[clause]).handedOver();
                return true;
            }
            Idle.snooze(); // a sender has won and is about to hand over, or to give up
        }
        return false;
    }

    /**
     * As {@link #pass}; if it returns NONE there was a moment at which no clause was ready. One pass cannot tell: what was ready may
     * have moved from a clause not yet looked at to one looked at before. After two vain passes without a change of any version, all
     * clauses were unready at the moment between the two.
     */
    private int exactPass() {
        while (true) {
            for (int i = 0; i < size; i++) {
                Clause clause = clauses[i];
                versions[i] = clause == null ? 0 : clause.version();
            }
            int tried = pass(NONE);
            if (tried == NONE && order.length > 1) {
                tried = pass(NONE);
            }
            if (tried != NONE || order.length <= 1 || isUnchanged()) {
                return tried;
            }
            Idle.snooze(); // a clause is in the middle of an operation, perhaps of a thread that waits for this
            // one's carrier
        }
    }

    private boolean isUnchanged() {
        for (int index : order) {
            long version = clauses[index].version();
            if (version == ReceiveSource.MOVING || version != versions[index]) {
                return false;
            }
        }
        return true;
    }

    /** Tries the enabled clauses, {@code first} before all others, and returns the one carried out or NONE. */
    private int pass(int first) {
        if (first != NONE && tryNow(first)) {
            return first;
        }
        int[] now = order; // dropping a clause replaces the array
        for (int i = 0; i < now.length; i++) {
            if (fair) {
                int other = i + below(now.length - i);
                int swapped = now[i];
                now[i] = now[other];
                now[other] = swapped;
            }
            if (tryNow(now[i])) {
                return now[i];
            }
        }
        return NONE;
    }

    private boolean tryNow(int index) {
        if (!clauses[index].tryNow(token, this)) {
            return false;
        }
        if (closed && dropsClosed) {
            drop(index);
            return false;
        }
        chosenEnd = clauses[index].end;
        return true;
    }

    private void drop(int index) {
        if (owesPassOn) {
            clauses[index].passOn();
        }
        setEnabled(index, false);
        forget();
    }

    /** A number from 0 to {@code bound - 1}; Marsaglia's xorshift. */
    private int below(int bound) {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (int) Long.remainderUnsigned(random, bound);
    }

    // ---- what came of it ----

    void received(@Nullable Object received) {
        message = received;
        closed = false;
    }

    void sent() {
        closed = false;
    }

    void closed(@Nullable Throwable closeCause) {
        closed = true;
        cause = closeCause;
    }

    private void forget() {
        chosen = NONE;
        chosenEnd = null;
        message = null;
        closed = false;
        cause = null;
    }

    /** The clause carried out last, or NONE. */
    public int chosen() {
        return chosen;
    }

    /** The channel end of the clause carried out last. */
    public @Nullable ChannelEnd chosenEnd() {
        return chosenEnd;
    }

    /** Whether the clause carried out last is closed. */
    public boolean isClosed() {
        return closed;
    }

    /** Why it is closed. */
    public @Nullable Throwable closeCause() {
        return cause;
    }

    /** What the clause carried out last has received. */
    public @Nullable Object message() {
        return message;
    }
}
