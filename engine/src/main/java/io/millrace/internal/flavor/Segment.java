package io.millrace.internal.flavor;

import io.millrace.internal.memory.Slots;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A run of slots of a {@link SegmentedFlavor}: those of the sequences {@code id * size} to {@code (id + 1) * size -
 * 1}. Each slot is used once, and is null before and after. It extends the slots rather than refers to them,
 * which saves each step a load.
 *
 * <p>Written by: the sender of the slot's sequence (release, {@code PUBLISH}), the receiver that has claimed it
 * (plain).
 * <p>Read by: receivers (acquire, {@code PUBLISH}).
 */
final class Segment<T> extends Slots<T> {

    final long id;

    /**
     * The segment with the next id; null until a sender needs it; this segment itself once all its messages are taken,
     * so that used segments do not keep their successors alive.
     * <p>Written by: a sender (compare-and-set from null, {@code LINK}), a receiver (release, {@code LINK}, once the
     * next is the head).
     * <p>Read by: senders and receivers on their way forward (acquire, {@code LINK}).
     */
    private final AtomicReference<Segment<T>> next = new AtomicReference<>();

    Segment(long id, int size) {
        super(size);
        this.id = id;
    }

    /** The next segment, null if there is none yet, this if it is unlinked. */
    Segment<T> nextAcquire() {
        return next.getAcquire(); // acquire LINK <- linkNext, unlink
    }

    /** The next segment, made now if there is none yet; this if it is unlinked. */
    Segment<T> linkNext() {
        Segment<T> linked = nextAcquire();
        if (linked != null) {
            return linked;
        }
        Segment<T> made = new Segment<>(id + 1, size());
        return next.compareAndSet(null, made) ? made : nextAcquire(); // release LINK -> nextAcquire
    }

    /**
     * Called once the next segment is the head, so that a thread that finds this one unlinked finds the head ahead of
     * it.
     */
    void unlink() {
        next.setRelease(this); // release LINK -> nextAcquire
    }
}
