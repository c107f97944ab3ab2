package io.millrace.internal.select;

import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Waiter;
import io.millrace.internal.terms.SoleThread;
import org.jspecify.annotations.Nullable;

/** The operations that a select needs of an end that can be sent to. */
public interface SendTarget<T> {

    /** The role of the one thread that sends; null if any number of threads may. */
    default @Nullable SoleThread producer() {
        return null;
    }

    /** Whether a send of the message now would probably succeed, or the channel is closed. */
    public boolean maySend(SelectToken token, T message);

    /** Sends without waiting. False: no room now, or closed. */
    boolean trySendNow(T message);

    /** Where a partner meets a clause that is registered; null if messages go into a buffer. */
    public default @Nullable Meeting meeting() {
        return null;
    }

    /** A partner has taken the message of a registered clause. */
    default void countTaken() {}

    /** A select begins to wait for this, among others. */
    default void countBlockedSend() {}

    /** As {@link ReceiveSource#receiveVersion()}, for room. */
    public long sendVersion();

    boolean isClosedForSend();

    /** Why it was closed; null while it is open. */
    @Nullable Throwable closeCause();

    /**
     * Without a {@link #meeting}: registers a clause that would send the message, which will be signalled when there
     * may be room; null if no thread will ever signal it.
     */
    @Nullable public Waiter registerSend(SelectToken token, int clause, T message);

    /** Ends a registration, before the select tries. */
    public void unregisterSend(Waiter waiter);

    /** After a registration: passes a wake-up on that the select did not use, or will not use soon. */
    public void passOnSend();

    /** After how many nanoseconds to look again without a signal; {@code Long.MAX_VALUE}: never. */
    default long nanosUntilReady() {
        return Long.MAX_VALUE;
    }

    /**
     * Whether the other side has a fence between its claim and its look at the registered waiters. If not, a registered
     * thread looks again until everything that it may have missed is visible.
     */
    public default boolean isFencedForSend() {
        return true;
    }

    /** As {@link ReceiveSource#fenceSenders()}, for sends that wait without a thread. */
    public default void fenceReceivers() {}
}
