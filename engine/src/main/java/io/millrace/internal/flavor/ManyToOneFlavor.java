package io.millrace.internal.flavor;

import io.millrace.internal.end.ChannelConfig;
import io.millrace.internal.end.Status;
import io.millrace.internal.memory.Slots;
import io.millrace.internal.ring.SequencedRing;

/**
 * A ring for many senders and one receiver, which was promised. Senders claim as in the LMAX Disruptor, by a {@link
 * SequencedRing}. Ours: a message is published by the release of its slot (PUBLISH) rather than by a flag, since the
 * slot is null until then: the one receiver nulls it before it moves the gate ({@link SoleReceiverFlavor}).
 */
public final class ManyToOneFlavor<T> extends SoleReceiverFlavor<T> {

    /** The senders' claims. Its gate is the last sequence that was received. */
    private final SequencedRing ring;

    private final LateFence soleReceiver = new LateFence(() -> isHarmless(consumer, receivers));

    /** Makes an empty channel. */
    public ManyToOneFlavor(ChannelConfig<T> config) {
        this(config, new SequencedRing(Slots.sizeFor(config.capacity()), config.capacity(), config.startSequence()));
    }

    private ManyToOneFlavor(ChannelConfig<T> config, SequencedRing ring) {
        super(config, ring.gate());
        this.ring = ring;
    }

    // ---- sending ----

    @Override
    public int offer(T message) {
        long sequence = claim();
        if (sequence < 0) {
            return (int) sequence;
        }
        publish(sequence, message);
        return Status.ACCEPTED;
    }

    private long claim() {
        long sequence = ring.tryClaim(); // acquire FREE <- take
        if (sequence == SequencedRing.FULL) {
            sendHeadStart.waitedAt(ring.lastClaimed());
            return closeWord.isOpen() ? Status.FULL : Status.CLOSED;
        }
        return isBeforeEnd(sequence) ? sequence : Status.CLOSED;
    }

    private void publish(long sequence, T message) {
        slots.release(sequence, message); // release PUBLISH -> take
        wakeReceiver();
        if (sendHeadStart.isDue(sequence) && !ring.hasRoom(sendHeadStart.ahead())) {
            sendHeadStart.pause(sequence);
        }
    }

    @Override
    public int offerAll(T[] messages, int from, int to) {
        int count;
        long last;
        do { // again, if other senders took some of the places
            count = (int) Math.min(to - from, ring.room());
            if (count <= 0) {
                return 0;
            }
            last = ring.tryClaim(count); // acquire FREE <- take
        } while (last == SequencedRing.FULL);
        long first = last - count + 1;
        count = countBeforeEnd(first, count);
        for (int i = 0; i < count; i++) {
            slots.release(first + i, messages[from + i]); // release PUBLISH -> take
        }
        if (count > 0) {
            wakeReceiver();
        }
        return count;
    }

    @Override
    long nextClaim() {
        return ring.lastClaimed() + 1;
    }

    // ---- receiving ----

    @Override
    public void afterTake() {
        soleReceiver.afterClaim();
        wakeSender();
    }

    // ---- select ----

    @Override
    public boolean isFencedForSend() {
        return soleReceiver.isSure();
    }

    @Override
    public void fenceReceivers() {
        soleReceiver.demand();
    }
}
