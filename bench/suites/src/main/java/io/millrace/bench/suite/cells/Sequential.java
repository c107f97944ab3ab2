package io.millrace.bench.suite.cells;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.peer.Cargo;
import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.Message;
import io.millrace.bench.suite.peer.MessagePayload;
import io.millrace.bench.suite.peer.MessageTally;

/** One thread sends everything and then receives it. */
final class Sequential implements FixedWork {

    private final Handoff<Message> handoff;
    private final int messages;
    private final Cargo cargo;
    private final MessageTally.Order order;
    private final long expectedSum;

    Sequential(Handoff<Message> handoff, MessagePayload payload, int messages) {
        this.handoff = handoff;
        this.messages = messages;
        this.cargo = new Cargo(payload, 1, messages, false);
        this.order = payload == MessagePayload.SAME ? MessageTally.Order.NONE : MessageTally.Order.NEXT;
        this.expectedSum = cargo.sum();
    }

    @Override
    public long run() throws InterruptedException {
        cargo.send(0, handoff);
        MessageTally tally = new MessageTally(1, cargo.length(), order);
        for (int i = 0; i < messages; i++) {
            tally.accept(handoff.receive());
        }
        if (tally.sum() != expectedSum) {
            throw new IllegalStateException("sum of ids is " + tally.sum() + ", sent were " + expectedSum);
        }
        return messages;
    }
}
