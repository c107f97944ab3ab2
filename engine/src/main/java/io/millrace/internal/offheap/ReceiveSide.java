package io.millrace.internal.offheap;

import io.millrace.UndeliveredReason;
import io.millrace.internal.end.CloseWord;
import io.millrace.internal.memory.Fences;
import io.millrace.internal.park.Idle;
import io.millrace.internal.park.SpinLock;
import io.millrace.internal.park.WaitSide;
import io.millrace.internal.terms.Counters;
import io.millrace.internal.terms.Undelivered;
import io.millrace.offheap.UndeliveredHandler;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of a ring. Agrona lets one thread read at a time. Of several consumers, each takes a lock while it
 * copies one message out, and handles the copy without it. The only consumer, and a thread that discards what a cancel
 * has left, read in place: they take the lock to begin a pass, and let it go before foreign code runs. Others that come
 * find the pass under way and leave to it what is to be taken.
 *
 * <p>A thread that cancels during such a pass leaves word, and the thread of the pass discards the rest behind it.
 */
final class ReceiveSide {

    /** {@link #readInPlace}: there was nothing. */
    static final int NONE = -1;

    private final String name;
    private final RingBuffer ring;
    private final RingView view;
    private final CloseWord closeWord;
    private final WaitSide senders;
    private final WaitSide receivers;
    private final boolean singleConsumer;
    private final @Nullable UndeliveredHandler onUndelivered;
    private final @Nullable Counters counters;

    private final SpinLock lock = new SpinLock();

    /** The only consumer's. */
    private final SmallBatches smallBatches = new SmallBatches();

    /** Guarded by the lock: copies that are not in use. */
    private @Nullable MessageCopy pool;

    private final InPlacePass inPlace;
    private final MessageHandler discards = this::handOver;
    private final RingLook look;

    ReceiveSide(SendingRing whole, @Nullable UndeliveredHandler onUndelivered) {
        this.name = whole.config.name();
        this.ring = whole.memoryRing;
        this.view = whole.view;
        this.closeWord = whole.closeWord;
        this.senders = whole.senders;
        this.receivers = whole.receivers;
        this.singleConsumer = whole.config.singleConsumer();
        this.onUndelivered = onUndelivered;
        this.counters = whole.counters;
        this.inPlace = new InPlacePass(ring, view, this::freed);
        this.look = new RingLook(ring, view, lock, inPlace);
    }

    // ---- reading ----

    /** Hands over the available messages, up to the limit, and counts them. Returns how many. */
    int read(MessageHandler handler, int limit) {
        if (singleConsumer) {
            return Math.max(0, readInPlace(handler, null, limit));
        }
        MessageCopy first = takeCopy();
        return first == null ? 0 : handle(first, handler, limit);
    }

    /** As {@link #read}, for the only consumer; one of the two handlers is set. NONE: there was nothing. */
    int readInPlace(@Nullable MessageHandler plain, @Nullable ControlledMessageHandler controlled, int limit) {
        requireNotReading();
        if (view.nothingToTake()) {
            smallBatches.foundNothing();
            return NONE;
        }
        long before = ring.consumerPosition();
        if (!begin(plain, controlled, false)) {
            return NONE; // it was cancelled, and another thread discards
        }
        Throwable failure = null;
        try {
            inPlace.read(limit);
        } catch (Throwable e) { // of the handler
            failure = e;
        }
        int taken = inPlace.offered ? inPlace.taken : NONE;
        boolean freed = ring.consumerPosition() != before;
        inPlace.end();
        countReceived(Math.max(0, taken));
        if (freed) {
            freed();
        } else {
            Fences.storeLoad(); // CANCEL: the end of the pass is visible before the look whether the ring was cancelled
        }
        smallBatches.took(taken, limit);
        try {
            discardIfCancelled();
        } catch (Throwable e) { // of the callback
            failure = Undelivered.and(failure, e);
        }
        Undelivered.rethrow(failure);
        return taken;
    }

    private boolean begin(
            @Nullable MessageHandler plain, @Nullable ControlledMessageHandler controlled, boolean discards) {
        lock.lock();
        boolean begins = !inPlace.isUnderWay();
        if (begins) {
            inPlace.begin(plain, controlled, discards);
        }
        lock.unlock();
        return begins;
    }

    /** Hands over a copy that was taken, then the available messages, up to the limit. Returns how many. */
    int handle(MessageCopy first, MessageHandler handler, int limit) {
        int taken = 0;
        MessageCopy copy = first;
        while (copy != null) {
            taken++;
            countReceived(1);
            try {
                handler.onMessage(copy.type, copy.buffer, 0, copy.length);
            } finally {
                giveBack(copy);
            }
            copy = taken < limit ? takeCopy() : null;
        }
        return taken;
    }

    /** Takes a message by copying it; null: nothing to take now. */
    @Nullable MessageCopy takeCopy() {
        if (view.nothingToTake()) {
            return null;
        }
        requireNotReading();
        MessageCopy made = null;
        while (true) {
            MessageCopy copy = made;
            boolean taken = false;
            lock.lock();
            try {
                if (copy == null && pool != null) {
                    copy = pool;
                    pool = copy.next;
                }
                if (copy != null) {
                    taken = readInto(copy);
                }
            } finally {
                lock.unlock();
            }
            if (copy == null) {
                made = new MessageCopy();
                continue;
            }
            freed();
            if (taken) {
                return copy;
            }
            if (!copy.isTooSmall()) {
                giveBack(copy);
                return null;
            }
            copy.makeRoom(); // without the lock, and while the message is still in the ring
            made = copy;
        }
    }

    void giveBack(MessageCopy copy) {
        copy.end();
        lock.lock();
        copy.next = pool;
        pool = copy;
        lock.unlock();
    }

    /** Takes a message into the caller's own copy, after {@link MessageCopy#makeRoom} if it has to be. */
    boolean take(MessageCopy copy) {
        if (view.nothingToTake()) {
            return false;
        }
        requireNotReading();
        boolean taken;
        boolean tooSmall;
        do {
            lock.lock();
            try {
                taken = readInto(copy);
                tooSmall = copy.isTooSmall();
            } finally {
                lock.unlock();
            }
            freed();
            if (tooSmall) {
                copy.makeRoom();
            }
        } while (tooSmall);
        return taken;
    }

    void countReceived(int messages) {
        if (counters != null) {
            counters.received.add(messages);
        }
    }

    /**
     * With the lock: copies the next message and gives its room back. False: there is none, or it {@link
     * MessageCopy#isTooSmall does not fit}.
     */
    private boolean readInto(MessageCopy copy) {
        copy.length = 0;
        while (!inPlace.isUnderWay()) { // else it was cancelled
            long from = ring.consumerPosition();
            int taken = ring.controlledRead(copy, 1); // acquire RECORD <- commit, release ROOM -> tryClaim
            if (taken == 1) {
                return !view.isBehindEnd(view.positionOf(copy.index, from));
            }
            if (copy.isTooSmall() || ring.consumerPosition() == from) {
                break;
            }
        }
        return false;
    }

    /** Copies the available messages, oldest first, without taking them. */
    List<MessageCopy> look(int limit) {
        requireNotReading();
        return look.look(limit);
    }

    /** Room was given back. */
    private void freed() {
        Fences.storeLoad(); // PARK, CANCEL: the new position is visible before the signals of both sides are read
        senders.wake();
        if (!singleConsumer) {
            receivers.wakeIfReady(); // while this thread read, the next message was not visible behind it
        }
        if (!closeWord.isOpen()) {
            receivers.wakeAll(); // this may have been the last message
        }
    }

    void requireNotReading() {
        if (inPlace.isOfThisThread() && !view.isCancelled()) {
            throw new IllegalStateException("a handler of ring '" + name
                    + "' reads in place and must not receive from the same ring, nor hand its role over");
        }
    }

    // ---- cancelling ----

    /** Once closed: from now on nothing is received, and the remaining messages are to be discarded. */
    void beginCancel() {
        view.cancel();
        receivers.wakeAll(); // the receivers that wait for a pending claim
    }

    /** Whether this thread has to discard, rather than a handler of it that reads in place, once that has returned. */
    boolean mayDiscard() {
        return !inPlace.isOfThisThread();
    }

    /** Hands over the remaining messages if the ring was cancelled. */
    void discardIfCancelled() {
        if (view.isCancelled()) {
            Undelivered.rethrow(discard(null));
        }
    }

    private boolean isLeft() {
        return ring.consumerPosition() < closeWord.end();
    }

    /**
     * Hands over the remaining messages, up to the first claim that is not committed: its sender comes here when it
     * commits. It is read in place, which needs no memory; if a pass is under way, its thread comes here once that has
     * ended. Returns the first failure of the callback.
     */
    @Nullable Throwable discard(@Nullable Throwable failureBefore) {
        Throwable failure = failureBefore;
        while (mayDiscard() && isLeft() && !view.isNextClaimed()) {
            if (!begin(discards, null, true)) {
                break;
            }
            try {
                inPlace.read(Integer.MAX_VALUE);
            } catch (Throwable e) {
                failure = Undelivered.and(failure, e);
            }
            inPlace.end();
            freed();
        }
        return failure;
    }

    /** Whether something is left that is claimed and not committed. */
    boolean isHeldUp() {
        return isLeft() && !inPlace.isUnderWay() && view.isNextClaimed();
    }

    /** Once cancelled: turns the next record into padding, unless it is committed. False: that cannot be done. */
    boolean passOver() {
        while (true) {
            lock.lock();
            try {
                if (!inPlace.isUnderWay()) {
                    return view.passOver();
                }
            } finally {
                lock.unlock();
            }
            Idle.snooze(); // a pass that has begun since calls no handler any more
        }
    }

    private void handOver(int type, DirectBuffer bytes, int offset, int length) {
        if (counters != null) {
            counters.undelivered(UndeliveredReason.CANCELLED).increment();
        }
        if (onUndelivered != null) {
            onUndelivered.onUndelivered(type, bytes, offset, length, UndeliveredReason.CANCELLED);
        }
    }
}
