package io.millrace.bench.suite.peer;

import io.millrace.Channel;
import java.util.function.Consumer;

/**
 * A channel of this project.
 *
 * @param <T> what it carries
 */
public final class MillraceHandoff<T> extends Handoff<T> {

    private final Channel<T> channel;

    public MillraceHandoff(Channel<T> channel) {
        this.channel = channel;
    }

    public Channel<T> channel() {
        return channel;
    }

    @Override
    public void send(T message) throws InterruptedException {
        channel.send(message);
    }

    @Override
    public T receive() throws InterruptedException {
        return channel.receive();
    }

    @Override
    public boolean trySend(T message) {
        return channel.trySend(message);
    }

    @Override
    public T tryReceive() {
        return channel.tryReceive();
    }

    @Override
    public int trySendAll(T[] messages, int from, int to) {
        return channel.trySendAll(messages, from, to);
    }

    @Override
    public int drain(Consumer<? super T> handler, int limit) {
        return channel.drain(handler, limit);
    }

    @Override
    public int capacity() {
        return channel.capacity();
    }
}
