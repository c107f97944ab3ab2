package io.millrace.internal.flavor;

import io.millrace.internal.end.ChannelConfig;
import io.millrace.internal.memory.Cursor;
import io.millrace.internal.memory.Fences;
import io.millrace.internal.park.SpinLock;
import io.millrace.internal.park.StoreDelay;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A channel without bound for one receiver, which was promised: it takes without an atomic read-modify-write or a fence,
 * and what {@link SoleReceiverFlavor} says of cancelling holds here, too. {@link SegmentedFlavor} says how it is sent.
 */
public final class UnboundedSoleReceiverFlavor<T> extends SegmentedFlavor<T> {

    /**
     * The sequence that is received next, or the one after it while the receiver is in the middle of a take.
     * <p>Written by: the receiver (release, {@code CANCEL}).
     * <p>Read by: threads that cancel, once the receiver's stores are visible (volatile, {@code CANCEL}). Of no use once a
     * thread cancels.
     */
    private final Cursor taking;

    /**
     * The next sequence to receive.
     * <p>Written by: the receiver, or a thread that cancels (release, {@code CANCEL}).
     * <p>Read by: the receiver (plain); threads that cancel (volatile, {@code CANCEL}); others (volatile). Orders no
     * message: {@code PUBLISH} does.
     */
    private final Cursor nextTake;

    /**
     * Whether the remaining messages belong to the threads that cancel.
     * <p>Written by: any thread that cancels (volatile, {@code CANCEL}), which then waits for the receiver's stores.
     * <p>Read by: the receiver (volatile, {@code CANCEL}) after it has begun to take.
     */
    private volatile boolean cancelled;

    /** Whether a cancel need not wait for the receiver's stores; made beforehand, so that no cancel needs memory. */
    private final BooleanSupplier receiverReached = () -> isHarmless(consumer, receivers);

    /** Of several cancelling threads, one takes at a time. */
    private final SpinLock discarding = new SpinLock();

    /** Makes an empty channel. */
    public UnboundedSoleReceiverFlavor(ChannelConfig<T> config) {
        super(config);
        taking = new Cursor(config.startSequence());
        nextTake = new Cursor(config.startSequence());
    }

    // ---- receiving ----

    @Override
    @Nullable public T take() {
        long sequence = nextTake.valuePlain();
        taking.valueRelease(sequence + 1); // release CANCEL -> discard
        Fences.storeLoadInProgramOrder();
        boolean ours = !cancelled; // acquire CANCEL <- discard
        T message = ours ? takeNext(sequence) : null;
        if (message == null) {
            taking.valueRelease(sequence); // release CANCEL -> discard
        }
        return message;
    }

    private @Nullable T takeNext(long sequence) {
        Segment<T> segment = segmentToTake(sequence);
        T message = segment == null ? null : segment.acquire(sequence); // acquire PUBLISH <- publish
        if (segment != null && message != null) {
            segment.plain(sequence, null); // no thread reads it any more; for the collector
            nextTake.valueRelease(sequence + 1); // release CANCEL -> discard
        }
        return message;
    }

    /** The segment of the next sequence; null: there is none yet. */
    private @Nullable Segment<T> segmentToTake(long sequence) {
        Segment<T> segment = head.getAcquire(); // acquire LINK <- firstSegment
        while (segment != null && segment.id != sequence >> segmentShift) {
            segment = moveHead(segment) ? head.getAcquire() : null;
        }
        return segment;
    }

    @Override
    long nextTake() {
        return nextTake.valueVolatile();
    }

    // ---- waiting ----

    /** By the slot, not by the claims, which lie on the line that the senders work on. */
    @Override
    boolean looksReceivable() {
        return peek() != null;
    }

    // ---- cancelling ----

    @Override
    void discard() {
        cancelled = true; // release CANCEL -> take
        StoreDelay.await(receiverReached);
        while (taking.valueVolatile() > nextTake()) { // acquire CANCEL <- take, takeNext
            snooze();
        }
        super.discard();
    }

    @Override
    @Nullable T takeToDiscard() {
        discarding.lock();
        try {
            long sequence = nextTake();
            return sequence < closeWord.end() ? takeNext(sequence) : null;
        } finally {
            discarding.unlock();
        }
    }

    @Override
    boolean passOver() {
        discarding.lock();
        try {
            long sequence = nextTake();
            boolean orphaned = sequence < closeWord.end() && peek() == null;
            if (orphaned) {
                nextTake.valueRelease(sequence + 1); // release CANCEL -> discard
            }
            return orphaned;
        } finally {
            discarding.unlock();
        }
    }
}
