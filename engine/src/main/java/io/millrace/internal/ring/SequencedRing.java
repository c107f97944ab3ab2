package io.millrace.internal.ring;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.MultiProducerSequencer;
import java.util.Objects;

/**
 * The sequences of a ring for many senders, by the LMAX Disruptor's {@link MultiProducerSequencer}: claimed by
 * compare-and-set on its cursor, as far as its one gate leaves room, and published by the lap flag of the slot. Who
 * advances the gate, where the messages lie, waiting and closing are its owner's. Not used: the sequencer's {@code
 * next()}, which claims before there is room and naps deaf to close, timeout and interrupt.
 *
 * <p>{@link #publish(long)} is a release and {@link #isPublished} an acquire: edge PUBLISH.
 */
public final class SequencedRing {

    /** There is no room. Negative, as no sequence is. */
    public static final long FULL = -1;

    static {
        // Initialized by now, and not by the first send that finds no room, perhaps where there is no memory either.
        Objects.requireNonNull(InsufficientCapacityException.INSTANCE);
        rehearse(new SequencedRing(2, 2, 0));
    }

    private final int capacity;
    private final MultiProducerSequencer sequencer;

    /**
     * Senders may claim one capacity beyond it. Only ever advances.
     * <p>Written by: receivers of a channel, before they look for waiters; of a broadcast the holder of its lock, after
     * a look at the positions ({@code GATE}); by compare-and-set.
     * <p>Read by: senders, also through the sequencer (acquire, {@code GATE}); receivers (acquire); threads about to
     * park, after a fence ({@code PARK}).
     */
    private final GateSequence gate;

    /**
     * Makes an empty ring.
     *
     * @param size of the slots, a power of two
     * @param capacity how many may be claimed beyond the gate, at most the size
     * @param startSequence of the first claim, but not in the first lap
     */
    public SequencedRing(int size, int capacity, long startSequence) {
        // One lap ahead of 0 at least: the sequencer remembers -1 as the gate, and below that would never look at ours.
        long last = Math.max(startSequence, size) - 1;
        this.capacity = capacity;
        sequencer = new MultiProducerSequencer(size, ClaimOnlyWaitStrategy.INSTANCE);
        gate = new GateSequence(last, size - capacity);
        sequencer.claim(last);
        sequencer.publish(last - size + 1, last); // else a fresh flag could look like one of the first lap
        sequencer.addGatingSequences(gate);
    }

    /** Has the sequencer's calls linked while there is memory, as {@link io.millrace.internal.memory.Cursor} does. */
    private static void rehearse(SequencedRing any) {
        long first = any.tryClaim();
        any.publish(first);
        long last = any.tryClaim(1);
        any.publish(last, last);
        any.isPublished(last);
        any.hasRoom(1);
        any.room();
        any.compareAndSetGate(any.gateAcquire(), first);
    }

    // ---- claiming ----

    /** Claims the next sequence, or returns FULL. */
    public long tryClaim() {
        try {
            return sequencer.tryNext();
        } catch (InsufficientCapacityException e) { // a constant: it costs a jump
            return FULL;
        }
    }

    /** Claims so many sequences and returns the last, or FULL if there is not room for all. */
    public long tryClaim(int count) {
        try {
            return sequencer.tryNext(count);
        } catch (InsufficientCapacityException e) {
            return FULL;
        }
    }

    /** Whether so many could be claimed at some moment of this call. */
    public boolean hasRoom(int count) {
        return sequencer.hasAvailableCapacity(count);
    }

    /** How many could be claimed at most. If none, it was full at some moment of this call. */
    public long room() {
        long claimed = lastClaimed(); // before the gate, so that the difference is never too small
        return gate.claimedAcquire() + capacity - claimed;
    }

    /** The last sequence that was claimed. */
    public long lastClaimed() {
        return sequencer.getCursor();
    }

    // ---- publishing ----

    /** Publishes a claimed sequence. */
    public void publish(long sequence) {
        sequencer.publish(sequence);
    }

    /** Publishes claimed sequences, the last included. */
    public void publish(long first, long last) {
        sequencer.publish(first, last);
    }

    /** Whether this sequence was published, and none in the same slot since. */
    public boolean isPublished(long sequence) {
        return sequencer.isAvailable(sequence);
    }

    // ---- the gate ----

    /** The position of the gate. */
    public long gateAcquire() {
        return gate.claimedAcquire();
    }

    /** Advances the gate if it still is where it was seen. */
    public boolean compareAndSetGate(long seen, long position) {
        return gate.compareAndSet(seen, position);
    }
}
