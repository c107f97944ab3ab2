package io.millrace.internal.flavor;

import io.millrace.internal.end.ChannelConfig;
import io.millrace.internal.end.Status;
import io.millrace.internal.memory.Fences;
import io.millrace.internal.memory.SoloSide;
import io.millrace.internal.park.HeadStart;
import io.millrace.internal.park.StoreDelay;
import io.millrace.internal.ring.GateSequence;

/**
 * A ring for one sender and one receiver, which were promised. A send, like a receive ({@link SoleReceiverFlavor}), is a
 * few plain and release stores, without any atomic read-modify-write or fence.
 *
 * <p>The sender looks at the receiver's gate only when the room it knows of is used up (Lamport's ring with a remembered
 * opposite position). Closing by another thread publishes that and then waits until everything that the sender stored
 * before it could see the mark is visible ({@link StoreDelay}): not at all if there is no such thread, or it waits in
 * this channel.
 */
public final class OneToOneFlavor<T> extends SoleReceiverFlavor<T> {

    private static final int LOOKS_FOR_ROOM = 16;

    /**
     * The sender's side.
     *
     * <p>Position: the sequence that it claims next. Written by: the sender (release, {@code CLAIM}), before it looks at
     * the close word. Read by: the sender (plain); closers once its stores are visible, and threads about to park
     * (volatile, {@code CLAIM}).
     *
     * <p>Mark: the sequence up to which the sender knows that there is room. Written and read by: the sender (plain).
     * Orders nothing: no other thread looks at it.
     */
    private final SoloSide<T> sending;

    /** Makes an empty channel. */
    public OneToOneFlavor(ChannelConfig<T> config) {
        super(config, new GateSequence(config.startSequence() - 1, 0));
        long first = config.startSequence();
        sending = new SoloSide<>(first, first + config.capacity(), slots);
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
        SoloSide<T> side = sending;
        long sequence = side.positionPlain();
        if (!hasRoomFor(sequence)) {
            sendHeadStart.waitedAt(sequence);
            return closeWord.isOpen() ? Status.FULL : Status.CLOSED;
        }
        // Before the look at the close word; the closer sees to the order.
        side.positionRelease(sequence + 1); // release CLAIM -> nextClaim
        Fences.storeLoadInProgramOrder();
        return isBeforeEnd(sequence) ? sequence : Status.CLOSED;
    }

    private boolean hasRoomFor(long sequence) {
        if (sequence < sending.markPlain()) {
            return true;
        }
        long now = gate.claimedAcquire() + 1 + capacity(); // acquire FREE <- take
        sending.markPlain(now);
        return sequence < now;
    }

    private void publish(long sequence, T message) {
        sending.slotRelease(sequence, message); // release PUBLISH -> take
        Fences.storeLoadInProgramOrder();
        wakeReceiver();
        if (sendHeadStart.isDue(sequence) && !hasRoomFor(sequence + sendHeadStart.ahead())) {
            sendHeadStart.pause(sequence);
        }
    }

    @Override
    public int offerAll(T[] messages, int from, int to) {
        SoloSide<T> side = sending;
        long first = side.positionPlain();
        int count = roomFor(first, to - from);
        side.positionRelease(first + count); // release CLAIM -> nextClaim
        Fences.storeLoadInProgramOrder();
        count = countBeforeEnd(first, count);
        for (int i = 0; i < count; i++) {
            side.slotRelease(first + i, messages[from + i]); // release PUBLISH -> take
        }
        if (count > 0) {
            Fences.storeLoadInProgramOrder();
            wakeReceiver();
        }
        return count;
    }

    /**
     * How many of a batch fit. Where the receiver keeps the ring nearly full, room comes message by message; so the
     * sender waits for a moment until there is a head start of it, or the batch would go out in as many parts.
     */
    private int roomFor(long first, int wanted) {
        long wantedAtOnce = Math.min(wanted, sendHeadStart.ahead());
        hasRoomFor(first + wanted - 1);
        if (!hasRoomFor(first)) {
            return 0;
        }
        for (int i = 0; i < LOOKS_FOR_ROOM && !hasRoomFor(first + wantedAtOnce - 1); i++) {
            HeadStart.pause();
        }
        return (int) Math.min(wanted, sending.markPlain() - first);
    }

    @Override
    long nextClaim() {
        return sending.positionVolatile(); // acquire CLAIM <- claim
    }

    // ---- waiting ----

    /** Never: a look at the receiver's position would take away the line that it works on. */
    @Override
    boolean looksSendable() {
        return false;
    }

    // ---- select ----

    @Override
    public boolean isFencedForReceive() {
        return false;
    }

    /** Both sides refuse what any thread may run, so nobody waits without a thread. */
    @Override
    public void fenceSenders() {
        throw new AssertionError("a single consumer receives by itself");
    }

    @Override
    public void fenceReceivers() {
        throw new AssertionError("a single producer sends by itself");
    }
}
