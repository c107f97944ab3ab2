package io.millrace.bench.suite.peer;

import java.util.concurrent.Exchanger;

/**
 * An exchanger between one sender, who gives a message for nothing, and one receiver.
 *
 * @param <T> what it carries
 */
final class ExchangerHandoff<T> extends Handoff<T> {

    private final Exchanger<T> exchanger = new Exchanger<>();

    @Override
    public void send(T message) throws InterruptedException {
        exchanger.exchange(message);
    }

    @Override
    public T receive() throws InterruptedException {
        return exchanger.exchange(null);
    }

    @Override
    public boolean trySend(T message) {
        throw new UnsupportedOperationException("Exchanger has no try");
    }

    @Override
    public T tryReceive() {
        throw new UnsupportedOperationException("Exchanger has no try");
    }
}
