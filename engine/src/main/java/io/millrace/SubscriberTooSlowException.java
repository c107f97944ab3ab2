package io.millrace;

import java.io.Serial;

/**
 * The subscription was made with {@link Lagging#DISCONNECT} and has fallen behind. The cause of its closing.
 *
 * @since 0.1
 */
public final class SubscriberTooSlowException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message which subscription, and what it missed
     */
    public SubscriberTooSlowException(String message) {
        super(message);
    }
}
