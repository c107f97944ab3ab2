package io.millrace.internal.flavor;

import io.millrace.internal.end.ChannelConfig;
import io.millrace.internal.memory.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * A channel without bound for many receivers. They claim by compare-and-set, only what is there; {@link SegmentedFlavor}
 * says how it is sent.
 */
public final class UnboundedFlavor<T> extends SegmentedFlavor<T> {

    /**
     * The next sequence to receive.
     * <p>Written by: receivers (compare-and-set).
     * <p>Read by: receivers (acquire), threads about to park (volatile, {@code PARK}). Orders no message: {@code
     * PUBLISH} does.
     */
    private final Cursor nextTake;

    /** Makes an empty channel. */
    public UnboundedFlavor(ChannelConfig<T> config) {
        super(config);
        nextTake = new Cursor(config.startSequence());
    }

    // ---- receiving ----

    @Override
    @Nullable public T take() {
        while (true) {
            Segment<T> segment =
                    head.getAcquire(); // before the sequence, so that it is not ahead; acquire LINK <- firstSegment
            if (segment == null) {
                return null;
            }
            long sequence = nextTake.valueAcquire();
            if (sequence >> segmentShift != segment.id) {
                if (!moveHead(segment)) {
                    return null;
                }
                continue;
            }
            T message = segment.acquire(sequence); // acquire PUBLISH <- publish
            if (message == null) {
                if (nextTake.valueAcquire() == sequence) {
                    return null;
                }
            } else if (nextTake.compareAndSet(sequence, sequence + 1)) {
                segment.plain(sequence, null); // no thread reads it any more; for the collector
                return message;
            }
            Thread.onSpinWait();
        }
    }

    @Override
    boolean canTakeIfNext() {
        return true;
    }

    @Override
    boolean takeIfNext(T message) {
        Segment<T> segment = head.getAcquire(); // before the sequence, as in take; acquire LINK <- firstSegment
        long sequence = nextTake.valueAcquire();
        while (segment != null && sequence >> segmentShift != segment.id) {
            if (!moveHead(segment)) {
                return false;
            }
            segment = head.getAcquire(); // acquire LINK <- firstSegment
            sequence = nextTake.valueAcquire();
        }
        if (segment == null
                || segment.acquire(sequence) != message // acquire PUBLISH <- publish
                || !nextTake.compareAndSet(sequence, sequence + 1)) {
            return false;
        }
        segment.plain(sequence, null); // as in take
        return true;
    }

    @Override
    boolean passOver() {
        long sequence = nextTake.valueVolatile();
        return sequence < closeWord.end() && peek() == null && nextTake.compareAndSet(sequence, sequence + 1);
    }

    @Override
    long nextTake() {
        return nextTake.valueVolatile();
    }
}
