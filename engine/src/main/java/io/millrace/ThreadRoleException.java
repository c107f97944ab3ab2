package io.millrace;

import java.io.Serial;

/**
 * A promise about threads is broken: a thread sends to a channel of which another is the single producer, or receives where another is
 * the single consumer; a part of this library that would do so is built; or a thread is about to wait without a time limit for what it
 * alone could do. Nothing was sent or taken. The message names the channel, both threads, and how the role is handed over.
 *
 * <p>It is an error of the program, not a state of the channel: {@link ChannelClosedException} is no relative of it that a {@code catch}
 * of one would catch with the other.
 *
 * @see ChannelBuilder#singleProducer()
 * @see ChannelBuilder#singleConsumer()
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
