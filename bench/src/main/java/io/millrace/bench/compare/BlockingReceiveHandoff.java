package io.millrace.bench.compare;

import java.util.concurrent.BlockingQueue;

/** A queue of which only the receiving side blocks; senders try again after a {@link Backoff}. */
final class BlockingReceiveHandoff extends Handoff {

    private final BlockingQueue<Message> queue;

    BlockingReceiveHandoff(BlockingQueue<Message> queue) {
        this.queue = queue;
    }

    @Override
    void send(Message message) throws InterruptedException {
        int tries = 0;
        while (!queue.offer(message)) {
            tries = Backoff.pause(tries);
        }
    }

    @Override
    Message receive() throws InterruptedException {
        return queue.take();
    }
}
