package io.millrace.bench.suite.peer;

/**
 * A queue that does not block; both sides try again after a {@link Backoff}.
 *
 * @param <T> what it carries
 */
public abstract class PollingHandoff<T> extends Handoff<T> {

    @Override
    public final void send(T message) throws InterruptedException {
        int tries = 0;
        while (!trySend(message)) {
            tries = Backoff.pause(tries);
        }
    }

    @Override
    public final T receive() throws InterruptedException {
        int tries = 0;
        T message;
        while ((message = tryReceive()) == null) {
            tries = Backoff.pause(tries);
        }
        return message;
    }
}
