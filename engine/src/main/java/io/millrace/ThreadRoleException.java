package io.millrace;

import java.io.Serial;

/**
 * A promise about threads is broken: a thread sends to a channel of which another is the single producer, or receives
 * where another is the single consumer; a part of this library that would do so is built; or a thread is about to wait
 * without a time limit for something that only it could do. Nothing was sent or taken. The message names the channel,
 * both threads, and how the role is handed over.
 *
 * <pre>{@code
 * String job = retries.receive(); // this thread is the single consumer from now on
 * retries.send(job);
 * try {
 *     retries.send("second"); // the channel is full, and nobody else may make room
 * } catch (ThreadRoleException e) {
 *     retries.receive();
 * }
 * }</pre>
 *
 * <p>It is an error of the program, not a state of the channel: a {@code catch} of {@link ChannelClosedException} does
 * not catch it.
 *
 * @see ChannelBuilder#singleProducer()
 * @see ChannelBuilder#singleConsumer()
 * @since 0.1
 */
public final class ThreadRoleException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message which channel, whose role it is, and who broke the promise
     */
    public ThreadRoleException(String message) {
        super(message);
    }
}
