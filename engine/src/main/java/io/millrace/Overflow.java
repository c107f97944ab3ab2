package io.millrace;

/**
 * What a send does when a bounded channel is full. Whatever it is, a channel that is not full accepts the message, and
 * a closed one refuses it.
 *
 * <p>Under {@link #DROP_NEWEST} and {@link #DROP_OLDEST} a send never waits, the channel is always ready to send in a
 * select, and {@code trySend} never is false. The message that has to go is counted as accepted and as undelivered, and
 * is handed to {@link ChannelBuilder#onUndelivered} once.
 *
 * @since 0.1
 */
public enum Overflow {

    /** The send waits for room. The default. */
    WAIT,

    /**
     * The send throws {@link ChannelFullException} at once; a try, timed or not, returns false at once. In a select, a
     * full channel is not ready to send.
     */
    FAIL,

    /** What is buffered stays; the message sent is handed over as {@link UndeliveredReason#DROPPED}. */
    DROP_NEWEST,

    /**
     * The oldest buffered message is taken out and handed over as {@link UndeliveredReason#EVICTED}, and the message
     * sent goes in: the channel keeps the last n. Between the two steps receivers can find one message fewer: the two
     * steps are not atomic. {@link Channel#conflating()} replaces atomically.
     *
     * <p>If the channel is closed between the two steps, the oldest is gone and the send fails.
     */
    DROP_OLDEST
}
