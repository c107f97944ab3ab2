package io.millrace.bench.suite.processes;

import org.agrona.DirectBuffer;

/** One end of a connection that carries messages of bytes both ways. For one thread at a time. It hands each message to one handler. */
interface Endpoint extends AutoCloseable {

    /**
     * Sends the first bytes of a buffer outside of the heap, waiting for room.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    void send(DirectBuffer bytes, int length) throws InterruptedException;

    /**
     * Receives messages, waiting for the first, and at most so many.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    void receive(int limit) throws InterruptedException;

    /**
     * Says that so many messages of a length will be sent now.
     *
     * @throws IllegalStateException if there is no place for them on the disk
     */
    default void prepare(int messages, int length) {}

    /** Gives everything back but the files. */
    @Override
    void close();
}
