package io.millrace.work;

/**
 * An action on each message.
 *
 * @param <T> the type of the messages
 * @since 0.1
 */
@FunctionalInterface
public interface Handler<T> {

    /**
     * Handles one message.
     *
     * @param message the message
     * @throws Exception if it fails; {@link OnFailure} says what happens then
     */
    void handle(T message) throws Exception;
}
