package io.millrace;

/** Why an accepted message was given to the {@code onUndelivered} callback instead of a receiver. */
public enum UndeliveredReason {

    /** The receiving side was cancelled while the message was buffered. */
    CANCELLED
}
