package io.millrace.bench.suite.peer;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TransferQueue;

/**
 * A transfer queue used as a rendezvous: a send returns when a receiver has the message.
 *
 * @param <T> what it carries
 */
final class TransferHandoff<T> extends Handoff<T> {

    private final TransferQueue<T> queue = new LinkedTransferQueue<>();

    @Override
    public void send(T message) throws InterruptedException {
        queue.transfer(message);
    }

    @Override
    public T receive() throws InterruptedException {
        return queue.take();
    }

    @Override
    public boolean trySend(T message) {
        return queue.tryTransfer(message);
    }

    @Override
    public T tryReceive() {
        return queue.poll();
    }
}
