package io.millrace;

/**
 * Why an accepted message was given to the {@code onUndelivered} callback instead of a receiver.
 *
 * @since 0.1
 */
public enum UndeliveredReason {

    /** The receiving side was cancelled while the message was buffered. */
    CANCELLED,

    /** The channel was full when the message was sent; see {@link Overflow#DROP_NEWEST}. */
    DROPPED,

    /** The message was the oldest when another one needed its place; see {@link Overflow#DROP_OLDEST}. */
    EVICTED,

    /** A later message of the same key took its place; see {@link ChannelBuilder#conflatingBy}. */
    REPLACED
}
