package io.millrace.bench.compare;

import java.util.concurrent.BlockingQueue;

/** A queue that blocks by itself, on both sides. */
final class BlockingHandoff extends Handoff {

    private final BlockingQueue<Message> queue;

    BlockingHandoff(BlockingQueue<Message> queue) {
        this.queue = queue;
    }

    @Override
    void send(Message message) throws InterruptedException {
        queue.put(message);
    }

    @Override
    Message receive() throws InterruptedException {
        return queue.take();
    }
}
