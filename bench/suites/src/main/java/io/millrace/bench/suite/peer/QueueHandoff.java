package io.millrace.bench.suite.peer;

import java.util.Queue;
import java.util.function.Consumer;
import org.agrona.concurrent.QueuedPipe;

/**
 * A queue of {@code java.util} or of Agrona that does not block.
 *
 * @param <T> what it carries
 */
final class QueueHandoff<T> extends PollingHandoff<T> {

    private final Queue<T> queue;

    QueueHandoff(Queue<T> queue) {
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
    public int drain(Consumer<? super T> handler, int limit) {
        return queue instanceof QueuedPipe<T> pipe ? pipe.drain(handler::accept, limit) : super.drain(handler, limit);
    }

    @Override
    public int capacity() {
        return queue instanceof QueuedPipe<T> pipe ? pipe.capacity() : UNTOLD;
    }
}
