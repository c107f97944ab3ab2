package io.millrace.internal.ring;

import com.lmax.disruptor.Sequence;

/**
 * The last sequence that receivers have claimed, and at the same time the Disruptor's gate: a sender may claim while
 * its sequence is at most the ring's size ahead of {@link #get()}. The gate is set back by what the ring is larger than
 * the capacity, which makes any capacity exact on a ring whose size is a power of two.
 *
 * <p>It only advances, by compare-and-set. A message that is claimed but not yet out of its slot is waited for at that
 * slot, so the gate never has to look at slots.
 */
final class GateSequence extends Sequence {

    private final long setBack;

    GateSequence(long initial, long setBack) {
        super(initial);
        this.setBack = setBack;
    }

    /** For the sequencer. */
    @Override
    public long get() {
        return super.get() - setBack;
    }

    /** The last claimed sequence; an acquire read. */
    long claimedAcquire() {
        return super.get();
    }
}
