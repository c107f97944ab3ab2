package io.millrace.work;

import java.io.Serial;

/**
 * The handler of a request threw. The cause is what it threw, the same object.
 *
 * @since 0.1
 */
public final class RequestFailedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what failed
     * @param cause what the handler threw
     */
    public RequestFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
