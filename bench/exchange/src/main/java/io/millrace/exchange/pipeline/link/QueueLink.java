package io.millrace.exchange.pipeline.link;

import io.millrace.ChannelClosedException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * An {@code ArrayBlockingQueue}. A queue cannot be closed, so the end is a marker in it, and a failure is a field that
 * both sides look at, with the queue emptied and marked to wake whoever waits.
 */
final class QueueLink<T> implements StageLink<T> {

    private static final Object END = new Object();

    private final String name;
    private final BlockingQueue<Object> queue;
    private volatile Throwable failure;

    QueueLink(String name, int capacity) {
        this.name = name;
        this.queue = new ArrayBlockingQueue<>(capacity);
    }

    @Override
    public void send(T message) throws InterruptedException {
        put(message);
    }

    @Override
    @SuppressWarnings("unchecked")
    public T receive() throws InterruptedException {
        Object message = queue.take();
        check();
        return message == END ? null : (T) message;
    }

    @Override
    public void close() throws InterruptedException {
        put(END);
    }

    @Override
    public void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        queue.clear(); // a sender that waits for room goes on, and sees the failure
        queue.offer(END); // a receiver that waits goes on; if this finds no room, there is a message to wake it
    }

    private void put(Object message) throws InterruptedException {
        check();
        queue.put(message);
        check();
    }

    private void check() {
        Throwable cause = failure;
        if (cause != null) {
            throw new ChannelClosedException("queue " + name + " has failed", cause);
        }
    }
}
