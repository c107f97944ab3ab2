package io.millrace.internal.timer;

import io.millrace.ChannelClosedException;
import io.millrace.ChannelStats;
import io.millrace.internal.clock.Deadlines;
import io.millrace.internal.clock.NanoClock;
import io.millrace.internal.end.ReceiveAttempt;
import io.millrace.internal.end.ReceivingEnd;
import io.millrace.internal.park.Blocker;
import io.millrace.internal.park.Parker;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Supply;
import io.millrace.internal.park.WaitSide;
import io.millrace.internal.park.WaitSide.Attempt;
import io.millrace.internal.park.Waiter;
import io.millrace.internal.terms.Closing;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The part that all timers share. No thread sends: each receiver parks until the message is due by the clock, and of
 * those that then look, one takes it. The time at which a timer is due only ever moves away, so a parked receiver can
 * wake too early and look again, but not too late. Only a close has to wake threads.
 *
 * <p>Times are those of its {@link Deadlines}, which begin with the timer.
 */
abstract class Timer<T> extends ReceivingEnd<T> {

    /** The due time of a timer that does not fire any more. */
    static final long NEVER = Deadlines.NEVER;

    private final Parker parker;
    private final Deadlines deadlines;

    private final Attempt<T> receiving = new ReceiveAttempt<>(this) {
        @Override
        public long nextTime() {
            return due.get();
        }
    };

    /**
     * The side where waiting threads park. Made by the first of them, as many a timer never has one.
     * <p>Written by: any thread that is about to wait, before it looks whether this was closed (compare-and-set, {@code
     * PARK}).
     * <p>Read by: any thread that waits; the closer, once it has marked this closed (volatile, {@code PARK}).
     */
    private final AtomicReference<@Nullable WaitSide> receivers = new AtomicReference<>();

    /**
     * When the next message is due; the thread that changes it takes that message.
     * <p>Written by: receivers (compare-and-set).
     * <p>Read by: receivers (volatile). Orders nothing: a message is made of the time and what the timer was made with.
     */
    private final AtomicLong due;

    /**
     * Set once.
     * <p>Written by: the closer, before it looks for waiting threads (compare-and-set, {@code CLOSE}).
     * <p>Read by: anyone (volatile, {@code CLOSE}); receivers before they take and, registered with {@link #receivers},
     * before they park.
     */
    private final AtomicReference<@Nullable Closing> closing = new AtomicReference<>();

    Timer(Parker parker, NanoClock clock, long firstDue) {
        this.parker = parker;
        this.deadlines = new Deadlines(clock);
        this.due = new AtomicLong(firstDue);
    }

    private WaitSide receivers() {
        WaitSide present = receivers.get();
        if (present == null) {
            WaitSide made = new WaitSide(false, true, true, 1, Supply.ofOne(need -> isReady()), parker, deadlines);
            receivers.compareAndSet(null, made); // release PARK -> closeWith
            present = Objects.requireNonNull(receivers.get());
        }
        return present;
    }

    /** Takes the message if it is due, by moving {@code due}. */
    abstract @Nullable T takeDue(long now, AtomicLong due);

    private boolean isDue() {
        return deadlines.now() >= due.get();
    }

    // ---- receiving ----

    @Override
    public final @Nullable T take() {
        return isClosedForReceive() ? null : takeDue(deadlines.now(), due);
    }

    @Override
    public final @Nullable T awaitReceive(Blocker through, long nanos) throws InterruptedException {
        return receivers().await(receiving, null, through, WaitSide.ANY, nanos);
    }

    // ---- select ----

    /** Whether to try rather than park. */
    private boolean isReady() {
        return isClosedForReceive() || isDue();
    }

    @Override
    public final boolean mayReceive(SelectToken token) {
        return isReady();
    }

    /** The due time, which a take changes; no message came as long as it is the same and ahead. */
    @Override
    public final long receiveVersion() {
        long due = this.due.get();
        return isClosedForReceive() || deadlines.now() >= due ? MOVING : due;
    }

    @Override
    public final boolean isTimer() {
        return true;
    }

    @Override
    public final long nanosUntilReady() {
        long due = this.due.get();
        return due == NEVER ? Long.MAX_VALUE : due - deadlines.now();
    }

    /** Registered for a close only. */
    @Override
    public final Waiter registerReceive(SelectToken token, int clause) {
        return receivers().register(token, clause, WaitSide.ANY);
    }

    @Override
    public final void unregisterReceive(Waiter waiter) {
        receivers().unregister(waiter);
    }

    @Override
    public final void passOnReceive() {
        receivers().passOn();
    }

    @Override
    public final Runnable runAfter(long nanos, Runnable action) {
        return parker.runAfter(nanos, action);
    }

    // ---- closing ----

    @Override
    public final void closeWith(@Nullable Throwable cause) {
        if (closing.compareAndSet(null, Closing.of(cause))) { // release CLOSE -> isClosedForReceive
            WaitSide side = receivers.get(); // acquire PARK <- receivers
            if (side != null) {
                side.wakeAll();
            }
        }
    }

    /** A message that was not taken is dropped, so there is nothing to drain. */
    @Override
    public final ChannelClosedException closedForReceive() {
        return new ChannelClosedException(this + " is closed", closeCause());
    }

    @Override
    public final @Nullable Throwable closeCause() {
        Closing closed = closing.get();
        return closed == null ? null : closed.cause();
    }

    @Override
    public final boolean isClosedForSend() {
        return isClosedForReceive();
    }

    @Override
    public final boolean isClosedForReceive() {
        return closing.get() != null; // acquire CLOSE <- closeWith
    }

    // ---- looking inside ----

    @Override
    public final boolean isFull() {
        return size() == capacity();
    }

    /** There is nothing to count: no thread sends. */
    @Override
    public final ChannelStats stats() {
        return ChannelStats.notRecorded(size());
    }

    @Override
    public int capacity() {
        return 1;
    }

    @Override
    public final int size() {
        return isDue() && !isClosedForReceive() ? 1 : 0;
    }

    @Override
    public final String toString() {
        return "timer '" + name() + "'";
    }
}
