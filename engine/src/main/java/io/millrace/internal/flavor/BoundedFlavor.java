package io.millrace.internal.flavor;

import io.millrace.internal.end.ChannelConfig;
import io.millrace.internal.end.Status;
import io.millrace.internal.memory.Slots;
import io.millrace.internal.ring.SequencedRing;
import org.jspecify.annotations.Nullable;

/**
 * A ring for many senders and many receivers. Senders claim and publish as in the LMAX Disruptor, by a {@link
 * SequencedRing}. Ours: the slots themselves, so that references can be taken out; the receivers' claims, by
 * compare-and-set on the ring's gate; freeing, by nulling the slot; all waiting; closing.
 *
 * <p>Room is counted by claims, not by freed slots, so that full and empty are exact: a sender that has claimed a slot
 * whose message is claimed but not yet out waits these few instructions.
 *
 * <p>A slot is written plain before the flag (PUBLISH) and read plain after it; nulled by a release (FREE), which the
 * sender one lap later acquires.
 */
public final class BoundedFlavor<T> extends SlottedFlavor<T> {

    /** Carries edge PUBLISH. Its gate is the last sequence that a receiver has claimed; it orders no message. */
    private final SequencedRing ring;

    /** Makes an empty channel. */
    public BoundedFlavor(ChannelConfig<T> config) {
        super(config, SequencedRing.firstSequence(Slots.sizeFor(config.capacity()), config.startSequence()));
        ring = new SequencedRing(slots.size(), config.capacity(), config.startSequence());
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
        long sequence = ring.tryClaim();
        if (sequence == SequencedRing.FULL) {
            sendHeadStart.waitedAt(ring.lastClaimed());
            return closeWord.isOpen() ? Status.FULL : Status.CLOSED;
        }
        return isBeforeEnd(sequence) ? sequence : Status.CLOSED;
    }

    private void publish(long sequence, T message) {
        put(sequence, message);
        ring.publish(sequence); // release PUBLISH -> take
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
            last = ring.tryClaim(count);
        } while (last == SequencedRing.FULL);
        long first = last - count + 1;
        count = countBeforeEnd(first, count);
        if (count > 0) {
            for (int i = 0; i < count; i++) {
                put(first + i, messages[from + i]);
            }
            ring.publish(first, first + count - 1); // release PUBLISH -> take
            wakeReceiver();
        }
        return count;
    }

    private void put(long sequence, T message) {
        while (slots.acquire(sequence) != null) { // acquire FREE <- take
            snooze();
        }
        slots.plain(sequence, message);
    }

    @Override
    long nextClaim() {
        return ring.lastClaimed() + 1;
    }

    // ---- receiving ----

    @Override
    @Nullable public T take() {
        while (true) {
            long claimed = ring.gateAcquire();
            long sequence = claimed + 1;
            if (!ring.isPublished(sequence)) { // acquire PUBLISH <- publish
                if (ring.gateAcquire() == claimed) {
                    receiveHeadStart.waitedAt(sequence);
                    return null;
                }
            } else if (receiveHeadStart.isDue(sequence) && !ring.isPublished(sequence + receiveHeadStart.ahead())) {
                receiveHeadStart.pause(sequence);
            } else if (ring.compareAndSetGate(claimed, sequence)) {
                T message = slots.plain(sequence);
                slots.release(sequence, null); // release FREE -> put
                return message;
            }
            Thread.onSpinWait();
        }
    }

    @Override
    @Nullable public T evict() {
        long claimed = ring.gateAcquire(); // before the claims: while it stays so, a full channel stays full
        if (nextClaim() - (claimed + 1) < capacity()) {
            return null;
        }
        if (!ring.isPublished(claimed + 1)) { // acquire PUBLISH <- publish
            snooze(); // its sender is in the middle of its send
            return null;
        }
        if (!ring.compareAndSetGate(claimed, claimed + 1)) {
            return null;
        }
        T message = slots.plain(claimed + 1);
        slots.release(claimed + 1, null); // release FREE -> put
        return message;
    }

    @Override
    boolean canTakeIfNext() {
        return true;
    }

    @Override
    boolean takeIfNext(T message) {
        long claimed = ring.gateAcquire();
        long sequence = claimed + 1;
        if (published(sequence) != message || !ring.compareAndSetGate(claimed, sequence)) {
            return false;
        }
        slots.release(sequence, null); // release FREE -> put
        return true;
    }

    @Override
    boolean passOver() {
        long claimed = ring.gateAcquire();
        return claimed + 1 < closeWord.end()
                && !ring.isPublished(claimed + 1)
                && ring.compareAndSetGate(claimed, claimed + 1);
    }

    @Override
    public void afterTake() {
        wakeSender();
    }

    @Override
    long nextTake() {
        return ring.gateAcquire() + 1;
    }

    // ---- looking inside ----

    @Override
    @Nullable T published(long sequence) {
        return ring.isPublished(sequence) ? slots.acquire(sequence) : null;
    }
}
