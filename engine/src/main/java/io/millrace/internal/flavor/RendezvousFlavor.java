package io.millrace.internal.flavor;

import io.millrace.Waiting;
import io.millrace.internal.clock.Deadlines;
import io.millrace.internal.end.ChannelConfig;
import io.millrace.internal.end.Status;
import io.millrace.internal.park.Blocker;
import io.millrace.internal.park.Parker;
import io.millrace.internal.park.RendezvousSide;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.SpinLock;
import io.millrace.internal.park.Waiter;
import io.millrace.internal.select.Meeting;
import io.millrace.internal.terms.Closing;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A channel of capacity 0: a send and a receive meet, and the message goes from one to the other.
 *
 * <p>A thread that has to wait first runs on for a while and waits at the {@link RendezvousSlot}; then it parks in the
 * list of its side, where the clauses of selects are, too. One lock guards both lists; of the two, at most one has a
 * waiter that the other side could meet. Each waiter is completed exactly once: by the thread that takes it out of the
 * list or moves the word of the slot, be it the partner, its owner (interrupt, timeout) or the closer; a clause by the
 * thread that wins the token of its select.
 *
 * <p>As in crossbeam's and Go's channels, a lock around two lists of waiters. Deviation: threads that run are served
 * before parked ones, since completing those costs a switch of threads; every 1024th match takes the parked one that
 * came first, so that none starves.
 */
public final class RendezvousFlavor<T> extends Flavor<T> implements Meeting {

    /** Written and read by: any thread that makes a channel (fetch-and-add). Orders nothing: a number each. */
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final long number = NUMBERS.getAndIncrement();

    private final RendezvousSlot slot = new RendezvousSlot();
    private final SpinLock lock = new SpinLock();
    private final Deadlines deadlines;
    private final RendezvousSide senders;
    private final RendezvousSide receivers;

    /**
     * Null while open.
     * <p>Written by: the closer, before it closes the slot and takes the lock (compare-and-set, {@code CLOSE}).
     * <p>Read by: anyone (volatile, {@code CLOSE}); threads about to meet or to wait, so that none begins while the
     * closer waits for those that have begun.
     */
    private final AtomicReference<@Nullable Closing> closing = new AtomicReference<>();

    /** Makes a channel without waiting threads. */
    public RendezvousFlavor(ChannelConfig<T> config) {
        super(config);
        deadlines = new Deadlines(config.clock());
        senders = side(config.sendWaiting(), config.parker());
        receivers = side(config.receiveWaiting(), config.parker());
        senders.budget.learnWith(receivers.budget);
    }

    private RendezvousSide side(Waiting waiting, Parker parker) {
        return new RendezvousSide(lock, waiting.spins(), waiting.parks(), parker, deadlines);
    }

    // ---- sending ----

    @Override
    public int offer(T message) {
        if (closing.get() != null) { // acquire CLOSE <- closeWith
            return Status.CLOSED;
        }
        boolean met = !receivers.isTurn() && slot.give(message) || matchParked(receivers, message) != null;
        return met || slot.give(message) ? Status.ACCEPTED : Status.FULL;
    }

    @Override
    public int offerAll(T[] messages, int from, int to) {
        int next = from;
        while (next < to && offer(messages[next]) == Status.ACCEPTED) {
            next++;
        }
        return next - from;
    }

    @Override
    public boolean awaitSend(T message, Blocker through, long nanos) throws InterruptedException {
        if (await(senders, receivers, through, message, nanos) != null) {
            return true;
        }
        if (isClosedForSend()) {
            throw closedForSend();
        }
        return false;
    }

    // ---- receiving ----

    /** Completes the sender as well: nothing is left to do after it. */
    @Override
    @SuppressWarnings("unchecked")
    @Nullable public T take() {
        if (closing.get() != null) { // acquire CLOSE <- closeWith
            return null;
        }
        Object message = senders.isTurn() ? null : slot.take();
        if (message == null) {
            message = matchParked(senders, null);
        }
        return (T) (message == null ? slot.take() : message);
    }

    @Override
    @SuppressWarnings("unchecked")
    @Nullable public T awaitReceive(Blocker through, long nanos) throws InterruptedException {
        return (T) await(receivers, senders, through, null, nanos);
    }

    // ---- both sides; a sender offers its message, a receiver null; what they return went over, or is null ----

    /** Null: the time is up, or the channel is closed, or {@code through} is detached. */
    private @Nullable Object await(
            RendezvousSide mine, RendezvousSide theirs, Blocker through, @Nullable Object offered, long nanos)
            throws InterruptedException {
        long deadline = deadlines.after(nanos);
        int step = mine.budget.firstStep();
        Object met = mine.budget.isSpent(step) ? null : awaitRunning(step, mine, theirs, through, offered, deadline);
        if (met == null) {
            met = awaitParked(mine, theirs, through, offered, deadline);
        }
        return met == null && deadline != Deadlines.NEVER && !through.isDetached()
                ? tryNow(offered)
                : met; // a partner may have come to the slot at the last moment
    }

    @SuppressWarnings("unchecked")
    private @Nullable Object tryNow(@Nullable Object offered) {
        return offered == null ? take() : offer((T) offered) == Status.ACCEPTED ? offered : null;
    }

    /** Null: no partner came in the time for which it pays to run. All other ends are settled by awaitParked. */
    private @Nullable Object awaitRunning(
            int firstStep,
            RendezvousSide mine,
            RendezvousSide theirs,
            Blocker through,
            @Nullable Object offered,
            long deadline) {
        long ticket = RendezvousSlot.OCCUPIED;
        int step = firstStep;
        while (true) {
            Object met = ticket == RendezvousSlot.OCCUPIED ? tryNow(offered) : slot.met(ticket, offered);
            if (met != null) {
                mine.budget.learn(step);
                return met;
            }
            boolean ends = mine.budget.isSpent(step)
                    || closing.get() != null
                    || through.isDetached()
                    || Thread.currentThread().isInterrupted()
                    || deadlines.isOver(deadline);
            boolean leaves = ends || !theirs.isEmpty(); // a parked partner does not come to the slot
            if (ticket == RendezvousSlot.OCCUPIED) {
                ticket = leaves ? ticket : slot.enter(offered);
            } else if (leaves && slot.leave(ticket, offered)) {
                ticket = RendezvousSlot.OCCUPIED;
            }
            if (ends && ticket == RendezvousSlot.OCCUPIED) {
                if (mine.budget.isSpent(step)) { // else there is nothing to learn: the wait was cut short
                    mine.budget.learn(step);
                }
                return null;
            }
            step = mine.budget.pause(step);
        }
    }

    private @Nullable Object awaitParked(
            RendezvousSide mine, RendezvousSide theirs, Blocker through, @Nullable Object offered, long deadline)
            throws InterruptedException {
        Waiter waiter = mine.waiter();
        lock.lock(); // without a finally: see exchangeLocked
        boolean ended = closing.get() != null || through.isDetached();
        Waiter partner = ended ? null : theirs.meetFirstLocked(offered);
        if (partner == null && !ended) {
            mine.registerLocked(waiter, through, offered);
        }
        if (partner != null) {
            Object met = exchangeLocked(theirs, partner, offered);
            mine.keep(waiter);
            return met;
        }
        lock.unlock();
        try {
            return ended || !mine.await(waiter, through, deadline) ? null : outcome(waiter, offered);
        } finally {
            mine.keep(waiter);
        }
    }

    /**
     * The message that went over, once the waiter was released. A sender that still has its message was released
     * without a partner.
     */
    private static @Nullable Object outcome(Waiter waiter, @Nullable Object offered) {
        Object left = waiter.message();
        return offered == null ? left : left == null ? offered : null;
    }

    /** Meets the parked waiter that came first, or returns null if there is none. */
    private @Nullable Object matchParked(RendezvousSide theirs, @Nullable Object offered) {
        if (theirs.isEmpty()) {
            return null;
        }
        lock.lock(); // without a finally: see exchangeLocked
        Waiter partner = theirs.meetFirstLocked(offered);
        if (partner == null) {
            lock.unlock();
            return null;
        }
        return exchangeLocked(theirs, partner, offered);
    }

    /**
     * Gives to a sender's waiter null, to a receiver's the message.
     *
     * <p>From the lock to its release nothing is allocated, no foreign code runs, and each public operation has made
     * room on the stack (StackRoom): nothing can be thrown that a finally would have to see. It would come too late
     * anyway, since a partner that was met half cannot be put back.
     */
    private Object exchangeLocked(RendezvousSide theirs, Waiter partner, @Nullable Object offered) {
        Object met = offered != null ? offered : partner.message();
        Thread thread = partner.thread();
        SelectToken token = partner.token();
        boolean parked = theirs.goOnLocked(partner, offered);
        lock.unlock();
        if (parked) {
            theirs.wake(thread, token);
        }
        return met;
    }

    // ---- select ----

    @Override
    public Meeting meeting() {
        return this;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public void lock() {
        lock.lock();
    }

    @Override
    public void unlock() {
        lock.unlock();
    }

    @Override
    public boolean mayMeetLocked(boolean sends, Blocker through) {
        return closing.get() != null || through.isDetached() || (sends ? receivers : senders).hasPartnerLocked();
    }

    @Override
    public void registerLocked(boolean sends, Waiter waiter, Blocker through, @Nullable Object message) {
        (sends ? senders : receivers).registerClauseLocked(waiter, through, message);
    }

    @Override
    public void unregister(boolean sends, Waiter waiter) {
        (sends ? senders : receivers).unregisterClause(waiter);
    }

    @Override
    public long receiveVersion() {
        return version(senders);
    }

    @Override
    public long sendVersion() {
        return version(receivers);
    }

    private long version(RendezvousSide theirs) {
        long here = slot.version();
        return here < 0 ? MOVING : here + theirs.arrivals() + (closing.get() == null ? 0 : 1); // all three only grow
    }

    /** A running thread that comes to the slot leaves it for a registered clause; a select may well be quicker. */
    @Override
    public boolean mayReceive(SelectToken token) {
        return closing.get() != null || slot.hasSender();
    }

    @Override
    public boolean maySend(SelectToken token, T message) {
        return closing.get() != null || slot.hasReceiver();
    }

    @Override
    public @Nullable Waiter registerReceive(SelectToken token, int clause) {
        throw unbuffered();
    }

    @Override
    public void unregisterReceive(Waiter waiter) {
        throw unbuffered();
    }

    @Override
    public void passOnReceive() {
        // A partner carries the clause out or leaves it alone; there was no wake-up.
    }

    @Override
    public @Nullable Waiter registerSend(SelectToken token, int clause, T message) {
        throw unbuffered();
    }

    @Override
    public void unregisterSend(Waiter waiter) {
        throw unbuffered();
    }

    @Override
    public void passOnSend() {
        // As passOnReceive.
    }

    private static AssertionError unbuffered() {
        return new AssertionError("clauses are registered at the meeting");
    }

    // ---- closing ----

    @Override
    void wakeSenders(Blocker detached) {
        senders.release(detached);
    }

    @Override
    void wakeReceivers(Blocker detached) {
        receivers.release(detached);
    }

    /**
     * Turns newcomers away before it waits for anything: then only operations that had begun are under way, each for a
     * few instructions. Every closer does all of it, so that nothing goes over once any has returned.
     */
    @Override
    public void closeWith(@Nullable Throwable cause) {
        closing.compareAndSet(null, Closing.of(cause)); // release CLOSE -> offer
        slot.close();
        senders.release(null);
        receivers.release(null);
    }

    @Override
    public @Nullable Throwable closeCause() {
        Closing closed = closing.get();
        return closed == null ? null : closed.cause();
    }

    @Override
    public boolean isClosedForSend() {
        return closing.get() != null;
    }

    @Override
    public boolean isClosedForReceive() {
        return closing.get() != null;
    }

    // ---- looking inside ----

    @Override
    public int size() {
        return 0;
    }

    @Override
    @Nullable T peek() {
        return null;
    }

    @Override
    void look(Consumer<? super T> visitor) {
        // Nothing is ever buffered.
    }

    @Override
    void checkInvariants() {
        lock.lock();
        try {
            senders.checkInvariantsLocked();
            receivers.checkInvariantsLocked();
            if (senders.hasPartnerLocked() && receivers.hasPartnerLocked()) {
                throw new AssertionError("senders and receivers wait for each other");
            }
        } finally {
            lock.unlock();
        }
    }
}
