package io.millrace.internal.offheap;

import static org.agrona.concurrent.ringbuffer.RecordDescriptor.HEADER_LENGTH;

import io.millrace.internal.end.CloseWord;
import org.agrona.BitUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * The state of a ring, seen without taking anything: the records that are there, those of them that count, and whether
 * there will be more.
 */
final class RingView {

    /** {@link #look}: there is no message. */
    static final long NOTHING = -1;

    private final RingBuffer ring;
    private final AtomicBuffer buffer;
    private final CloseWord closeWord;

    /**
     * Whether none of the remaining messages will be received.
     * <p>Written by: any thread that cancels, once closed (volatile, {@code CANCEL}); never changes back.
     * <p>Read by: receivers; the only consumer behind what it read in place, and any thread that commits after the
     * close (volatile, {@code CANCEL}).
     */
    private volatile boolean cancelled;

    /**
     * Set once nothing was seen to be left; spares other threads the look, and never changes back.
     * <p>Written by: any thread that has seen that the ring is closed (volatile, {@code CLOSE}).
     * <p>Read by: anyone (volatile, {@code CLOSE}); any thread that misses it looks for itself.
     */
    private volatile boolean drained;

    RingView(RingBuffer ring, CloseWord closeWord) {
        this.ring = ring;
        this.buffer = ring.buffer();
        this.closeWord = closeWord;
    }

    /** From now on nothing counts as a message. Only once closed. */
    void cancel() {
        cancelled = true; // release CANCEL -> isCancelled
    }

    boolean isCancelled() {
        return cancelled; // acquire CANCEL <- cancel
    }

    /**
     * Looks at the next record, not at the senders' position: they write that with each message, and the line would go
     * to and fro.
     */
    boolean nothingToTake() {
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
                    == head) { // else another receiver has taken it, and what was read was no record
                return true;
            }
        }
    }

    /** Whether the next record is claimed, or is about to be, and not committed. */
    boolean isNextClaimed() {
        return buffer.getIntVolatile(RecordDescriptor.lengthOffset(nextRecord())) <= 0;
    }

    /** Where the bytes of the next record are. */
    int nextIndex() {
        return RecordDescriptor.encodedMsgOffset(nextRecord());
    }

    private int nextRecord() {
        return (int) ring.consumerPosition() & ring.capacity() - 1;
    }

    /**
     * Turns the next record into padding, unless it is committed. No thread may take anything meanwhile. A thread that
     * commits it nevertheless gets Agrona's exception. False: its length is not known.
     */
    boolean passOver() {
        int record = nextRecord();
        int length = buffer.getIntVolatile(RecordDescriptor.lengthOffset(record));
        if (length == 0) {
            return ring.unblock();
        }
        if (length < 0) {
            buffer.putInt(RecordDescriptor.typeOffset(record), RingBuffer.PADDING_MSG_TYPE_ID);
            buffer.compareAndSetInt(RecordDescriptor.lengthOffset(record), length, -length);
        }
        return true;
    }

    /** Where the record is whose bytes are at that index; {@code from} is a position before it, by less than a lap. */
    long positionOf(int index, long from) {
        return from + (index - HEADER_LENGTH - from & ring.capacity() - 1L);
    }

    /** Whether a record lies behind the end of a closed ring. */
    boolean isBehindEnd(long position) {
        return !closeWord.isOpen() && position >= closeWord.end();
    }

    /**
     * Copies the first message from a position on, if it fits. Returns where that is, or NOTHING: there is none, or its
     * sender is in the middle of its send. What it copied means nothing if the record was taken meanwhile.
     */
    long look(long from, MessageCopy copy) {
        long until = claimedUntil();
        long position = from;
        while (position < until) {
            int record = (int) position & ring.capacity() - 1;
            int length = buffer.getIntVolatile(RecordDescriptor.lengthOffset(record)); // acquire RECORD <- commit
            if (length < HEADER_LENGTH
                    || length > ring.capacity() - record) { // longer: the room has another use by now
                break;
            }
            int type = buffer.getInt(RecordDescriptor.typeOffset(record));
            if (type != RingBuffer.PADDING_MSG_TYPE_ID) {
                copy.onMessage(type, buffer, RecordDescriptor.encodedMsgOffset(record), length - HEADER_LENGTH);
                return position;
            }
            position += BitUtil.align(length, RecordDescriptor.ALIGNMENT);
        }
        return NOTHING;
    }

    /** Whether a receiver should try rather than park: the next record is committed, or there never will be one. */
    boolean mayReceive() {
        long head = ring.consumerPosition();
        if (head == ring.producerPosition()) {
            return isDrained();
        }
        int record = (int) head & ring.capacity() - 1;
        return buffer.getIntVolatile(RecordDescriptor.lengthOffset(record)) > 0 || isDrained();
    }

    /**
     * Whether no receive will succeed any more: closed, and no message before the end is left; or cancelled. Stays
     * true.
     */
    boolean isDrained() {
        if (!drained && !closeWord.isOpen() && nextTake() >= closeWord.end()) {
            drained = true; // release CLOSE -> isDrained
        }
        return drained; // acquire CLOSE <- isDrained
    }

    /**
     * Where the next message is or will be: records without a message do not count, and once cancelled nothing does.
     */
    long nextTake() {
        if (cancelled) {
            return closeWord.end();
        }
        long head = ring.consumerPosition();
        while (true) {
            long next = behindPadding(head);
            long again = ring.consumerPosition();
            if (again == head) { // the record looked at was neither taken nor overwritten
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
}
