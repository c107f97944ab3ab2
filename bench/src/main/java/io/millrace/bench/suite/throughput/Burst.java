package io.millrace.bench.suite.throughput;

import io.millrace.bench.suite.peer.Backoff;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.FixedWork;
import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.Handoffs;
import io.millrace.bench.suite.peer.Message;
import io.millrace.bench.suite.peer.Tally;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Param;

/**
 * One operation sends a burst and waits until the receiver, which waits in the implementation's own way, has it all. The wait for
 * that is a {@link Backoff}, over one counter, alike for all.
 */
public class Burst extends FixedWork {

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
    protected Run open() {
        return new Bursts(Handoffs.open(peer, 1, 1, Capacity.of(CAPACITY)), burst);
    }

    /** The receiver, and the sender's side of it. */
    static final class Bursts implements Run {

        private static final long STALLED_AFTER_NANOS = TimeUnit.SECONDS.toNanos(60);

        private final Handoff<Message> handoff;
        private final Message[] messages;
        private final AtomicLong received = new AtomicLong();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final Thread receiver;
        private long sent;

        Bursts(Handoff<Message> handoff, int burst) {
            this.handoff = handoff;
            this.messages = IntStream.range(0, burst)
                    .mapToObj(number -> new Message(0, number))
                    .toArray(Message[]::new);
            this.receiver = new Thread(this::receiveAll, "receiver");
            receiver.setDaemon(true);
            receiver.start();
        }

        @Override
        public long run() throws InterruptedException {
            for (Message message : messages) {
                handoff.send(message);
            }
            sent += messages.length;
            int tries = 0;
            long begin = System.nanoTime();
            while (received.get() < sent) {
                tries = Backoff.pause(tries);
                if (failure.get() != null || System.nanoTime() - begin > STALLED_AFTER_NANOS) {
                    throw new IllegalStateException("received " + received + " messages of " + sent, failure.get());
                }
            }
            return messages.length;
        }

        private void receiveAll() {
            Tally tally = new Tally(1, messages.length, Tally.Order.NEXT);
            try {
                while (true) {
                    tally.accept(handoff.receive());
                    received.setRelease(tally.count());
                }
            } catch (InterruptedException | RuntimeException e) {
                failure.set(e);
            }
        }

        @Override
        public void close() {
            receiver.interrupt();
            try {
                receiver.join(TimeUnit.NANOSECONDS.toMillis(STALLED_AFTER_NANOS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
