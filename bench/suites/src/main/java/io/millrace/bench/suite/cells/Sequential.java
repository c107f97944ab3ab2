package io.millrace.bench.suite.cells;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.traffic.Cargo;
import io.millrace.bench.suite.peer.traffic.Message;
import io.millrace.bench.suite.peer.traffic.MessagePayload;
import io.millrace.bench.suite.peer.traffic.MessageTally;

/** One thread sends a portion and then receives it, until all messages are through. */
final class Sequential implements FixedWork {

    private final Handoff<Message> handoff;
    private final int messages;
    private final int portion;
    private final Cargo cargo;
    private final MessageTally.Order order;
    private final long expectedSum;

    /**
     * Makes it.
     *
     * @param handoff empty, with room for a portion
     * @param messages in a run
     * @param portion how many are sent before they are received; the last may be smaller
     */
    Sequential(Handoff<Message> handoff, MessagePayload payload, int messages, int portion) {
        this.handoff = handoff;
        this.messages = messages;
        this.portion = portion;
        this.cargo = new Cargo(payload, 1, messages, false);
        this.order = payload == MessagePayload.SAME ? MessageTally.Order.NONE : MessageTally.Order.NEXT;
        this.expectedSum = cargo.sum();
    }

    @Override
    public long run() throws InterruptedException {
        MessageTally tally = new MessageTally(1, cargo.length(), order);
        for (int sent = 0; sent < messages; sent += portion) {
            int end = Math.min(messages, sent + portion);
            cargo.send(0, handoff, sent, end);
            for (int i = sent; i < end; i++) {
                tally.accept(handoff.receive());
            }
        }
        if (tally.sum() != expectedSum) {
            throw new IllegalStateException("sum of ids is " + tally.sum() + ", sent were " + expectedSum);
        }
        return messages;
    }
}
