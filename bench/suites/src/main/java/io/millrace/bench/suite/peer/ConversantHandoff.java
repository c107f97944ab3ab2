package io.millrace.bench.suite.peer;

import com.conversantmedia.util.concurrent.ConcurrentQueue;

/**
 * A queue of Conversant that does not block.
 *
 * @param <T> what it carries
 */
final class ConversantHandoff<T> extends PollingHandoff<T> {

    private final ConcurrentQueue<T> queue;

    ConversantHandoff(ConcurrentQueue<T> queue) {
        this.queue = queue;
    }

    @Override
    public boolean trySend(T message) {
        return queue.offer(message);
    }

    @Override
    public T tryReceive() {
        return queue.poll();
    }

    @Override
    public int capacity() {
        return queue.capacity();
    }
}
