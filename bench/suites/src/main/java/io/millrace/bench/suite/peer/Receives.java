package io.millrace.bench.suite.peer;

/**
 * What one thread receives with.
 *
 * @param <T> what it receives
 */
public interface Receives<T> {

    /** Receives, waiting for a message. */
    T receive() throws InterruptedException;
}
