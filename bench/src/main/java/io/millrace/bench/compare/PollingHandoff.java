package io.millrace.bench.compare;

import java.util.Queue;

/** A queue that does not block; both sides try again after a {@link Backoff}. */
final class PollingHandoff extends Handoff {

    private final Queue<Message> queue;

    PollingHandoff(Queue<Message> queue) {
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
        int tries = 0;
        Message message;
        while ((message = queue.poll()) == null) {
            tries = Backoff.pause(tries);
        }
        return message;
    }
}
