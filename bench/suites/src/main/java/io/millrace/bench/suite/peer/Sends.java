package io.millrace.bench.suite.peer;

/**
 * What one thread sends with.
 *
 * @param <T> what it sends
 */
public interface Sends<T> {

    /** Sends, waiting for room. */
    void send(T message) throws InterruptedException;

    /** Sends what {@link #send} has kept back. */
    default void flush() throws InterruptedException {}
}
