package io.millrace.internal.flavor;

import io.millrace.Sender;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/** A counted handle of the sending end. */
final class AttachedSender<T> extends AttachedEnd<T> implements Sender<T> {

    AttachedSender(Flavor<T> channel) {
        super(channel);
    }

    @Override
    void detachFrom(Flavor<T> channel) {
        channel.detachSender();
    }

    @Override
    public void send(T message) throws InterruptedException {
        attached().send(message);
    }

    @Override
    public boolean trySend(T message) {
        return attached().trySend(message);
    }

    @Override
    public boolean trySend(T message, long timeout, TimeUnit unit) throws InterruptedException {
        return attached().trySend(message, timeout, unit);
    }

    @Override
    public boolean trySend(T message, Duration timeout) throws InterruptedException {
        return attached().trySend(message, timeout);
    }

    @Override
    public int trySendAll(T[] messages, int from, int to) {
        return attached().trySendAll(messages, from, to);
    }

    @Override
    public void sendAll(Collection<? extends T> messages) throws InterruptedException {
        attached().sendAll(messages);
    }

    @Override
    public String toString() {
        return "attached sender of " + channel();
    }
}
