package io.millrace.internal.flavor;

import io.millrace.internal.end.ChannelConfig;
import io.millrace.internal.end.Status;
import io.millrace.internal.memory.Fences;
import io.millrace.internal.memory.SoloSide;
import io.millrace.internal.park.HeadStart;
import io.millrace.internal.park.SpinLock;
import io.millrace.internal.park.StoreDelay;
import io.millrace.internal.park.WaitSide;
import io.millrace.internal.terms.SoleThread;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A ring for one sender and one receiver, which were promised. A send and a receive are a few plain and release stores
 * each, without any atomic read-modify-write or fence. A slot is written by a release, which the receiver acquires
 * (PUBLISH), and nulled plain before the release of the receiver's position (FREE).
 *
 * <p>The sender looks at the receiver's position only when the room it knows of is used up (Lamport's ring with a
 * remembered opposite position). The receiver does not look at the sender's at all: a slot that is not null holds a
 * message (FastForward, Giacomoni, Moseley and Vachharajani, 2008). So in a steady stream both touch each cache line
 * once. Theirs has no blocking and no end; ours:
 *
 * <ul>
 *   <li>Parking. No thread misses a message or room for good: {@link io.millrace.internal.park.WaitSide} looks again
 *       until what it may have missed is visible ({@link StoreDelay}), and then sleeps.
 *   <li>Closing and cancelling by another thread. It publishes that and then waits until everything that the sender, or
 *   the receiver, stored before it could see the mark is visible ({@link StoreDelay}): not at all if there is no such
 *   thread, or it waits in this channel.
 * </ul>
 */
public final class OneToOneFlavor<T> extends SlottedFlavor<T> {

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

    /**
     * The receiver's side.
     *
     * <p>Position: the sequence that is received next. Written by: the receiver, or a thread that cancels (release,
     * {@code FREE}). Read by: the sender (acquire, {@code FREE}); others (volatile).
     *
     * <p>Mark: behind the position while the receiver is in the middle of a take. Written by: the receiver (release,
     * {@code CANCEL}). Read by: any thread that cancels, once the receiver's stores are visible (volatile).
     */
    private final SoloSide<T> taking;

    /**
     * Whether the remaining messages belong to the threads that cancel.
     * <p>Written by: any thread that cancels (volatile, {@code CANCEL}), which then waits for the receiver's stores.
     * <p>Read by: the receiver (volatile, {@code CANCEL}) after it has begun to take.
     */
    private volatile boolean cancelled;

    /** Of several cancelling threads, one takes at a time. */
    private final SpinLock discarding = new SpinLock();

    /** Makes an empty channel. */
    public OneToOneFlavor(ChannelConfig<T> config) {
        super(config);
        int capacity = config.capacity();
        long first = config.startSequence();
        sending = new SoloSide<>(first, first + capacity, slots);
        taking = new SoloSide<>(first, first, slots);
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
        long now = taking.positionAcquire() + capacity(); // acquire FREE <- take
        sending.markPlain(now);
        return sequence < now;
    }

    private void publish(long sequence, T message) {
        sending.slotRelease(sequence, message); // release PUBLISH -> take
        Fences.storeLoadInProgramOrder();
        receivers.wake();
        if (sendHeadStart.isDue(sequence) && !hasRoomFor(sequence + HeadStart.AHEAD)) {
            sendHeadStart.pause(sequence);
        }
    }

    @Override
    public int offerAll(T[] messages, int from, int to) {
        SoloSide<T> side = sending;
        long first = side.positionPlain();
        int count = (int) Math.min(to - from, taking.positionAcquire() + capacity() - first); // acquire FREE <- take
        side.positionRelease(first + count); // release CLAIM -> nextClaim
        Fences.storeLoadInProgramOrder();
        if (!closeWord.isOpen()) {
            count = (int) Math.max(0, Math.min(count, closeWord.end() - first));
        }
        for (int i = 0; i < count; i++) {
            side.slotRelease(first + i, messages[from + i]); // release PUBLISH -> take
        }
        if (count > 0) {
            Fences.storeLoadInProgramOrder();
            receivers.wake();
        }
        return count;
    }

    @Override
    long nextClaim() {
        return sending.positionVolatile(); // acquire CLAIM <- claim
    }

    // ---- receiving ----

    @Override
    @Nullable public T take() {
        SoloSide<T> side = taking;
        long sequence = side.positionPlain();
        side.markRelease(sequence + 1); // release CANCEL -> discard
        Fences.storeLoadInProgramOrder();
        boolean ours = !cancelled; // acquire CANCEL <- discard
        T message = ours ? side.slotAcquire(sequence) : null; // acquire PUBLISH <- publish
        if (message == null) {
            side.markRelease(sequence); // release CANCEL -> discard
            receiveHeadStart.waitedAt(sequence);
            return null;
        }
        side.slotPlain(sequence, null);
        sequence++;
        side.positionRelease(sequence); // release FREE -> hasRoomFor
        if (receiveHeadStart.isDue(sequence) && side.slotAcquire(sequence + HeadStart.AHEAD) == null) {
            receiveHeadStart.pause(sequence);
        }
        return message;
    }

    @Override
    public void afterTake() {
        Fences.storeLoadInProgramOrder();
        senders.wake();
    }

    @Override
    long nextTake() {
        return taking.positionVolatile();
    }

    // ---- waiting ----

    /** Never: a look at the receiver's position would take away the line that it works on. */
    @Override
    boolean looksSendable() {
        return false;
    }

    /** By the slot, not by the claims, which lie on the line that the sender works on. Receiver only. */
    @Override
    boolean looksReceivable() {
        return taking.slotAcquire(taking.positionPlain()) != null; // acquire PUBLISH <- publish
    }

    // ---- closing ----

    /** The sender itself, if it comes, sees CLOSING and sets the end. */
    @Override
    void reachSenders() {
        receivers.markClosed();
        StoreDelay.await(() -> !closeWord.isClosing() || isHarmless(producer, senders));
    }

    /**
     * Whether the thread that has the role is not between a store and a load of its own that must not be swapped: there
     * is none, it is this one, or it stands in the channel's queue, whose lock it takes before it goes on.
     */
    private static boolean isHarmless(@Nullable SoleThread role, WaitSide side) {
        Thread holder = Objects.requireNonNull(role).holder();
        return holder == null || holder == Thread.currentThread() || side.isParked(holder);
    }

    @Override
    void discard() {
        cancelled = true; // release CANCEL -> take
        StoreDelay.await(() -> isHarmless(consumer, receivers));
        while (taking.markVolatile() > taking.positionVolatile()) { // acquire CANCEL <- take
            snooze();
        }
        super.discard();
    }

    @Override
    @Nullable T takeToDiscard() {
        discarding.lock();
        try {
            long sequence = taking.positionVolatile();
            T message = sequence < closeWord.end() ? slots.acquire(sequence) : null; // acquire PUBLISH <- publish
            if (message != null) {
                slots.plain(sequence, null);
                taking.positionRelease(sequence + 1); // release FREE -> hasRoomFor
            }
            return message;
        } finally {
            discarding.unlock();
        }
    }

    @Override
    boolean passOver() {
        discarding.lock();
        try {
            long sequence = taking.positionVolatile();
            boolean orphaned =
                    sequence < closeWord.end() && slots.acquire(sequence) == null; // acquire PUBLISH <- publish
            if (orphaned) {
                taking.positionRelease(sequence + 1); // release FREE -> hasRoomFor
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

    @Override
    public boolean isFencedForReceive() {
        return false;
    }

    // ---- looking inside ----

    @Override
    @Nullable T published(long sequence) {
        return slots.acquire(sequence);
    }
}
