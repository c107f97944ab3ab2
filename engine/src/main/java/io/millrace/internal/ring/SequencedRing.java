package io.millrace.internal.ring;

import com.lmax.disruptor.AbstractSequencer;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.util.Util;
import io.millrace.internal.memory.Cursor;
import io.millrace.internal.memory.LapFlags;

/**
 * The sequences of a ring for many senders. They are claimed by compare-and-set on the cursor, as far as the gates leave
 * room, and published by the lap flag of the slot.
 *
 * <p>The algorithm is that of the LMAX Disruptor's {@code MultiProducerSequencer}, and this is a sequencer of the
 * Disruptor, so that its barriers and pollers work with it. What differs is the layout: a claim loads the cursor and the
 * remembered limit, and nothing else. A full ring is a return value rather than an exception, and any capacity is exact.
 * The owner of the ring advances the gate, holds the messages, waits and closes.
 *
 * <p>{@link #publish(long)} is a release and {@link #isPublished} an acquire: edge PUBLISH.
 */
public final class SequencedRing extends AbstractSequencer {

    /** There is no room. Negative, as no sequence is. */
    public static final long FULL = -1;

    static {
        rehearse(new SequencedRing(2, 2, 0));
    }

    private final int capacity;

    /**
     * What was published.
     * <p>Written by: the sender that claimed the sequence (release, {@code PUBLISH}).
     * <p>Read by: receivers and others that look (acquire, {@code PUBLISH}).
     */
    private final LapFlags flags;

    /**
     * The last sequence that may be claimed, as some sender has seen it. A slow one can bring back an older and lower one.
     * <p>Written by: senders that find it in their way (release, {@code GATE}).
     * <p>Read by: senders (acquire, {@code GATE}).
     */
    private final Cursor limit;

    /**
     * Senders may claim one capacity beyond it. Only ever advances.
     * <p>Written by: receivers of a channel, before they look for waiters; of a broadcast the holder of its lock, after
     * a look at the positions ({@code GATE}); by compare-and-set. The only receiver of a channel, or a thread that
     * cancels it (release, {@code FREE}).
     * <p>Read by: senders (acquire, {@code GATE}); receivers (acquire); threads about to park, after a fence ({@code
     * PARK}).
     */
    private final GateSequence gate;

    /**
     * Makes an empty ring.
     *
     * @param size of the slots, a power of two
     * @param capacity how many may be claimed beyond the gate, at most the size
     * @param startSequence from which {@link #firstSequence} follows
     */
    public SequencedRing(int size, int capacity, long startSequence) {
        this(size, capacity, startSequence, ClaimOnlyWaitStrategy.INSTANCE);
    }

    /**
     * The sequence of the first claim: one lap ahead of 0 at least, so that what was published last has a lap that a fresh
     * flag has not.
     */
    public static long firstSequence(int size, long startSequence) {
        return Math.max(startSequence, size);
    }

    /** As the other, for threads that wait at the Disruptor's barriers. */
    SequencedRing(int size, int capacity, long startSequence, WaitStrategy waitStrategy) {
        super(size, waitStrategy);
        this.capacity = capacity;
        this.flags = new LapFlags(size);
        long last = firstSequence(size, startSequence) - 1;
        cursor.set(last);
        publish(last - size + 1, last);
        gate = new GateSequence(last, size - capacity);
        addGatingSequences(gate);
        limit = new Cursor(last + capacity);
    }

    /** Has the calls linked while there is memory, as {@link Cursor} does. */
    private static void rehearse(SequencedRing any) {
        long first = any.tryClaim();
        any.publish(first);
        long last = any.tryClaim();
        any.publish(last, last);
        any.isPublished(last);
        any.hasRoom(1);
        any.room();
        any.compareAndSetGate(any.gateAcquire(), first);
        any.hasRoom(1);
    }

    // ---- claiming ----

    /** Claims the next sequence, or returns FULL. */
    public long tryClaim() {
        return tryClaim(1);
    }

    /** Claims so many sequences and returns the last, or FULL if there is not room for all. */
    public long tryClaim(int count) {
        long claimed;
        long last;
        do {
            claimed = cursor.get();
            last = claimed + count;
            if (last > limit.valueAcquire() && last > lookedUpLimit(claimed)) { // acquire GATE <- lookedUpLimit
                return FULL;
            }
        } while (!cursor.compareAndSet(claimed, last));
        return last;
    }

    /** As far as the gates leave room now. */
    private long lookedUpLimit(long claimed) {
        // acquire GATE <- compareAndSetGate
        long now = Util.getMinimumSequence(gatingSequences, claimed) + bufferSize;
        limit.valueRelease(now); // release GATE -> tryClaim
        return now;
    }

    /** Whether so many could be claimed at some moment of this call. */
    public boolean hasRoom(int count) {
        long claimed = cursor.get();
        return claimed + count <= limit.valueAcquire() || claimed + count <= lookedUpLimit(claimed);
    }

    /** How many could be claimed at most. If none, it was full at some moment of this call. */
    public long room() {
        long claimed = lastClaimed(); // before the gate, so that the difference is never too small
        return gate.claimedAcquire() + capacity - claimed;
    }

    /** The last sequence that was claimed. */
    public long lastClaimed() {
        return cursor.get();
    }

    // ---- publishing ----

    /** Publishes a claimed sequence. */
    @Override
    public void publish(long sequence) {
        flags.publishRelease(sequence); // release PUBLISH -> isPublished
        waitStrategy.signalAllWhenBlocking();
    }

    /** Publishes claimed sequences, the last included. */
    @Override
    public void publish(long first, long last) {
        for (long sequence = first; sequence <= last; sequence++) {
            flags.publishRelease(sequence); // release PUBLISH -> isPublished
        }
        waitStrategy.signalAllWhenBlocking();
    }

    /** Whether this sequence was published, and none in the same slot since. */
    public boolean isPublished(long sequence) {
        return flags.isPublishedAcquire(sequence); // acquire PUBLISH <- publish
    }

    // ---- the gate ----

    /** The gate itself, for its only owner. */
    public GateSequence gate() {
        return gate;
    }

    /** The position of the gate. */
    public long gateAcquire() {
        return gate.claimedAcquire();
    }

    /** Advances the gate if it still is where it was seen. */
    public boolean compareAndSetGate(long seen, long position) {
        return gate.compareAndSet(seen, position); // release GATE -> lookedUpLimit
    }

    // ---- what else a sequencer of the Disruptor does ----

    @Override
    public void claim(long sequence) {
        cursor.set(sequence);
        limit.valueRelease(sequence); // release GATE -> tryClaim
    }

    @Override
    public long next() {
        return next(1);
    }

    /** Yields until there is room, deaf to close, timeout and interrupt: channels do not use it. */
    @Override
    public long next(int count) {
        long last;
        while ((last = tryClaim(count)) == FULL) {
            Thread.yield();
        }
        return last;
    }

    @Override
    public long tryNext() throws InsufficientCapacityException {
        return tryNext(1);
    }

    @Override
    public long tryNext(int count) throws InsufficientCapacityException {
        long last = tryClaim(count);
        if (last == FULL) {
            throw InsufficientCapacityException.INSTANCE;
        }
        return last;
    }

    @Override
    public boolean hasAvailableCapacity(int count) {
        return hasRoom(count);
    }

    @Override
    public long remainingCapacity() {
        long claimed = cursor.get();
        return Util.getMinimumSequence(gatingSequences, claimed) + bufferSize - claimed;
    }

    @Override
    public boolean isAvailable(long sequence) {
        return isPublished(sequence);
    }

    @Override
    public long getHighestPublishedSequence(long first, long last) {
        long sequence = first;
        while (sequence <= last && isPublished(sequence)) {
            sequence++;
        }
        return sequence - 1;
    }
}
