package io.millrace.internal.flavor;

import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Waiter;
import org.jspecify.annotations.Nullable;

/** What a select needs of something that can be sent to. */
public interface SendTarget<T> {

    /** The role of the one thread that sends; null if any number of threads may. */
    default @Nullable OnlyThread producer() {
        return null;
    }

    /** Whether a send of the message now would probably succeed, or the channel is closed. */
    boolean maySend(SelectToken token, T message);

    /** Sends without waiting. False: no room now, or closed. */
    boolean trySendNow(T message);

    /** Whether the clause is served by a partner that has to find it listed, not by a buffer. */
    boolean isDirect();

    /** As {@link ReceiveSource#receiveVersion()}, for room. */
    long sendVersion();

    boolean isClosedForSend();

    /** Why it was closed; null while it is open. */
    @Nullable Throwable closeCause();

    /** Lists a clause that would send the message, which will be signalled when there may be room; null if nobody will ever signal it. */
    @Nullable Waiter enlistSend(SelectToken token, int clause, T message);

    /** Ends a listing, before the select tries. */
    void delistSend(Waiter waiter);

    /** After a listing: passes a wake-up on that the select did not use, or will not use soon. */
    void passOnSend();

    /** After how many nanoseconds to look again although nobody signals; {@code Long.MAX_VALUE}: never. */
    default long nanosUntilReady() {
        return Long.MAX_VALUE;
    }
}
