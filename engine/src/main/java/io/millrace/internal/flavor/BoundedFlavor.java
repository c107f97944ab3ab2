package io.millrace.internal.flavor;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.MultiProducerSequencer;
import io.millrace.internal.end.ChannelConfig;
import io.millrace.internal.end.Status;
import io.millrace.internal.park.Slip;
import io.millrace.internal.ring.ClaimOnlyWaitStrategy;
import io.millrace.internal.ring.GateSequence;
import org.jspecify.annotations.Nullable;

/**
 * A ring for many senders and many receivers, sequenced by the LMAX Disruptor's {@link MultiProducerSequencer}.
 *
 * <p>From the Disruptor: senders claim a sequence by compare-and-set on its cursor, gated by the receivers, and publish by the lap
 * flag of the slot. Ours: the slots themselves, so that references can be taken out; the receivers' claims, by compare-and-set on
 * the {@link GateSequence}; freeing, by nulling the slot; all waiting; closing. Not used: its {@code next()}, which claims before
 * there is room and naps deaf to close, timeout and interrupt.
 *
 * <p>Room is counted by claims, not by freed slots, so that full and empty are exact: a sender that has claimed a slot whose
 * message is claimed but not yet out waits these few instructions.
 *
 * <p>A slot is written plain before the flag (PUBLISH) and read plain after it; nulled by a release (FREE), which the sender one lap
 * later acquires.
 */
public final class BoundedFlavor<T> extends SlottedFlavor<T> {

    /** Carries edge PUBLISH: the sender's {@code publish(s)} is a release, the receiver's {@code isAvailable(s)} an acquire. */
    private final MultiProducerSequencer sequencer;

    /**
     * The last sequence claimed by a receiver.
     * <p>Written by: receivers (compare-and-set), before they look for waiters.
     * <p>Read by: senders through the sequencer, receivers (acquire); threads about to park, after a fence ({@code PARK}). Orders no
     * message: {@code PUBLISH} and {@code FREE} do, slot by slot.
     */
    private final GateSequence gate;

    /** Makes an empty channel. */
    public BoundedFlavor(ChannelConfig<T> config) {
        super(config);
        int size = slots.size();
        // One lap ahead of 0 at least: the sequencer remembers -1 as the gate, and below that would never look at ours.
        long last = Math.max(config.startSequence(), size) - 1;
        sequencer = new MultiProducerSequencer(size, ClaimOnlyWaitStrategy.INSTANCE);
        gate = new GateSequence(last, size - config.capacity());
        sequencer.claim(last);
        sequencer.publish(last - size + 1, last); // else a fresh flag could look like one of the first lap
        sequencer.addGatingSequences(gate);
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
        while (true) {
            if (!sequencer.hasAvailableCapacity(1)) {
                sendSlip.stopped(sequencer.getCursor());
                return closeWord.isOpen() ? Status.FULL : Status.CLOSED;
            }
            try {
                long sequence = sequencer.tryNext();
                return closeWord.isOpen() || sequence < closeWord.end() ? sequence : Status.CLOSED;
            } catch (InsufficientCapacityException e) {
                // Another sender took the last place between the two calls; is there another?
            }
        }
    }

    private void publish(long sequence, T message) {
        put(sequence, message);
        sequencer.publish(sequence); // release PUBLISH -> take
        receivers.wake();
        if (sendSlip.isDue(sequence) && !sequencer.hasAvailableCapacity(Slip.AHEAD)) {
            sendSlip.pause(sequence);
        }
    }

    @Override
    public int offerAll(T[] messages, int from, int to) {
        int count;
        long last;
        while (true) {
            count = (int) Math.min(to - from, capacity() - (nextClaim() - nextTake()));
            if (count <= 0) {
                return 0;
            }
            try {
                last = sequencer.tryNext(count);
                break;
            } catch (InsufficientCapacityException e) {
                // Other senders took some of these places; fewer may be left.
            }
        }
        long first = last - count + 1;
        if (!closeWord.isOpen()) {
            count = (int) Math.max(0, Math.min(count, closeWord.end() - first));
        }
        if (count > 0) {
            for (int i = 0; i < count; i++) {
                put(first + i, messages[from + i]);
            }
            sequencer.publish(first, first + count - 1); // release PUBLISH -> take
            receivers.wake();
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
        return sequencer.getCursor() + 1;
    }

    // ---- receiving ----

    @Override
    @Nullable public T take() {
        while (true) {
            long claimed = gate.claimedAcquire();
            long sequence = claimed + 1;
            if (!sequencer.isAvailable(sequence)) { // acquire PUBLISH <- publish
                if (gate.claimedAcquire() == claimed) {
                    receiveSlip.stopped(sequence);
                    return null;
                }
            } else if (receiveSlip.isDue(sequence) && !sequencer.isAvailable(sequence + Slip.AHEAD)) {
                receiveSlip.pause(sequence);
            } else if (gate.compareAndSet(claimed, sequence)) {
                T message = slots.plain(sequence);
                slots.release(sequence, null); // release FREE -> put
                return message;
            }
            Thread.onSpinWait();
        }
    }

    @Override
    @Nullable public T evict() {
        long claimed = gate.claimedAcquire(); // before the claims: while it stays so, a full channel stays full
        if (nextClaim() - (claimed + 1) < capacity()) {
            return null;
        }
        if (!sequencer.isAvailable(claimed + 1)) { // acquire PUBLISH <- publish
            snooze(); // its sender is in the middle of its send
            return null;
        }
        if (!gate.compareAndSet(claimed, claimed + 1)) {
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
        long claimed = gate.claimedAcquire();
        long sequence = claimed + 1;
        if (published(sequence) != message || !gate.compareAndSet(claimed, sequence)) {
            return false;
        }
        slots.release(sequence, null); // release FREE -> put
        return true;
    }

    @Override
    boolean passOver() {
        long claimed = gate.claimedAcquire();
        return claimed + 1 < closeWord.end()
                && !sequencer.isAvailable(claimed + 1)
                && gate.compareAndSet(claimed, claimed + 1);
    }

    @Override
    public void afterTake() {
        senders.wake();
    }

    @Override
    long nextTake() {
        return gate.claimedAcquire() + 1;
    }

    // ---- looking inside ----

    @Override
    @Nullable T published(long sequence) {
        return sequencer.isAvailable(sequence) ? slots.acquire(sequence) : null;
    }
}
