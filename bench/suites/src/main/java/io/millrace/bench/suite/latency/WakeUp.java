package io.millrace.bench.suite.latency;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.Latencies;
import io.millrace.bench.suite.harness.RunChecks;
import io.millrace.bench.suite.harness.Team;
import io.millrace.bench.suite.peer.Receives;
import io.millrace.bench.suite.peer.Sends;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A receiver waits on an empty channel, and after a time in which nothing happens a message comes. A latency counts from just
 * before the send until the receiver has the message. The time begins when the receiver is back for the next message, and the
 * sender spins meanwhile: it is awake, the receiver need not be. The sender waits for each receipt, so a stall counts once.
 */
final class WakeUp implements FixedWork {

    private static final int SPINS_BEFORE_YIELD = 1 << 12;

    private final Sends<Stamp> to;
    private final Supplier<Receives<Stamp>> receiver;
    private final long gapNanos;
    private final int messages;
    private final Latencies latencies;
    private final Stamp stamp = new Stamp();
    private final AtomicLong receipts = new AtomicLong();
    private final Team team;
    private Receives<Stamp> from;
    private long yields;

    /**
     * Starts the two threads.
     *
     * @param to where messages are sent
     * @param receiver makes what they are received from, for the thread that calls it
     * @param gapNanos how long nothing is sent before each message, 0 or more
     * @param messages how many in a run, 1 or more
     * @param latencies what records
     */
    private WakeUp(
            Sends<Stamp> to, Supplier<Receives<Stamp>> receiver, long gapNanos, int messages, Latencies latencies) {
        if (gapNanos < 0) {
            throw new IllegalArgumentException("gapNanos is " + gapNanos + ", allowed is 0 or more");
        }
        this.to = to;
        this.receiver = receiver;
        this.gapNanos = gapNanos;
        this.messages = RunChecks.share("messages", messages, 1);
        this.latencies = latencies;
        this.team = new Team(List.of(this::receive, this::send));
    }

    /**
     * Starts the two threads, with as many messages as fit into a run, and one at least.
     *
     * @param gapMicros how long nothing is sent before each message, 1 or more
     * @param runMillis how long the gaps of a run are together
     */
    static WakeUp after(
            int gapMicros, int runMillis, Sends<Stamp> to, Supplier<Receives<Stamp>> receiver, Latencies latencies) {
        if (gapMicros < 1) {
            throw new IllegalArgumentException("gapMicros is " + gapMicros + ", allowed is 1 or more");
        }
        long messages = Math.max(1, TimeUnit.MILLISECONDS.toMicros(runMillis) / gapMicros);
        return new WakeUp(to, receiver, TimeUnit.MICROSECONDS.toNanos(gapMicros), Math.toIntExact(messages), latencies);
    }

    private void send() throws InterruptedException {
        long yielded = 0;
        for (int number = 0; number < messages; number++) {
            yielded += awaitReceipts(number);
            long start = System.nanoTime();
            while (System.nanoTime() - start < gapNanos) {
                Thread.onSpinWait();
            }
            to.send(stamp.set(number, System.nanoTime()));
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
        if (from == null) {
            from = receiver.get();
        }
        for (int number = 0; number < messages; number++) {
            Stamp message = from.receive();
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
