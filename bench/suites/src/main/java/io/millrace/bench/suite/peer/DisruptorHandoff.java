package io.millrace.bench.suite.peer;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.dsl.ProducerType;
import java.util.function.Consumer;

/**
 * A bare ring buffer of the Disruptor used as a queue, for one receiver: version 4 has no receivers that share the work. It
 * looks at the senders' cursor only when it has taken all it saw there. Batches are claimed, and their places freed, at once. Both sides
 * wait with a {@link Backoff}: the ring's own wait for room is deaf to interrupts.
 *
 * @param <T> what it carries
 */
public final class DisruptorHandoff<T> extends PollingHandoff<T> {

    private final RingBuffer<Event<T>> ring;
    private final SequenceBarrier barrier;
    private final Sequence taken = new Sequence();
    private long next;
    private long available = -1;

    /**
     * Makes an empty ring.
     *
     * @param senders how many threads will send
     * @param capacity a power of two
     */
    public DisruptorHandoff(int senders, int capacity) {
        ring = RingBuffer.create(
                senders == 1 ? ProducerType.SINGLE : ProducerType.MULTI, Event::new, capacity, new Looking());
        barrier = ring.newBarrier();
        ring.addGatingSequences(taken);
    }

    @Override
    public boolean trySend(T message) {
        return ring.tryPublishEvent(Event::set, message);
    }

    @Override
    public T tryReceive() {
        if (next > available && look() < next) {
            return null;
        }
        T message = ring.get(next).message();
        taken.set(next++);
        return message;
    }

    @Override
    public int trySendAll(T[] messages, int from, int to) {
        int count = (int) Math.min(to - from, ring.remainingCapacity());
        if (count == 0) {
            return 0;
        }
        long last;
        try {
            last = ring.tryNext(count);
        } catch (InsufficientCapacityException e) {
            return 0; // another sender took the room
        }
        long first = last - count + 1;
        for (int i = 0; i < count; i++) {
            Event.set(ring.get(first + i), first + i, messages[from + i]);
        }
        ring.publish(first, last);
        return count;
    }

    @Override
    public int drain(Consumer<? super T> handler, int limit) {
        if (next > available && look() < next) {
            return 0;
        }
        int count = (int) Math.min(limit, available - next + 1);
        for (int i = 0; i < count; i++) {
            handler.accept(ring.get(next + i).message());
        }
        next += count;
        taken.set(next - 1);
        return count;
    }

    private long look() {
        try {
            available = barrier.waitFor(next);
            return available;
        } catch (AlertException | InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int capacity() {
        return ring.getBufferSize();
    }

    public static final class Event<T> {

        private T message;

        public static <T> void set(Event<T> event, long sequence, T message) {
            event.message = message;
        }

        public T message() {
            return message;
        }
    }

    /** Does not wait; the barrier then tells how far the ring is published. */
    public static final class Looking implements WaitStrategy {

        @Override
        public long waitFor(long sequence, Sequence cursor, Sequence dependent, SequenceBarrier barrier) {
            return dependent.get();
        }

        @Override
        public void signalAllWhenBlocking() {}
    }
}
