package io.millrace.internal.flavor;

import io.millrace.internal.end.ChannelConfig;
import io.millrace.internal.end.Status;
import io.millrace.internal.memory.Cursor;
import io.millrace.internal.memory.Fences;
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
     * The sequence that the sender claims next.
     * <p>Written by: the sender (release, {@code CLAIM}), before it looks at the close word.
     * <p>Read by: the sender (plain); closers once its stores are visible, and threads about to park (volatile, {@code
     * CLAIM}).
     */
    private final Cursor claims;

    /**
     * The sequence up to which the sender knows that there is room.
     * <p>Written and read by: the sender (plain). Orders nothing: no other thread looks at it.
     */
    private final Cursor limit;

    /**
     * The sequence that is received next.
     * <p>Written by: the receiver, or a thread that cancels (release, {@code FREE}).
     * <p>Read by: the sender (acquire, {@code FREE}); others (volatile).
     */
    private final Cursor taken;

    /**
     * Behind {@link #taken} while the receiver is in the middle of a take.
     * <p>Written by: the receiver (release, {@code CANCEL}).
     * <p>Read by: any thread that cancels, once the receiver's stores are visible (volatile).
     */
    private final Cursor taking;

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
        claims = new Cursor(first);
        limit = new Cursor(first + capacity);
        taken = new Cursor(first);
        taking = new Cursor(first);
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
        long sequence = claims.valuePlain();
        if (!hasRoomFor(sequence)) {
            sendHeadStart.waitedAt(sequence);
            return closeWord.isOpen() ? Status.FULL : Status.CLOSED;
        }
        // Before the look at the close word; the closer sees to the order.
        claims.valueRelease(sequence + 1); // release CLAIM -> nextClaim
        Fences.storeLoadInProgramOrder();
        return closeWord.isOpen() || sequence < closeWord.end() ? sequence : Status.CLOSED;
    }

    private boolean hasRoomFor(long sequence) {
        if (sequence < limit.valuePlain()) {
            return true;
        }
        long now = taken.valueAcquire() + capacity(); // acquire FREE <- take
        limit.valuePlain(now);
        return sequence < now;
    }

    private void publish(long sequence, T message) {
        slots.release(sequence, message); // release PUBLISH -> take
        Fences.storeLoadInProgramOrder();
        receivers.wake();
        if (sendHeadStart.isDue(sequence) && !hasRoomFor(sequence + HeadStart.AHEAD)) {
            sendHeadStart.pause(sequence);
        }
    }

    @Override
    public int offerAll(T[] messages, int from, int to) {
        long first = claims.valuePlain();
        int count = (int) Math.min(to - from, taken.valueAcquire() + capacity() - first); // acquire FREE <- take
        claims.valueRelease(first + count); // release CLAIM -> nextClaim
        Fences.storeLoadInProgramOrder();
        if (!closeWord.isOpen()) {
            count = (int) Math.max(0, Math.min(count, closeWord.end() - first));
        }
        for (int i = 0; i < count; i++) {
            slots.release(first + i, messages[from + i]); // release PUBLISH -> take
        }
        if (count > 0) {
            Fences.storeLoadInProgramOrder();
            receivers.wake();
        }
        return count;
    }

    @Override
    long nextClaim() {
        return claims.valueVolatile(); // acquire CLAIM <- claim
    }

    // ---- receiving ----

    @Override
    @Nullable public T take() {
        long sequence = taken.valuePlain();
        taking.valueRelease(sequence + 1); // release CANCEL -> discard
        Fences.storeLoadInProgramOrder();
        boolean ours = !cancelled; // acquire CANCEL <- discard
        T message = ours ? slots.acquire(sequence) : null; // acquire PUBLISH <- publish
        if (message == null) {
            taking.valueRelease(sequence); // release CANCEL -> discard
            receiveHeadStart.waitedAt(sequence);
            return null;
        }
        slots.plain(sequence, null);
        sequence++;
        taken.valueRelease(sequence); // release FREE -> hasRoomFor
        if (receiveHeadStart.isDue(sequence) && slots.acquire(sequence + HeadStart.AHEAD) == null) {
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
        return taken.valueVolatile();
    }

    // ---- closing ----

    /** The sender itself, if it comes, sees CLOSING and sets the end. */
    @Override
    void reachSenders() {
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
        while (taking.valueVolatile() > taken.valueVolatile()) { // acquire CANCEL <- take
            snooze();
        }
        super.discard();
    }

    @Override
    @Nullable T takeToDiscard() {
        discarding.lock();
        try {
            long sequence = taken.valueVolatile();
            T message = sequence < closeWord.end() ? slots.acquire(sequence) : null; // acquire PUBLISH <- publish
            if (message != null) {
                slots.plain(sequence, null);
                taken.valueRelease(sequence + 1); // release FREE -> hasRoomFor
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
            long sequence = taken.valueVolatile();
            boolean orphaned =
                    sequence < closeWord.end() && slots.acquire(sequence) == null; // acquire PUBLISH <- publish
            if (orphaned) {
                taken.valueRelease(sequence + 1); // release FREE -> hasRoomFor
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
