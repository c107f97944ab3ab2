package io.millrace.internal.ring;

import com.lmax.disruptor.Sequence;

/**
 * The last sequence that receivers have claimed, and at the same time the Disruptor's gate: a sender may claim while
 * its sequence is at most the ring's size ahead of {@link #get()}. The gate is set back by what the ring is larger than
 * the capacity, which makes any capacity exact on a ring whose size is a power of two.
 *
 * <p>It only advances, by compare-and-set, or by a release if one thread owns it. A message that is claimed but not yet
 * out of its slot is waited for at that slot, so the gate never has to look at slots; an owner moves it once the slot is
 * free.
 */
public final class GateSequence extends Sequence {

    private final long setBack;

    /** Makes a gate behind which {@code initial} was the last sequence claimed. */
    public GateSequence(long initial, long setBack) {
        super(initial);
        this.setBack = setBack;
    }

    /** For the sequencer. */
    @Override
    public long get() {
        return super.get() - setBack;
    }

    /** The last claimed sequence; an acquire read. */
    public long claimedAcquire() {
        return super.get();
    }

    /** Advances it, for its only owner: a release. */
    public void claimedRelease(long position) {
        set(position);
    }
}
