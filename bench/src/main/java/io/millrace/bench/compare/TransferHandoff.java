package io.millrace.bench.compare;

import java.util.concurrent.TransferQueue;

/** A transfer queue used as a rendezvous: a send returns when a receiver has the message. */
final class TransferHandoff extends Handoff {

    private final TransferQueue<Message> queue;

    TransferHandoff(TransferQueue<Message> queue) {
        this.queue = queue;
    }

    @Override
    void send(Message message) throws InterruptedException {
        queue.transfer(message);
    }

    @Override
    Message receive() throws InterruptedException {
        return queue.take();
    }
}
