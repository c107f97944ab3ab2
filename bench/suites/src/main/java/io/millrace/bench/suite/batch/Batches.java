package io.millrace.bench.suite.batch;

import io.millrace.bench.suite.harness.CostedBenchmark;
import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.TeamThreads;
import io.millrace.bench.suite.peer.Backoff;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.Handoffs;
import io.millrace.bench.suite.peer.Receives;
import io.millrace.bench.suite.peer.Sends;
import io.millrace.bench.suite.peer.traffic.Message;
import io.millrace.bench.suite.peer.traffic.MessagePayload;
import io.millrace.bench.suite.peer.traffic.Traffic;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Param;

/**
 * Messages sent and received by the batch. A sender collects a batch and then sends it by what the implementation has for that,
 * or one by one; a receiver drains up to a batch. Both wait with the same {@link Backoff} over every implementation, as none but a
 * few have batches that wait.
 */
public class Batches extends CostedBenchmark {

    private static final int CAPACITY = 1024;

    /** Name of a {@link io.millrace.bench.suite.Peer}. */
    @Param("Millrace (spins then parks)")
    public String peer;

    /** How many threads send; one receives. */
    @Param("1")
    public int senders;

    /** Messages in an operation. */
    @Param({"1", "64"})
    public int batch;

    /** Messages in a run. */
    @Param("5000000")
    public int messages;

    /** Makes the benchmark, for JMH. */
    public Batches() {}

    @Override
    protected FixedWork open() {
        Handoff<Message> handoff = Handoffs.open(peer, senders, 1, Capacity.of(CAPACITY));
        Traffic.Ways ways = new Traffic.Ways() {
            @Override
            public Sends<Message> sender(int index) {
                return new Filling(handoff, batch);
            }

            @Override
            public Receives<Message> receiver(int index) {
                return new Draining(handoff, batch);
            }
        };
        return new Traffic(ways, senders, 1, lengthened(messages), MessagePayload.PREALLOCATED, TeamThreads.PLATFORM);
    }

    private static final class Filling implements Sends<Message> {

        private final Handoff<Message> to;
        private final Message[] batch;
        private int collected;

        Filling(Handoff<Message> to, int batch) {
            this.to = to;
            this.batch = new Message[batch];
        }

        @Override
        public void send(Message message) throws InterruptedException {
            batch[collected++] = message;
            if (collected == batch.length) {
                flush();
            }
        }

        @Override
        public void flush() throws InterruptedException {
            int sent = 0;
            int tries = 0;
            while (sent < collected) {
                int more = to.trySendAll(batch, sent, collected);
                tries = more == 0 ? Backoff.pause(tries) : 0;
                sent += more;
            }
            collected = 0;
        }
    }

    private static final class Draining implements Receives<Message> {

        private final Handoff<Message> from;
        private final Message[] batch;
        private final Consumer<Message> adding = this::add; // once, so that a drain allocates nothing of ours
        private int drained;
        private int taken;

        Draining(Handoff<Message> from, int batch) {
            this.from = from;
            this.batch = new Message[batch];
        }

        @Override
        public Message receive() throws InterruptedException {
            if (taken == drained) {
                refill();
            }
            return batch[taken++];
        }

        private void refill() throws InterruptedException {
            taken = 0;
            drained = 0;
            int tries = 0;
            while (from.drain(adding, batch.length) == 0) {
                tries = Backoff.pause(tries);
            }
        }

        private void add(Message message) {
            batch[drained++] = message;
        }
    }
}
