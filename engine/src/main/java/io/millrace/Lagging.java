package io.millrace;

/**
 * What happens to a {@link Subscription} that is slower than the senders of its {@link Broadcast}.
 *
 * @since 0.1
 */
public enum Lagging {

    /** The senders wait for it: it receives every message, and a subscriber that stops receiving stops the senders. */
    HOLD,

    /**
     * The senders go on. Once more than {@link Broadcast#capacity()} messages behind, the subscription skips to the
     * oldest message that is held, and counts those it passed over.
     */
    DROP,

    /** The senders go on. Each receive takes the latest message; those before it that were not received are counted. */
    CONFLATE,

    /**
     * The senders go on. Once more than {@link Broadcast#capacity()} messages behind, the subscription is closed at its
     * next receive, with a {@link SubscriberTooSlowException} as the cause; what it had not received by then is
     * counted. It can also fall behind by waiting for a sender that was preempted in the middle of its send while
     * others went on.
     */
    DISCONNECT
}
