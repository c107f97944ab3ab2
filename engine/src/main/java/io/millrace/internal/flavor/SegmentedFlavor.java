package io.millrace.internal.flavor;

import io.millrace.internal.end.ChannelConfig;
import io.millrace.internal.end.Status;
import io.millrace.internal.memory.Cursor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The part that the channels without bound share: segments of slots, linked as senders need them and dropped as receivers
 * use them up; and how messages are sent.
 *
 * <p>Senders claim a sequence by one fetch-and-add, or by a release if there is only one, and walk to its segment. After
 * FAAArrayQueue (Correia and Ramalhete, "FAAArrayQueue", 2016). Deviations: sequences run over all segments, so that
 * sizes and closing are exact; receivers never burn a slot, so a sender never has to try again; fresh segments are
 * short-lived arrays, which the collector handles without barriers, and are not pooled.
 *
 * <p>A claim cannot be given back, so what it needs is made before: no sender claims unless the segment behind the tail
 * is there, and memory that runs out while that is made fails a send that has claimed nothing. Claims get past that
 * segment only if as many are in the middle of a send at once as a segment has slots; such a send waits for memory
 * rather than leave a hole.
 *
 * <p>An empty channel holds at most two segments, none before its first send.
 */
abstract class SegmentedFlavor<T> extends BufferedFlavor<T> {

    private final int segmentSize;
    final int segmentShift;
    private final long firstSegmentId;

    /**
     * The next sequence to send.
     * <p>Written by: senders (fetch-and-add), an only sender (release, {@code CLAIM}), before they look for waiters and
     * at the close word.
     * <p>Read by: an only sender (plain); threads about to park ({@code PARK}), closers ({@code CLOSE}), all volatile.
     */
    private final Cursor nextClaim;

    /**
     * The oldest segment that may hold a message; null before the first send. Its id is never above that of any
     * sequence not yet taken, so every walk may start here.
     * <p>Written by: the sender that makes the first segment, receivers that pass a segment's end (compare-and-set,
     * {@code LINK}).
     * <p>Read by: receivers, senders whose start was unlinked (acquire, {@code LINK}).
     */
    final AtomicReference<@Nullable Segment<T>> head = new AtomicReference<>();

    /**
     * A segment to start a sender's walk from, rarely behind the last; null before the first send.
     * <p>Written by: senders before the first claim, senders that walked (compare-and-set, {@code LINK}).
     * <p>Read by: senders that found no {@link #tail} (acquire, {@code LINK}).
     */
    private final AtomicReference<@Nullable Segment<T>> last = new AtomicReference<>();

    /**
     * The same once the segment behind it is there, and null until then: a sender that finds one may claim, and need
     * not look behind it.
     * <p>Written by: senders that have linked a segment, senders that walked (compare-and-set, {@code LINK}).
     * <p>Read by: senders before they claim (acquire, {@code LINK}).
     */
    private final AtomicReference<@Nullable Segment<T>> tail = new AtomicReference<>();

    /** Makes an empty channel. */
    SegmentedFlavor(ChannelConfig<T> config) {
        super(config, config.startSequence());
        segmentSize = config.segmentSize();
        segmentShift = Integer.numberOfTrailingZeros(segmentSize);
        firstSegmentId = config.startSequence() >> segmentShift;
        nextClaim = new Cursor(config.startSequence());
    }

    // ---- sending ----

    @Override
    public final int offer(T message) {
        Segment<T> start = tail.getAcquire(); // before the claim, so that it is not ahead of it; acquire LINK <- walkTo
        if (start == null) {
            if (!closeWord.isOpen()) {
                return Status.CLOSED;
            }
            start = linkTail();
        }
        long sequence = claim();
        if (sequence < 0) {
            return (int) sequence;
        }
        publish(sequence, message, start);
        return Status.ACCEPTED;
    }

    /**
     * Before a claim, where there is no tail: makes the segment that is missing. Returns where to start the walk.
     *
     * <p>A sender that stops here while others go on may set a tail that is behind by then. The first walk from there
     * mends that.
     */
    private Segment<T> linkTail() {
        Segment<T> start = last.getAcquire(); // acquire LINK <- walkTo
        if (start == null) {
            start = firstSegment();
        }
        start.linkNext();
        tail.compareAndSet(null, start); // release LINK -> offer
        return start;
    }

    /**
     * Makes the segments for a claim of {@code count} sequences that begins in the tail, {@code start}, or in the
     * segment behind it.
     */
    private void prepare(Segment<T> start, int count) {
        long end = start.id + (count + 2L * segmentSize - 2) / segmentSize;
        Segment<T> segment = start;
        while (segment.id < end) {
            Segment<T> next = segment.linkNext();
            segment = next != segment ? next : head.getAcquire(); // acquire LINK <- moveHead
        }
    }

    private long claim() {
        long sequence = claim(1);
        return isBeforeEnd(sequence) ? sequence : Status.CLOSED;
    }

    private long claim(int count) {
        if (soleSender == null) {
            return nextClaim.getAndAdd(count);
        }
        long first = nextClaim.valuePlain();
        nextClaim.valueRelease(first + count); // release CLAIM -> nextClaim
        soleSender.afterClaim(); // before the looks at the close word and at who waits
        return first;
    }

    private void publish(long sequence, T message, Segment<T> start) {
        Segment<T> segment = segmentOf(sequence, start);
        if (segment != null) {
            segment.release(sequence, message); // release PUBLISH -> take
        }
        wakeReceiver();
    }

    @Override
    public final int offerAll(T[] messages, int from, int to) {
        if (!closeWord.isOpen()) {
            return 0;
        }
        int count = to - from;
        Segment<T> segment = tail.getAcquire(); // acquire LINK <- walkTo
        if (segment == null) {
            segment = linkTail();
        }
        prepare(segment, count);
        long first = claim(count);
        count = countBeforeEnd(first, count);
        for (int i = 0; i < count; i++) {
            segment = segmentOf(first + i, segment);
            if (segment == null) {
                break;
            }
            segment.release(first + i, messages[from + i]); // release PUBLISH -> take
        }
        if (count > 0) {
            wakeReceiver();
        }
        return count;
    }

    /** The segment of a sequence that this thread has claimed; null: a cancel has passed over the claim, and others. */
    private @Nullable Segment<T> segmentOf(long sequence, Segment<T> start) {
        long id = sequence >> segmentShift;
        return start.id == id ? start : walkTo(id, start);
    }

    private @Nullable Segment<T> walkTo(long id, Segment<T> start) {
        Segment<T> segment = start;
        while (segment.id < id) {
            Segment<T> next = segment.nextAcquire(); // acquire LINK <- linkNext
            if (next == null) {
                next = linkClaimed(segment);
            }
            // An unlinked segment leads nowhere; the head is behind every sequence that is claimed and neither taken
            // nor
            // passed over.
            segment = next != segment ? next : head.getAcquire();
        }
        if (segment.id > id) {
            return null;
        }
        last.compareAndSet(start, segment); // release LINK -> linkTail
        tail.compareAndSet(start, segment.nextAcquire() == null ? null : segment); // release LINK -> offer
        return segment;
    }

    /** The next segment, in which a sender has claimed already: too late to fail. */
    private Segment<T> linkClaimed(Segment<T> segment) {
        while (true) {
            try {
                return segment.linkNext();
            } catch (OutOfMemoryError e) {
                snooze();
            }
        }
    }

    private Segment<T> firstSegment() {
        Segment<T> first = head.getAcquire(); // acquire LINK <- firstSegment
        if (first == null) {
            Segment<T> made = new Segment<>(firstSegmentId, segmentSize);
            first = head.compareAndSet(null, made) ? made : head.getAcquire(); // release LINK -> take
        }
        return last.compareAndSet(null, first) ? first : last.getAcquire(); // release LINK -> linkTail
    }

    @Override
    final boolean hasRoom() {
        return true;
    }

    @Override
    final long nextClaim() {
        return nextClaim.valueVolatile(); // acquire CLAIM <- claim
    }

    // ---- receiving ----

    /** Drops a used-up segment. False if there is none behind it, so that nothing has been sent into it either. */
    final boolean moveHead(Segment<T> used) {
        Segment<T> next = used.nextAcquire();
        if (next == null) {
            return false;
        }
        if (next != used && head.compareAndSet(used, next)) { // release LINK -> take
            used.unlink();
        }
        return true;
    }

    @Override
    public final void afterTake() {
        // Senders never wait.
    }

    // ---- looking inside ----

    @Override
    final @Nullable T peek() {
        while (true) {
            Segment<T> segment = head.getAcquire(); // acquire LINK <- firstSegment
            long sequence = nextTake();
            while (segment != null && segment.id < sequence >> segmentShift) {
                Segment<T> next = segment.nextAcquire();
                segment = next != segment ? next : head.getAcquire();
            }
            T message = segment == null ? null : segment.acquire(sequence);
            if (nextTake() == sequence) {
                return message;
            }
        }
    }

    @Override
    final void look(Consumer<? super T> visitor) {
        Segment<T> segment = head.getAcquire(); // acquire LINK <- firstSegment
        long sequence = nextTake();
        long end = nextAccepted();
        while (segment != null && sequence < end) {
            if (segment.id == sequence >> segmentShift) {
                T message = segment.acquire(sequence);
                if (message != null) {
                    visitor.accept(message);
                }
                sequence++;
            } else {
                Segment<T> next = segment.nextAcquire();
                if (next == segment) { // receivers went past; what is left starts at the head
                    next = head.getAcquire();
                    sequence = Math.max(sequence, nextTake());
                }
                segment = next;
            }
        }
    }

    /** How many segments are reachable. For tests. */
    final int segments() {
        int count = 0;
        for (Segment<T> s = head.getAcquire(); s != null; s = s.nextAcquire()) {
            count++;
        }
        Segment<T> start = last.getAcquire();
        Segment<T> first = head.getAcquire();
        return start != null && first != null && start.id < first.id ? count + 1 : count;
    }

    @Override
    final void checkInvariants() {
        super.checkInvariants();
        Segment<T> first = head.getAcquire();
        if (first != null && first.id > nextTake() >> segmentShift) {
            throw new AssertionError("head segment " + first.id + " is ahead of sequence " + nextTake());
        }
        for (Segment<T> s = first; s != null; s = s.nextAcquire()) {
            Segment<T> next = s.nextAcquire();
            if (next != null && next.id != s.id + 1) {
                throw new AssertionError("segment " + s.id + " leads to " + next.id);
            }
        }
    }
}
