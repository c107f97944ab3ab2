package io.millrace.internal.select;

import io.millrace.ChannelClosedException;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Waiter;
import io.millrace.internal.terms.SoleThread;
import org.jspecify.annotations.Nullable;

/**
 * The operations that a select, or a receive that waits without a thread, needs of an end that can be received from.
 */
public interface ReceiveSource<T> {

    /** The role of the one thread that receives; null if any number of threads may. */
    public default @Nullable SoleThread consumer() {
        return null;
    }

    /** Receives without waiting. Null: nothing to take now, closed or not. */
    @Nullable T pollNow();

    /** A message was handed over to a registered clause. */
    public default void countHandedOver() {}

    /** Whether no receive can ever succeed again. */
    public boolean isClosedForReceive();

    /** Why it was closed; null while it is open. */
    @Nullable public Throwable closeCause();

    /** The exception of a receive then. Only once closed. */
    public ChannelClosedException closedForReceive();

    /** Where a partner meets a clause that is registered; null if messages come out of a buffer. */
    public default @Nullable Meeting meeting() {
        return null;
    }

    /** Whether it only tells the time: then it does not keep a select from having ended. */
    public default boolean isTimer() {
        return false;
    }

    /** A select begins to wait for this, among others. */
    public default void countBlockedReceive() {}

    /** Without a {@link #meeting}: registers a clause; null if no thread will ever signal it. */
    @Nullable public Waiter registerReceive(SelectToken token, int clause);

    /** Ends a registration, before the select tries. */
    public void unregisterReceive(Waiter waiter);

    /** After a registration: passes a wake-up on that the select did not use, or will not use soon. */
    public void passOnReceive();

    /**
     * A number that has changed if something that could be received came and went, or a close came, since it was last
     * asked for; {@link #MOVING} if it cannot be told now. If it is the same before the first and after the second of
     * two vain {@link #pollNow}, there was nothing between the two.
     */
    public long receiveVersion();

    /** No version now: it differs from every other, also from itself. */
    long MOVING = Long.MIN_VALUE;

    /** Whether a registered select should try rather than park; also true once closed. */
    public boolean mayReceive(SelectToken token);

    /**
     * After how many nanoseconds to look again without a signal: it can be received from by then, or no thread could
     * signal that; {@code Long.MAX_VALUE}: never.
     */
    public long nanosUntilReady();

    /**
     * Whether the other side has a fence between its claim and its look at the registered waiters. If not, a registered
     * thread looks again until everything that it may have missed is visible.
     */
    public default boolean isFencedForReceive() {
        return true;
    }

    /**
     * Makes sure that the other side has that fence from now on. Called before a wait without a thread registers, since
     * that cannot look again. Takes a millisecond at most.
     */
    public default void fenceSenders() {}

    /**
     * Runs {@code action} on another thread when {@link #nanosUntilReady} is over, or earlier; not at all once the
     * result was run. Only where that ever happens.
     */
    public default Runnable runAfter(long nanos, Runnable action) {
        throw new AssertionError("becomes ready by signals only");
    }
}
