package io.millrace.exchange.pipeline.link;

/**
 * What stands between two stages: one thread sends, one receives. The same pipeline runs over each implementation.
 *
 * @param <T> the type of the messages
 */
public interface StageLink<T> {

    /**
     * Sends a message, waiting for room.
     *
     * @throws io.millrace.ChannelClosedException if the link has failed; the cause is that of the failure
     */
    void send(T message) throws InterruptedException;

    /**
     * Receives a message, waiting for one; null at the end.
     *
     * @throws io.millrace.ChannelClosedException if the link has failed; the cause is that of the failure
     */
    T receive() throws InterruptedException;

    /** The sender says that nothing more comes. */
    void close() throws InterruptedException;

    /**
     * Either side says that it cannot go on. The other one gets the cause at its next call, or in the one it waits in.
     */
    void fail(Throwable cause);
}
