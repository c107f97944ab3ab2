package io.millrace.work;

/**
 * What is done with each message.
 *
 * @param <T> the type of the messages
 */
@FunctionalInterface
public interface Handler<T> {

    /**
     * Handles one message.
     *
     * @param message the message
     * @throws Exception if it fails; {@link OnFailure} says what follows
     */
    void handle(T message) throws Exception;
}
