package io.millrace.bench.suite.latency;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.Latencies;
import io.millrace.bench.suite.harness.RunChecks;
import io.millrace.bench.suite.harness.Team;
import io.millrace.bench.suite.peer.Handoff;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A receiver waits on an empty channel, and after a time in which nothing happens a message comes. A latency counts from just
 * before the send until the receiver has the message. The time begins when the receiver is back for the next message, and the
 * sender spins meanwhile: it is awake, the receiver need not be. The sender waits for each receipt, so a stall counts once.
 */
final class WakeUp implements FixedWork {

    private static final int SPINS_BEFORE_YIELD = 1 << 12;

    private final Handoff<Stamp> handoff;
    private final long gapNanos;
    private final int messages;
    private final Latencies latencies;
    private final Stamp stamp = new Stamp();
    private final AtomicLong receipts = new AtomicLong();
    private final Team team;
    private long yields;

    /**
     * Starts the two threads.
     *
     * @param handoff what carries the messages
     * @param gapNanos how long nothing is sent before each message, 0 or more
     * @param messages how many in a run, 1 or more
     * @param latencies what records
     */
    WakeUp(Handoff<Stamp> handoff, long gapNanos, int messages, Latencies latencies) {
        if (gapNanos < 0) {
            throw new IllegalArgumentException("gapNanos is " + gapNanos + ", allowed is 0 or more");
        }
        this.handoff = handoff;
        this.gapNanos = gapNanos;
        this.messages = RunChecks.share("messages", messages, 1);
        this.latencies = latencies;
        this.team = new Team(List.of(this::receive, this::send));
    }

    private void send() throws InterruptedException {
        long yielded = 0;
        for (int number = 0; number < messages; number++) {
            yielded += awaitReceipts(number);
            long start = System.nanoTime();
            while (System.nanoTime() - start < gapNanos) {
                Thread.onSpinWait();
            }
            handoff.send(stamp.set(number, System.nanoTime()));
        }
        yields = yielded;
    }

    private long awaitReceipts(long count) throws InterruptedException {
        long yielded = 0;
        int spins = 0;
        while (receipts.getAcquire() < count) {
            Thread.onSpinWait();
            if (++spins == SPINS_BEFORE_YIELD) { // the receiver may need this processor
                spins = 0;
                yielded++;
                Thread.yield();
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
        return yielded;
    }

    private void receive() throws InterruptedException {
        for (int number = 0; number < messages; number++) {
            Stamp message = handoff.receive();
            latencies.record(System.nanoTime() - message.time(number));
            receipts.setRelease(number + 1L);
        }
    }

    @Override
    public long run() throws InterruptedException {
        receipts.set(0);
        team.run();
        RunChecks.equal("messages received", messages, receipts.get());
        return messages;
    }

    @Override
    public long yields() {
        return yields;
    }

    @Override
    public void close() {
        team.close();
    }
}
