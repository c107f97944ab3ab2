package io.millrace.work;

import org.jspecify.annotations.Nullable;

/**
 * Makes a result of each message.
 *
 * @param <T> the type of the messages
 * @param <R> the type of the results
 * @since 0.1
 */
@FunctionalInterface
public interface Transform<T, R> {

    /**
     * Makes the result of one message.
     *
     * @param message the message
     * @return the result, or null for none, where that is allowed
     * @throws Exception if it fails
     */
    @Nullable R apply(T message) throws Exception;
}
