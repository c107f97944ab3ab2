package io.millrace.internal.offheap;

import static org.agrona.concurrent.ringbuffer.RecordDescriptor.HEADER_LENGTH;

import io.millrace.UndeliveredReason;
import io.millrace.internal.flavor.CloseWord;
import io.millrace.internal.flavor.Counters;
import io.millrace.internal.flavor.Undelivered;
import io.millrace.internal.memory.Fences;
import io.millrace.internal.park.Idle;
import io.millrace.internal.park.Slip;
import io.millrace.internal.park.SpinLock;
import io.millrace.internal.park.WaitSide;
import io.millrace.offheap.UndeliveredHandler;
import java.util.List;
import java.util.Objects;
import org.agrona.BitUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of a ring. Agrona lets one thread read at a time; which one, a lock says. The only consumer holds it while its
 * handler reads in place; of several, each holds it while it copies one message out, and handles the copy without it.
 *
 * <p>Who cancels while a handler reads in place leaves word, and the thread that holds the lock discards the rest once it has let go.
 */
final class ReceiveSide {

    private final String name;
    private final RingBuffer ring;
    private final AtomicBuffer buffer;
    private final CloseWord closeWord;
    private final WaitSide senders;
    private final WaitSide receivers;
    private final boolean singleConsumer;
    private final @Nullable UndeliveredHandler onUndelivered;
    private final @Nullable Counters counters;

    /** {@link #readInPlace}: there was nothing. */
    static final int NONE = -1;

    private static final int SMALL_BATCH = 8;
    private static final int MOST_SMALL_BATCHES = 4;

    private final SpinLock lock = new SpinLock();

    /** The only consumer's: how many batches in a row were small, with no wait between. */
    private int smallBatches;

    /** The thread that holds the lock while foreign code reads in place. Others only need to see that it is not they. */
    private volatile @Nullable Thread reader;

    /** Set after the close; looked at by who gives the lock back, and by who commits after the close. */
    private volatile boolean cancelled;

    /** Set once it has been seen that nothing is left; spares others the look, and never changes back. */
    private volatile boolean drained;

    /** Guarded by the lock: copies that nobody uses. */
    private @Nullable Copy pool;

    private final InPlace inPlace = new InPlace();

    ReceiveSide(
            RingConfig config,
            RingBuffer ring,
            CloseWord closeWord,
            WaitSide senders,
            WaitSide receivers,
            @Nullable Counters counters) {
        this.name = config.name();
        this.ring = ring;
        this.buffer = ring.buffer();
        this.closeWord = closeWord;
        this.senders = senders;
        this.receivers = receivers;
        this.singleConsumer = config.singleConsumer();
        this.onUndelivered = config.onUndelivered();
        this.counters = counters;
    }

    // ---- reading ----

    /** Hands over what is there, up to the limit, and counts. Returns how many. */
    int read(MessageHandler handler, int limit) {
        if (singleConsumer) {
            return Math.max(0, readInPlace(handler, null, limit));
        }
        Copy first = takeCopy();
        return first == null ? 0 : handle(first, handler, limit);
    }

    /** As {@link #read}, for the only consumer; one of the two handlers is set. NONE: there was nothing. */
    int readInPlace(@Nullable MessageHandler plain, @Nullable ControlledMessageHandler controlled, int limit) {
        requireNotReading();
        if (nothingToTake()) {
            smallBatches = 0;
            return NONE;
        }
        lock.lock();
        reader = Thread.currentThread();
        long before = ring.consumerPosition();
        inPlace.begin(plain, controlled);
        Throwable failure = null;
        try {
            inPlace.read(limit);
        } catch (Throwable e) { // of the handler
            failure = e;
        }
        int taken = inPlace.offered ? inPlace.taken : NONE;
        boolean freed = ring.consumerPosition() != before;
        inPlace.begin(null, null);
        reader = null;
        lock.unlock();
        countReceived(Math.max(0, taken));
        if (freed) {
            freed();
        }
        slip(taken, limit);
        try {
            discardIfCancelled();
        } catch (Throwable e) { // of the callback
            failure = Undelivered.and(failure, e);
        }
        Undelivered.rethrow(failure);
        return taken;
    }

    /** A receiver that follows the senders message by message pays for a line with each; see {@link Slip}. */
    private void slip(int taken, int limit) {
        smallBatches = taken < Math.min(SMALL_BATCH, limit) ? smallBatches + 1 : 0;
        if (smallBatches == MOST_SMALL_BATCHES) {
            smallBatches = 0;
            Slip.pause();
        }
    }

    /** Hands over a copy that was taken, then what else is there, up to the limit. Returns how many. */
    int handle(Copy first, MessageHandler handler, int limit) {
        int taken = 0;
        Copy copy = first;
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
    @Nullable Copy takeCopy() {
        if (nothingToTake()) {
            return null;
        }
        requireNotReading();
        lock.lock();
        Copy copy;
        boolean taken;
        try {
            copy = pool == null ? new Copy() : pool;
            pool = copy.next;
            taken = readInto(copy);
            if (!taken) {
                copy.next = pool;
                pool = copy;
            }
        } finally {
            lock.unlock();
        }
        freed();
        return taken ? copy : null;
    }

    void giveBack(Copy copy) {
        lock.lock();
        copy.next = pool;
        pool = copy;
        lock.unlock();
    }

    /** Takes a message into the caller's own copy. */
    boolean take(Copy copy) {
        if (nothingToTake()) {
            return false;
        }
        requireNotReading();
        lock.lock();
        boolean taken;
        try {
            taken = readInto(copy);
        } finally {
            lock.unlock();
        }
        freed();
        return taken;
    }

    /** Looks at the next record, not at the senders' position: they write that with each message, and the line would go to and fro. */
    private boolean nothingToTake() {
        if (cancelled) {
            return true;
        }
        while (true) {
            long head = ring.consumerPosition();
            int record = (int) head & ring.capacity() - 1;
            if (buffer.getIntVolatile(RecordDescriptor.lengthOffset(record)) > 0) {
                return false;
            }
            if (ring.consumerPosition()
                    == head) { // else another receiver has taken it, and that was no look at a record
                return true;
            }
        }
    }

    void countReceived(int messages) {
        if (counters != null) {
            counters.received.add(messages);
        }
    }

    /** With the lock: copies the next message and gives its room back. */
    private boolean readInto(Copy copy) {
        while (true) {
            long from = ring.consumerPosition();
            int taken = ring.read(copy, 1); // acquire RECORD <- commit, release ROOM -> tryClaim
            if (taken == 1) {
                return !isBehindEnd(from, copy.index);
            }
            if (ring.consumerPosition() == from) {
                return false;
            }
        }
    }

    /** Whether the record lies behind the end of a closed ring; {@code from} is a position before it, by less than a lap. */
    private boolean isBehindEnd(long from, int index) {
        return !closeWord.isOpen() && from + (index - HEADER_LENGTH - from & ring.capacity() - 1L) >= closeWord.end();
    }

    /** Copies what is there, oldest first, without taking it. */
    void look(List<Copy> copies, int limit) {
        requireNotReading();
        if (cancelled) {
            return;
        }
        lock.lock();
        try {
            long until = claimedUntil();
            long position = ring.consumerPosition();
            while (position < until && copies.size() < limit) {
                int record = (int) position & ring.capacity() - 1;
                int length = buffer.getIntVolatile(RecordDescriptor.lengthOffset(record)); // acquire RECORD <- commit
                if (length <= 0) {
                    return; // its sender is in the middle of its send
                }
                int type = buffer.getInt(RecordDescriptor.typeOffset(record));
                if (type != RingBuffer.PADDING_MSG_TYPE_ID) {
                    Copy copy = new Copy();
                    copy.onMessage(type, buffer, RecordDescriptor.encodedMsgOffset(record), length - HEADER_LENGTH);
                    copies.add(copy);
                }
                position += BitUtil.align(length, RecordDescriptor.ALIGNMENT);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Room was given back. */
    private void freed() {
        Fences.storeLoad(); // PARK: the new position is visible before the senders' signal is read
        senders.wakeOne();
        if (!closeWord.isOpen()) {
            receivers.wakeAll(); // this may have been the last message
        }
    }

    private void requireNotReading() {
        if (reader == Thread.currentThread()) {
            throw new IllegalStateException(
                    "a handler of ring '" + name + "' reads in place and must not receive from the same ring");
        }
    }

    // ---- waiting ----

    /** Whether a receiver should try rather than park: the next record is committed, or there never will be one. */
    boolean mayReceive() {
        long head = ring.consumerPosition();
        if (head == ring.producerPosition()) {
            return isDrained();
        }
        int record = (int) head & ring.capacity() - 1;
        return buffer.getIntVolatile(RecordDescriptor.lengthOffset(record)) > 0 || isDrained();
    }

    /** Whether nobody will receive any more: closed, and no message before the end is left; or cancelled. Stays true. */
    boolean isDrained() {
        if (!drained && !closeWord.isOpen() && nextTake() >= closeWord.end()) {
            drained = true;
        }
        return drained;
    }

    /** Where the next message is or will be: records without a message do not count, and once cancelled nothing does. */
    long nextTake() {
        if (cancelled) {
            return closeWord.end();
        }
        long head = ring.consumerPosition();
        while (true) {
            long next = behindPadding(head);
            long again = ring.consumerPosition();
            if (again == head) { // nobody has taken or overwritten what was looked at
                return next;
            }
            head = again;
        }
    }

    private long behindPadding(long head) {
        long until = claimedUntil();
        int capacity = ring.capacity();
        long position = head;
        while (position < until) {
            int record = (int) position & capacity - 1;
            int length = buffer.getIntVolatile(RecordDescriptor.lengthOffset(record));
            int type = buffer.getIntVolatile(RecordDescriptor.typeOffset(record));
            if (length <= 0 || length > capacity || type != RingBuffer.PADDING_MSG_TYPE_ID) {
                break;
            }
            position += BitUtil.align(length, RecordDescriptor.ALIGNMENT);
        }
        return position;
    }

    /** Behind the last record that counts. */
    private long claimedUntil() {
        return closeWord.isOpen() ? ring.producerPosition() : closeWord.end();
    }

    /** How many bytes are claimed and not given back, but for those without a message in front. */
    int size() {
        while (true) {
            long take = nextTake();
            long until = claimedUntil();
            if (take == nextTake()) { // so that both held at one moment
                return (int) Math.min(Math.max(0, until - take), ring.capacity());
            }
        }
    }

    // ---- cancelling ----

    /** Once closed: hands what is left over as undelivered, now or, if a handler reads in place, after it. */
    void cancel() {
        cancelled = true;
        receivers.wakeAll(); // those that wait for a claim which is pending
        discardIfCancelled();
    }

    void discardIfCancelled() {
        if (cancelled && reader != Thread.currentThread()) {
            discard();
        }
    }

    private void discard() {
        Throwable failure = null;
        Copy copy = new Copy();
        while (ring.consumerPosition() < closeWord.end()) {
            if (!lock.tryLock()) {
                if (reader != null) {
                    break; // it comes here once its handler has returned
                }
                Idle.snooze();
                continue;
            }
            boolean taken;
            try {
                taken = readInto(copy);
            } finally {
                lock.unlock();
            }
            freed();
            if (!taken) {
                break; // the sender of the next message comes here when it commits
            }
            failure = handOver(copy, failure);
        }
        Undelivered.rethrow(failure);
    }

    private @Nullable Throwable handOver(Copy copy, @Nullable Throwable failure) {
        if (counters != null) {
            counters.undelivered.increment();
        }
        if (onUndelivered != null) {
            try {
                onUndelivered.onUndelivered(copy.type, copy.buffer, 0, copy.length, UndeliveredReason.CANCELLED);
            } catch (Throwable e) {
                return Undelivered.and(failure, e);
            }
        }
        return failure;
    }

    /** The only consumer's pass over the ring: hands on what lies before the end, and counts. One of its two targets is set. */
    private final class InPlace implements ControlledMessageHandler {

        private @Nullable MessageHandler plain;
        private @Nullable ControlledMessageHandler controlled;
        private long from;
        private int taken;
        private boolean offered;
        private boolean stopped;
        private boolean committed;

        void begin(@Nullable MessageHandler plainTarget, @Nullable ControlledMessageHandler controlledTarget) {
            plain = plainTarget;
            controlled = controlledTarget;
            taken = 0;
            offered = false;
            stopped = false;
            committed = false;
        }

        /** Agrona ends a pass where its memory ends, and may have come over nothing but padding. */
        void read(int limit) {
            boolean again = false;
            from = ring.consumerPosition();
            while (true) {
                ring.controlledRead(this, limit - taken); // acquire RECORD <- commit, release ROOM -> tryClaim
                long now = ring.consumerPosition();
                boolean atEnd = now != from && (now & ring.capacity() - 1L) == 0;
                if (stopped || taken == limit || !atEnd || again && taken > 0) {
                    return;
                }
                again = true;
                from = now;
                freed();
            }
        }

        @Override
        public Action onMessage(int type, MutableDirectBuffer bytes, int index, int length) {
            if (committed) {
                committed = false;
                freed();
            }
            if (cancelled) {
                stopped = true;
                return Action.ABORT; // goes the way of what is undelivered
            }
            if (isBehindEnd(from, index)) {
                return Action.CONTINUE;
            }
            offered = true;
            taken++; // also if the handler throws
            return plain == null ? control(type, bytes, index, length) : pass(plain, type, bytes, index, length);
        }

        private Action pass(MessageHandler target, int type, MutableDirectBuffer bytes, int index, int length) {
            target.onMessage(type, bytes, index, length);
            return Action.CONTINUE;
        }

        private Action control(int type, MutableDirectBuffer bytes, int index, int length) {
            Action action = Objects.requireNonNull(controlled).onMessage(type, bytes, index, length);
            if (action == Action.ABORT) {
                taken--;
            }
            stopped = action == Action.ABORT || action == Action.BREAK;
            committed = action == Action.COMMIT;
            return Objects.requireNonNull(action, "action of the handler");
        }
    }
}
