package io.millrace.exchange.pipeline.link;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.PhasedBackoffWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.WaitStrategy;
import io.millrace.ChannelClosedException;
import io.millrace.Waiting;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A ring of the Disruptor for one producer and one consumer, with nothing around it: the producer claims and publishes,
 * the consumer waits at a barrier and moves its own sequence. The ring has no end and no failure of its own; a marker
 * is the first, a field and the barrier's alert are the second.
 */
final class RingLink<T> implements StageLink<T> {

    private static final Object END = new Object();

    private final String name;
    private final boolean producerParks;
    private final RingBuffer<Slot> ring;
    private final SequenceBarrier barrier;
    private final Sequence taken = new Sequence();
    private volatile Throwable failure;
    private long next;
    private long limit = -1;

    private static final class Slot {
        Object message;
    }

    RingLink(String name, int capacity, Waiting waiting) {
        this.name = name;
        this.producerParks = waiting.parks();
        this.ring = RingBuffer.createSingleProducer(Slot::new, capacity, strategy(waiting));
        this.barrier = ring.newBarrier();
        ring.addGatingSequences(taken);
    }

    static String strategyName(Waiting waiting) {
        return strategy(waiting).getClass().getSimpleName()
                + (waiting.parks() ? ", parkNanos(1) for room" : ", spin for room");
    }

    private static WaitStrategy strategy(Waiting waiting) {
        if (!waiting.parks()) {
            return new BusySpinWaitStrategy();
        }
        return waiting.spins()
                ? PhasedBackoffWaitStrategy.withLock(2, 20, TimeUnit.MICROSECONDS)
                : new BlockingWaitStrategy();
    }

    @Override
    public void send(T message) throws InterruptedException {
        publish(message);
    }

    @Override
    @SuppressWarnings("unchecked")
    public T receive() throws InterruptedException {
        if (next > limit) {
            await();
        }
        Slot slot = ring.get(next);
        Object message = slot.message;
        slot.message = null;
        taken.set(next++);
        return message == END ? null : (T) message;
    }

    @Override
    public void close() throws InterruptedException {
        publish(END);
    }

    @Override
    public void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        barrier.alert();
    }

    /** As {@code RingBuffer.next()}, which naps in the same way but hears neither a failure nor an interrupt. */
    private void publish(Object message) throws InterruptedException {
        check();
        while (!ring.hasAvailableCapacity(1)) {
            check();
            if (Thread.interrupted()) {
                throw new InterruptedException("waiting for room in ring " + name);
            }
            if (producerParks) {
                LockSupport.parkNanos(1);
            } else {
                Thread.onSpinWait();
            }
        }
        long sequence = ring.next();
        ring.get(sequence).message = message;
        ring.publish(sequence);
    }

    private void await() throws InterruptedException {
        try {
            do {
                limit = barrier.waitFor(next);
            } while (limit < next);
        } catch (AlertException e) {
            check();
            throw new IllegalStateException("ring " + name + " was alerted without a failure", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("ring " + name + " has a wait strategy without a timeout", e);
        }
    }

    private void check() {
        Throwable cause = failure;
        if (cause != null) {
            throw new ChannelClosedException("ring " + name + " has failed", cause);
        }
    }
}
