package io.millrace.bench.suite.peer.traffic;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.peer.Receives;
import io.millrace.bench.suite.peer.Sends;

/** One thread sends a portion and then receives it, until all messages are through. */
public final class Sequential implements FixedWork {

    private final Sends<Message> to;
    private final Receives<Message> from;
    private final int messages;
    private final int portion;
    private final Cargo cargo;
    private final MessageTally.Order order;
    private final long expectedSum;

    /**
     * Makes it.
     *
     * @param to has room for a portion
     * @param from gets what was sent
     * @param order in which it comes
     * @param messages in a run
     * @param portion how many are sent before they are received; the last may be smaller
     */
    public Sequential(
            Sends<Message> to,
            Receives<Message> from,
            MessageTally.Order order,
            MessagePayload payload,
            int messages,
            int portion) {
        this.to = to;
        this.from = from;
        this.messages = messages;
        this.portion = portion;
        this.cargo = new Cargo(payload, 1, messages, false);
        this.order = payload == MessagePayload.SAME ? MessageTally.Order.NONE : order;
        this.expectedSum = cargo.sum();
    }

    @Override
    public long run() throws InterruptedException {
        MessageTally tally = new MessageTally(1, cargo.length(), order);
        for (int sent = 0; sent < messages; sent += portion) {
            int end = Math.min(messages, sent + portion);
            cargo.send(0, to, sent, end);
            for (int i = sent; i < end; i++) {
                tally.accept(from.receive());
            }
        }
        if (tally.sum() != expectedSum) {
            throw new IllegalStateException("sum of ids is " + tally.sum() + ", sent were " + expectedSum);
        }
        return messages;
    }
}
