package io.millrace.bench.suite.peer;

import java.util.concurrent.BlockingQueue;

/**
 * A queue that blocks by itself, on both sides.
 *
 * @param <T> what it carries
 */
final class BlockingHandoff<T> extends Handoff<T> {

    private final BlockingQueue<T> queue;

    BlockingHandoff(BlockingQueue<T> queue) {
        this.queue = queue;
    }

    @Override
    public void send(T message) throws InterruptedException {
        queue.put(message);
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
    public int capacity() {
        return queue.remainingCapacity();
    }
}
