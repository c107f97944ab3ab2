package io.millrace.internal.offheap;

import static org.agrona.BitUtil.align;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.ALIGNMENT;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.HEADER_LENGTH;

import io.millrace.internal.end.CloseWord;
import io.millrace.internal.end.Status;
import io.millrace.internal.flavor.RecordStore;
import io.millrace.internal.memory.Fences;
import io.millrace.internal.park.WaitSide;
import io.millrace.internal.terms.Counters;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of a ring: claims a record by Agrona, fills and commits it, then looks whether the ring was closed
 * before the claim and whether a receiver waits.
 *
 * <pre>
 *   sender                                 closer, or receiver about to park
 *   commits the record (release)           writes CLOSING, or registers (volatile)
 *   fence                                  fence
 *   reads the close word, the signal       reads the claims, or the record
 * </pre>
 *
 * Of these two, one sees the other (edges CLOSE and PARK). A send that finds the ring closed before its claim has
 * committed a record behind the end, where receivers do not look. One fence per message is the price of exact closing
 * and parking.
 */
final class SendSide {

    /** What Agrona's ring for one producer keeps free beside a record: the next header. */
    private final int reserve;

    private final RingBuffer ring;
    private final AtomicBuffer buffer;
    private final CloseWord closeWord;
    private final WaitSide receivers;
    private final ReceiveSide receiveSide;
    private final @Nullable Counters counters;

    SendSide(SendingRing whole) {
        this.ring = whole.memoryRing;
        this.buffer = ring.buffer();
        this.reserve = whole.config.singleProducer() ? HEADER_LENGTH : 0;
        this.closeWord = whole.closeWord;
        this.receivers = whole.receivers;
        this.receiveSide = whole.receiveSide;
        this.counters = whole.counters;
    }

    /** Sends a copy of the bytes. Returns ACCEPTED, FULL or CLOSED of {@link RecordStore}. */
    int offer(int type, DirectBuffer source, int offset, int length) {
        int index = ring.tryClaim(type, length); // acquire ROOM <- read
        if (index < 0) {
            return fullOrClosed();
        }
        long next = ring.producerPosition(); // before the commit: until then receivers cannot pass the record
        fill(index, source, offset, length);
        return finish(index, next);
    }

    /** As {@link #offer}, for eight bytes. */
    int offerLong(int type, long value) {
        int index = ring.tryClaim(type, Long.BYTES); // acquire ROOM <- read
        if (index < 0) {
            return fullOrClosed();
        }
        long next = ring.producerPosition(); // as above
        buffer.putLong(index, value);
        return finish(index, next);
    }

    /** The caller counts what was accepted, then calls {@link #settle}. */
    private int finish(int index, long next) {
        ring.commit(index); // release RECORD -> read
        Fences.storeLoad(); // CLOSE, PARK: see above
        if (isBehindEnd(index, next)) {
            return Status.CLOSED;
        }
        countLevel(next);
        receivers.wake();
        return Status.ACCEPTED;
    }

    /** Looks where receivers have been only when there can be more bytes than ever. */
    private void countLevel(long next) {
        if (counters != null && counters.mayBeHighest(next)) {
            long taken = ring.consumerPosition();
            counters.level(taken, next - taken);
        }
    }

    /** Copies into what was claimed, or gives it up: a record that stays claimed would hold all receivers up. */
    void fill(int index, DirectBuffer source, int offset, int length) {
        try {
            buffer.putBytes(index, source, offset, length);
        } catch (Throwable e) {
            abort(index);
            settle();
            throw e;
        }
    }

    /**
     * After a claim that found no room. Agrona may have filled up the end of its memory all the same, and that may be
     * what receivers came to while it was not done: a sender behind it has woken them too early.
     */
    int fullOrClosed() {
        receivers.passOn();
        if (closeWord.isOpen()) {
            return Status.FULL;
        }
        receiveSide.discardIfCancelled();
        return Status.CLOSED;
    }

    /** Claims a record. Returns the index of its first byte, or FULL or CLOSED of {@link RecordStore}. */
    int claim(int type, int length) {
        int index = ring.tryClaim(type, length); // acquire ROOM <- read
        if (index < 0) {
            return fullOrClosed();
        }
        Fences.storeLoad(); // CLOSE: the claim is visible before the close word is read
        long next = ring.producerPosition();
        if (isBehindEnd(index, next)) {
            ring.abort(index);
            return Status.CLOSED;
        }
        countLevel(next);
        return index;
    }

    /** Sends what was claimed and filled; to be counted and {@link #settle}d by the caller. */
    void commit(int index) {
        ring.commit(index); // release RECORD -> read
        Fences.storeLoad(); // PARK: see above
        receivers.wake();
    }

    /** Gives up what was claimed; to be {@link #settle}d by the caller. */
    void abort(int index) {
        ring.abort(index); // release RECORD -> read
        Fences.storeLoad(); // PARK: receivers have to pass over it
        receivers.wake();
    }

    /**
     * After a commit or an abort: hands over the messages that a cancel could not, because they lay behind the claim.
     * The sender gets the exceptions of the callback then.
     */
    void settle() {
        if (!closeWord.isOpen()) {
            receiveSide.discardIfCancelled();
        }
    }

    /**
     * Whether the record lies behind the end of a closed ring; {@code next} is a position behind it, by less than a
     * lap.
     */
    private boolean isBehindEnd(int index, long next) {
        return !closeWord.isOpen() && positionOf(index, next) >= closeWord.end();
    }

    private long positionOf(int index, long next) {
        long last = next - 1;
        return last - (last - (index - HEADER_LENGTH) & ring.capacity() - 1L);
    }

    /** Whether a record for so many bytes fits now, as Agrona sees it. */
    boolean hasRoom(long length) {
        int record = align((int) length + HEADER_LENGTH, ALIGNMENT);
        int required = record + reserve;
        long head = ring.consumerPosition(); // before the claims, so that the difference is never too small
        long tail = ring.producerPosition();
        int capacity = ring.capacity();
        if (required > capacity - (tail - head)) {
            return false;
        }
        int untilEnd = capacity - (int) (tail & capacity - 1L);
        return record == untilEnd || required <= untilEnd || required <= (int) (head & capacity - 1L);
    }
}
