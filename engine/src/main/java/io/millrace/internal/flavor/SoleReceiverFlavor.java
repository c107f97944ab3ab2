package io.millrace.internal.flavor;

import io.millrace.internal.end.ChannelConfig;
import io.millrace.internal.memory.Fences;
import io.millrace.internal.memory.SoloSide;
import io.millrace.internal.park.SpinLock;
import io.millrace.internal.park.StoreDelay;
import io.millrace.internal.park.WaitSide;
import io.millrace.internal.ring.GateSequence;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The part that the rings for one receiver share, which was promised. A receive is a few plain and release stores,
 * without any atomic read-modify-write or fence. A slot is written by a release, which the receiver acquires (PUBLISH),
 * and nulled plain before the release of the gate (FREE).
 *
 * <p>The receiver does not look at the senders' claims at all: a slot that is not null holds a message (FastForward,
 * Giacomoni, Moseley and Vachharajani, 2008), since nobody claims a slot before its last message is out. So in a steady
 * stream it touches each cache line of slots once. Theirs has no blocking and no end; ours:
 *
 * <ul>
 *   <li>Parking. No sender misses room for good: {@link WaitSide} looks again until what it may have missed is visible
 *       ({@link StoreDelay}), and then sleeps.
 *   <li>Cancelling by another thread. It publishes that and then waits until everything that the receiver stored before
 *       it could see the mark is visible ({@link StoreDelay}): not at all if there is no such thread, or it waits in
 *       this channel.
 * </ul>
 */
abstract class SoleReceiverFlavor<T> extends SlottedFlavor<T> {

    /**
     * The receiver's side; no other thread looks at its line, but for those that cancel.
     *
     * <p>Position: the sequence that is received next, or the one after it while the receiver is in the middle of a
     * take. Written by: the receiver (release, {@code CANCEL}). Read by: the receiver (plain); threads that cancel, once
     * the receiver's stores are visible (volatile, {@code CANCEL}). Of no use once a thread cancels: the gate says what
     * is taken next.
     */
    private final SoloSide<T> taking;

    /**
     * The last sequence that was received, for the senders.
     * <p>Written by: the receiver, or a thread that cancels (release, {@code FREE}).
     * <p>Read by: senders that look for room (acquire, {@code FREE}); others (acquire).
     */
    final GateSequence gate;

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

    /** Makes an empty channel, of which {@code gate} says where the messages begin. */
    SoleReceiverFlavor(ChannelConfig<T> config, GateSequence gate) {
        super(config, gate.claimedAcquire() + 1);
        this.gate = gate;
        taking = new SoloSide<>(gate.claimedAcquire() + 1, 0, slots);
    }

    // ---- receiving ----

    @Override
    @Nullable public final T take() {
        SoloSide<T> side = taking;
        long sequence = side.positionPlain();
        side.positionRelease(sequence + 1); // release CANCEL -> discard
        Fences.storeLoadInProgramOrder();
        boolean ours = !cancelled; // acquire CANCEL <- discard
        T message = ours ? side.slotAcquireAndFree(sequence) : null; // acquire PUBLISH <- publish
        if (message == null) {
            side.positionRelease(sequence); // release CANCEL -> discard
            receiveHeadStart.waitedAt(sequence);
            return null;
        }
        gate.claimedRelease(sequence); // release FREE -> hasRoomFor, claim
        sequence++;
        if (receiveHeadStart.isDue(sequence) && side.slotAcquire(sequence + receiveHeadStart.ahead()) == null) {
            receiveHeadStart.pause(sequence);
        }
        return message;
    }

    @Override
    public void afterTake() {
        Fences.storeLoadInProgramOrder();
        wakeSender();
    }

    @Override
    final long nextTake() {
        return gate.claimedAcquire() + 1;
    }

    // ---- waiting ----

    /** By the slot, not by the claims, which lie on the line that the senders work on. Receiver only. */
    @Override
    final boolean looksReceivable() {
        return taking.slotAcquire(taking.positionPlain()) != null; // acquire PUBLISH <- publish
    }

    // ---- cancelling ----

    @Override
    final void discard() {
        cancelled = true; // release CANCEL -> take
        StoreDelay.await(receiverReached);
        while (taking.positionVolatile() > nextTake()) { // acquire CANCEL <- take
            snooze();
        }
        super.discard();
    }

    @Override
    @Nullable final T takeToDiscard() {
        discarding.lock();
        try {
            long sequence = nextTake();
            T message = sequence < closeWord.end() ? slots.acquire(sequence) : null; // acquire PUBLISH <- publish
            if (message != null) {
                slots.plain(sequence, null);
                gate.claimedRelease(sequence); // release FREE -> hasRoomFor, claim
            }
            return message;
        } finally {
            discarding.unlock();
        }
    }

    @Override
    final boolean passOver() {
        discarding.lock();
        try {
            long sequence = nextTake();
            boolean orphaned =
                    sequence < closeWord.end() && slots.acquire(sequence) == null; // acquire PUBLISH <- publish
            if (orphaned) {
                gate.claimedRelease(sequence); // release FREE -> hasRoomFor, claim
            }
            return orphaned;
        } finally {
            discarding.unlock();
        }
    }

    // ---- select ----

    @Override
    public boolean isFencedForSend() {
        return false;
    }

    // ---- looking inside ----

    @Override
    @Nullable final T published(long sequence) {
        return slots.acquire(sequence);
    }
}
