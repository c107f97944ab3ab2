package io.millrace.internal.flavor;

import io.millrace.Waiting;
import io.millrace.internal.park.Blocker;
import io.millrace.internal.park.Idle;
import io.millrace.internal.park.MatchSide;
import io.millrace.internal.park.MeetingPlace;
import io.millrace.internal.park.NanoClock;
import io.millrace.internal.park.Parker;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.SpinLock;
import io.millrace.internal.park.Waiter;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A channel of capacity 0: a send and a receive meet, and the message goes from one to the other.
 *
 * <p>A thread that has to wait first runs on for a while and waits at the {@link MeetingPlace}; then it parks in the list of its
 * side. One lock guards both lists; of the two, at most one is not empty. What a waiter stands for happens exactly once: it is
 * decided by who takes it out of the list or moves the word of the place: the partner, its owner (interrupt, timeout) or the
 * closer.
 *
 * <p>As in crossbeam's and Go's channels, a lock around two lists of waiters. Deviation: threads that run are served before parked
 * ones, since completing those costs a switch of threads; every 1024th match takes the parked one that came first, so that none
 * starves.
 */
public final class RendezvousFlavor<T> extends Flavor<T> {

    private final MeetingPlace place = new MeetingPlace();
    private final SpinLock lock = new SpinLock();
    private final NanoClock clock;
    private final MatchSide senders;
    private final MatchSide receivers;

    /**
     * Null while open.
     * <p>Written by: the closer, under the lock (compare-and-set, {@code CLOSE}).
     * <p>Read by: anyone (volatile, {@code CLOSE}).
     */
    private final AtomicReference<@Nullable Closing> closing = new AtomicReference<>();

    private record Closing(@Nullable Throwable cause) {}

    /** Makes a channel where nobody waits. */
    public RendezvousFlavor(ChannelConfig<T> config) {
        super(config);
        clock = config.clock();
        senders = side(config.sendWaiting(), config.parker());
        receivers = side(config.receiveWaiting(), config.parker());
    }

    private MatchSide side(Waiting waiting, Parker parker) {
        return new MatchSide(lock, waiting.spins(), waiting.parks(), parker, clock);
    }

    // ---- sending ----

    @Override
    int offer(T message) {
        if (closing.get() != null) { // acquire CLOSE <- closeWith
            return CLOSED;
        }
        boolean met = !receivers.isTurn() && place.give(message) || matchParked(receivers, message) != null;
        return met || place.give(message) ? ACCEPTED : FULL;
    }

    @Override
    int offerAll(T[] messages, int from, int to) {
        int next = from;
        while (next < to && offer(messages[next]) == ACCEPTED) {
            next++;
        }
        return next - from;
    }

    @Override
    boolean awaitSend(T message, Blocker through, boolean timed, long timeoutNanos) throws InterruptedException {
        if (await(senders, receivers, through, message, timed, timeoutNanos) != null) {
            return true;
        }
        if (isClosedForSend()) {
            throw closedForSend();
        }
        return false;
    }

    // ---- receiving ----

    @Override
    @SuppressWarnings("unchecked")
    @Nullable T take() {
        Object message = senders.isTurn() ? null : place.take();
        if (message == null) {
            message = matchParked(senders, null);
        }
        return (T) (message == null ? place.take() : message);
    }

    @Override
    void afterTake() {
        // The sender was completed by take.
    }

    @Override
    @SuppressWarnings("unchecked")
    @Nullable T awaitReceive(Blocker through, boolean timed, long timeoutNanos) throws InterruptedException {
        return (T) await(receivers, senders, through, null, timed, timeoutNanos);
    }

    // ---- both sides; a sender offers its message, a receiver null; what they return went over, or is null ----

    /** Null: the time is up, or the channel is closed, or {@code through} is detached. */
    private @Nullable Object await(
            MatchSide mine,
            MatchSide theirs,
            Blocker through,
            @Nullable Object offered,
            boolean timed,
            long timeoutNanos)
            throws InterruptedException {
        long deadline = timed ? clock.nanoTime() + timeoutNanos : 0;
        Object met = mine.isSpinning() ? awaitRunning(mine, theirs, through, offered, timed, deadline) : null;
        if (met == null) {
            met = awaitParked(mine, theirs, through, offered, timed, deadline);
        }
        return met == null && timed && !through.isDetached()
                ? tryNow(offered)
                : met; // a partner may have come to the place at the last moment
    }

    @SuppressWarnings("unchecked")
    private @Nullable Object tryNow(@Nullable Object offered) {
        return offered == null ? take() : offer((T) offered) == ACCEPTED ? offered : null;
    }

    /** Null: nobody came in the time for which it pays to run. All other ends are settled by awaitParked. */
    private @Nullable Object awaitRunning(
            MatchSide mine, MatchSide theirs, Blocker through, @Nullable Object offered, boolean timed, long deadline) {
        long ticket = MeetingPlace.OCCUPIED;
        int step = 0;
        while (true) {
            Object met = ticket == MeetingPlace.OCCUPIED ? tryNow(offered) : place.met(ticket, offered);
            if (met != null) {
                mine.learn(step);
                return met;
            }
            boolean ends = mine.isSpent(step)
                    || closing.get() != null
                    || through.isDetached()
                    || Thread.currentThread().isInterrupted()
                    || timed && deadline - clock.nanoTime() <= 0;
            boolean leaves = ends || !theirs.isEmpty(); // a parked partner does not come to the place
            if (ticket == MeetingPlace.OCCUPIED) {
                ticket = leaves ? ticket : place.enter(offered);
                signalSelecting(theirs, offered);
            } else if (leaves && place.leave(ticket, offered)) {
                ticket = MeetingPlace.OCCUPIED;
            }
            if (ends && ticket == MeetingPlace.OCCUPIED) {
                mine.learn(step);
                return null;
            }
            step = mine.pause(step);
        }
    }

    private @Nullable Object awaitParked(
            MatchSide mine, MatchSide theirs, Blocker through, @Nullable Object offered, boolean timed, long deadline)
            throws InterruptedException {
        Waiter spare = mine.spare();
        lock.lock();
        boolean ended = closing.get() != null || through.isDetached();
        Waiter partner = ended ? null : theirs.removeFirst();
        if (partner != null) {
            Object met = exchange(theirs, partner, offered);
            mine.keep(spare);
            return met;
        }
        if (ended) {
            lock.unlock();
            mine.keep(spare);
            return null;
        }
        Waiter waiter = mine.add(spare, through, offered);
        if (offered == null) {
            theirs.signalSelecting(null);
        }
        lock.unlock();
        if (!mine.await(waiter, through, timed, deadline)) {
            return null;
        }
        Object left = waiter.message();
        mine.keep(waiter);
        return offered == null ? left : left == null ? offered : null;
    }

    /** Meets the parked waiter that came first, or returns null if there is none. */
    private @Nullable Object matchParked(MatchSide theirs, @Nullable Object offered) {
        if (theirs.isEmpty()) {
            return null;
        }
        lock.lock();
        Waiter partner = theirs.removeFirst();
        if (partner == null) {
            lock.unlock();
            return null;
        }
        return exchange(theirs, partner, offered);
    }

    /** Gives to a sender's waiter null, to a receiver's the message, and unlocks. */
    private Object exchange(MatchSide theirs, Waiter partner, @Nullable Object offered) {
        Object met = offered != null ? offered : partner.message();
        Thread parked = theirs.complete(partner, offered);
        lock.unlock();
        theirs.unpark(parked);
        return met;
    }

    /** A receiver that starts to wait lets the selects that wait to send try. */
    private void signalSelecting(MatchSide theirs, @Nullable Object offered) {
        if (offered == null && theirs.isSelecting()) {
            lock.lock();
            theirs.signalSelecting(null);
            lock.unlock();
        }
    }

    // ---- select ----

    @Override
    public Waiter enlistReceive(SelectToken token, int clause) {
        return receivers.enlist(token, clause);
    }

    @Override
    public void armedReceive(SelectToken token) {
        lock.lock(); // who held it before and found the token not armed is listed now; who holds it later finds it
        // armed
        senders.signalSelecting(token);
        lock.unlock();
    }

    @Override
    public void delistReceive(Waiter waiter) {
        receivers.delist(waiter);
    }

    @Override
    public void passOnReceive() {
        // A sender serves the clause or leaves it alone; there was no wake-up.
    }

    @Override
    public long receiveVersion() {
        return version(senders);
    }

    @Override
    public long sendVersion() {
        return version(receivers);
    }

    private long version(MatchSide theirs) {
        long here = place.version();
        return here < 0 ? MOVING : here + theirs.arrivals() + (closing.get() == null ? 0 : 1); // all three only grow
    }

    @Override
    public boolean mayReceive(SelectToken token) {
        return closing.get() != null || !senders.isEmpty() || place.hasSender();
    }

    @Override
    public Waiter enlistSend(SelectToken token, int clause, T message) {
        return senders.enlistSelecting(token, clause);
    }

    @Override
    public void delistSend(Waiter waiter) {
        senders.delist(waiter);
    }

    @Override
    public void passOnSend() {
        if (place.hasReceiver() || !receivers.isEmpty()) {
            signalSelecting(senders, null);
        }
    }

    @Override
    public boolean isDirect() {
        return true;
    }

    @Override
    public boolean maySend(SelectToken token, T message) {
        if (closing.get() != null || place.hasReceiver()) {
            return true;
        }
        if (receivers.isEmpty()) {
            return false;
        }
        lock.lock();
        try {
            return receivers.hasPartnerFor(token, senders);
        } finally {
            lock.unlock();
        }
    }

    // ---- closing ----

    @Override
    void wakeSenders(Blocker detached) {
        wake(senders, detached);
    }

    @Override
    void wakeReceivers(Blocker detached) {
        wake(receivers, detached);
    }

    private void wake(MatchSide side, Blocker detached) {
        lock.lock();
        try {
            side.completeAll(detached);
        } finally {
            lock.unlock();
        }
    }

    @Override
    void closeWith(@Nullable Throwable cause) {
        place.close(); // first, so that nothing goes over once anybody sees the channel closed
        lock.lock();
        try {
            if (closing.compareAndSet(null, new Closing(cause))) { // release CLOSE -> offer
                senders.completeAll();
                receivers.completeAll();
            }
        } finally {
            lock.unlock();
        }
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

    @Override
    void snooze() {
        Idle.snooze();
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
            senders.checkInvariants();
            receivers.checkInvariants();
            if (!senders.isEmpty() && !receivers.isEmpty()) {
                throw new AssertionError("senders and receivers wait for each other");
            }
        } finally {
            lock.unlock();
        }
    }
}
