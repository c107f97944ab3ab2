package io.millrace.work;

import java.io.Serial;

/**
 * No reply came in time. The request may or may not be handled; a reply that comes later is dropped.
 *
 * @since 0.1
 */
public final class RequestTimeoutException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message how long was waited, and for what
     */
    public RequestTimeoutException(String message) {
        super(message);
    }
}
