package io.millrace;

import java.io.Serial;

/**
 * The channel is full and was built with {@link Overflow#FAIL}. The message was not accepted.
 *
 * @since 0.1
 */
public final class ChannelFullException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message which channel
     */
    public ChannelFullException(String message) {
        super(message);
    }
}
