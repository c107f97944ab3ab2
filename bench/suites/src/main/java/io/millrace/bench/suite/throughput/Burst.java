package io.millrace.bench.suite.throughput;

import io.millrace.bench.suite.harness.CostedBenchmark;
import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.Team;
import io.millrace.bench.suite.peer.Backoff;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.Handoffs;
import io.millrace.bench.suite.peer.traffic.Message;
import io.millrace.bench.suite.peer.traffic.MessageTally;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Param;

/**
 * One operation sends a burst and waits until the receiver, which waits in the implementation's own way, has it all. The wait for
 * that is a {@link Backoff}, over one counter, alike for all.
 */
public class Burst extends CostedBenchmark {

    private static final int CAPACITY = 1024;

    /** Name of a {@link io.millrace.bench.suite.Peer}. */
    @Param("Millrace (spins then parks)")
    public String peer;

    /** Messages in a burst, at most the capacity. */
    @Param("100")
    public int burst;

    /** Makes the benchmark, for JMH. */
    public Burst() {}

    @Override
    protected FixedWork open() {
        return new Bursts(Handoffs.open(peer, 1, 1, Capacity.of(CAPACITY)), burst);
    }

    /** The receiver, and the sender's side of it. */
    static final class Bursts implements FixedWork {

        private static final long STALLED_AFTER_NANOS = TimeUnit.SECONDS.toNanos(60);

        private final Handoff<Message> handoff;
        private final Message[] messages;
        private final AtomicLong received = new AtomicLong();
        private final Team receiver;
        private boolean receiving;
        private long sent;

        Bursts(Handoff<Message> handoff, int burst) {
            this.handoff = handoff;
            this.messages = IntStream.range(0, burst)
                    .mapToObj(number -> new Message(0, number))
                    .toArray(Message[]::new);
            this.receiver = new Team(List.of(this::receiveAll));
        }

        @Override
        public long run() throws InterruptedException {
            if (!receiving) {
                receiver.release();
                receiving = true;
            }
            for (Message message : messages) {
                handoff.send(message);
            }
            sent += messages.length;
            int tries = 0;
            long begin = System.nanoTime();
            while (received.get() < sent) {
                tries = Backoff.pause(tries);
                receiver.check();
                if (System.nanoTime() - begin > STALLED_AFTER_NANOS) {
                    throw new IllegalStateException("received " + received + " messages of " + sent);
                }
            }
            return messages.length;
        }

        @Override
        public boolean isDoneByCaller() {
            return true;
        }

        /** Ends with its team: between bursts it waits in the implementation. */
        private void receiveAll() throws InterruptedException {
            MessageTally tally = new MessageTally(1, messages.length, MessageTally.Order.NEXT);
            while (true) {
                tally.accept(handoff.receive());
                if (tally.count() % messages.length == 0) {
                    received.setRelease(tally.count()); // once for each burst: the sender looks at it all the time
                }
            }
        }

        @Override
        public void close() {
            receiver.close();
        }
    }
}
