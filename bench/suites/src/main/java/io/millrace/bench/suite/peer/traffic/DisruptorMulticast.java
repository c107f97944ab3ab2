package io.millrace.bench.suite.peer.traffic;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.WaitStrategy;
import io.millrace.bench.suite.peer.Backoff;
import io.millrace.bench.suite.peer.DisruptorHandoff;
import io.millrace.bench.suite.peer.Receives;
import io.millrace.bench.suite.peer.Sends;
import java.util.stream.Stream;

/**
 * A bare ring buffer of the Disruptor as it is meant to be used: one sender, and receivers of which each sees every message. As in
 * its own {@code BatchEventProcessor}, a receiver looks at the cursor, and gives places back, once for all messages that it found
 * there. The sender waits with a {@link Backoff}: the ring's own wait for room is deaf to interrupts.
 */
public final class DisruptorMulticast implements Traffic.Ways {

    private final RingBuffer<DisruptorHandoff.Event<Message>> ring;
    private final SequenceBarrier barrier;
    private final Sequence[] taken;

    /**
     * Makes an empty ring.
     *
     * @param receivers how many threads will receive
     * @param capacity a power of two
     * @param waiting how the receivers wait
     */
    public DisruptorMulticast(int receivers, int capacity, WaitStrategy waiting) {
        ring = RingBuffer.createSingleProducer(DisruptorHandoff.Event::new, capacity, waiting);
        barrier = ring.newBarrier();
        taken = Stream.generate(Sequence::new).limit(receivers).toArray(Sequence[]::new);
        ring.addGatingSequences(taken);
    }

    /** Makes an empty ring whose receivers wait with a {@link Backoff}, too. */
    public static DisruptorMulticast polled(int receivers, int capacity) {
        return new DisruptorMulticast(receivers, capacity, new DisruptorHandoff.Looking());
    }

    @Override
    public Sends<Message> sender(int index) {
        return message -> {
            int tries = 0;
            while (!ring.tryPublishEvent(DisruptorHandoff.Event::set, message)) {
                tries = Backoff.pause(tries);
            }
        };
    }

    @Override
    public Receives<Message> receiver(int index) {
        return new Reader(ring, barrier, taken[index]);
    }

    @Override
    public boolean toEach() {
        return true;
    }

    private static final class Reader implements Receives<Message> {

        private final RingBuffer<DisruptorHandoff.Event<Message>> ring;
        private final SequenceBarrier barrier;
        private final Sequence taken;
        private long next;
        private long available = -1;

        Reader(RingBuffer<DisruptorHandoff.Event<Message>> ring, SequenceBarrier barrier, Sequence taken) {
            this.ring = ring;
            this.barrier = barrier;
            this.taken = taken;
        }

        @Override
        public Message receive() throws InterruptedException {
            if (next > available) {
                taken.set(next - 1);
                look();
            }
            return ring.get(next++).message();
        }

        private void look() throws InterruptedException {
            int tries = 0;
            try {
                while ((available = barrier.waitFor(next)) < next) {
                    tries = Backoff.pause(tries);
                }
            } catch (AlertException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
