package io.millrace.bench.suite.peer;

import java.util.function.Consumer;
import org.jctools.queues.MpscBlockingConsumerArrayQueue;

/**
 * JCTools' queue of which only the receiving side blocks; senders try again after a {@link Backoff}.
 *
 * @param <T> what it carries
 */
final class BlockingReceiveHandoff<T> extends Handoff<T> {

    private final MpscBlockingConsumerArrayQueue<T> queue;

    BlockingReceiveHandoff(int capacity) {
        this.queue = new MpscBlockingConsumerArrayQueue<>(capacity);
    }

    @Override
    public void send(T message) throws InterruptedException {
        int tries = 0;
        while (!queue.offer(message)) {
            tries = Backoff.pause(tries);
        }
    }

    @Override
    public T receive() throws InterruptedException {
        return queue.take();
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
        return queue.drain(handler::accept, limit);
    }

    @Override
    public int capacity() {
        return queue.capacity();
    }
}
