package io.millrace.internal.offheap.shared;

import static org.agrona.concurrent.ringbuffer.RecordDescriptor.HEADER_LENGTH;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.lengthOffset;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.typeOffset;

import org.agrona.concurrent.AtomicBuffer;

/**
 * The words and records that one producer and the consumer share. Both may be in processes that stop or die at any
 * instruction.
 *
 * <p>Records lie between the head, which the consumer moves, and the end, which the producer moves. Each is Agrona's:
 * length with header, type, bytes, from a multiple of 8 on. Nothing behind the end has a meaning, so the unfinished
 * record of a dead producer does not exist.
 *
 * <p>The end is one word with two marks in its lowest bits, and every change of it is a compare-and-set. A producer
 * that commits expects no mark: if there is one, its record is not in the lane, whatever has happened in between. So a
 * mark fixes the end, at a point in time, without waiting for any process.
 *
 * <p>The end decides, but a consumer that read it for each message would take its line from the producer each time. So
 * it reads the record instead. The length at the end of the lane is never positive: it is 0 until a producer writes a
 * record there, and negative until that has moved the end beyond it. A positive length says that the record is
 * committed; at a negative one the end is read, for a producer may have died between its two stores. To keep that up
 * a producer writes 0 behind its record before it commits it, for which the lane keeps room.
 */
public final class Lane extends Processes.Owned {

    /** The producer has lost the lane. */
    public static final long FENCED = 1;

    /** The ring is closed. */
    public static final long CLOSED = 2;

    /** The bytes before the records. Words that different processes write are two cache lines apart. */
    public static final int WORDS = 384;

    static final int PADDING_TYPE = -1;

    /** What stays free behind the last record, for the length that says that none follows. */
    static final int ROOM_BEHIND = 8;

    /** A message can take an eighth of the lane, as in rings within a process. */
    private static final int PART = 8;

    /** The words of the producer that has the lane. */
    private static final int OWNER_AT = 0;

    /**
     * Up to which owner the lane was taken away. Written by any thread that fences, by compare-and-set, before the
     * mark. Carries FENCE.
     */
    private static final int FENCED_EPOCH_AT = 24;

    /**
     * Changed by compare-and-set: by the producer, and by any thread that sets a mark. Carries LANE and, with a mark,
     * REASON or FENCE.
     */
    private static final int END_AT = 128;

    /** Written by the consumer, by release; read by the producer. Carries REUSE. */
    private static final int HEAD_AT = 256;

    private static final long MARKS = 7;

    private final int capacity;

    /** Makes a view of a lane: {@link #WORDS} and a power of two bytes, zeroed at first. */
    public Lane(AtomicBuffer memory) {
        super(memory, OWNER_AT);
        this.capacity = memory.capacity() - WORDS;
    }

    int capacity() {
        return capacity;
    }

    int maxMessageLength() {
        return capacity / PART;
    }

    AtomicBuffer memory() {
        return memory;
    }

    /** Where the record at a position begins in {@link #memory()}. */
    int index(long position) {
        return WORDS + (int) (position & capacity - 1L);
    }

    // ---- the end ----

    /** The end and its marks, with all that was committed before it. */
    long end() {
        return memory.getLongVolatile(END_AT); // acquire LANE <- commit, acquire REASON <- mark
    }

    static long position(long end) {
        return end & ~MARKS;
    }

    /** Moves the end from an unmarked position to another. False: it is marked. */
    boolean commit(long from, long to) {
        return TruncationGuard.compareAndSet(memory, END_AT, from, to); // release LANE -> end
    }

    /** Sets a mark. */
    public void mark(long mark) {
        change(mark, 0);
    }

    void unmark(long mark) {
        change(0, mark);
    }

    private void change(long set, long clear) {
        long before;
        long after;
        do {
            before = end();
            after = (before | set) & ~clear;
        } while (before != after
                && !TruncationGuard.compareAndSet(memory, END_AT, before, after)); // release REASON -> end
    }

    boolean has(long mark) {
        return (end() & mark) != 0;
    }

    /**
     * Takes the lane away from an owner, by its number, and from no later one. False: it is not the owner, and nothing
     * was done.
     */
    boolean fence(long ofEpoch) {
        if (owner() == 0 || epoch() != ofEpoch) {
            return false;
        }
        long found = memory.getLongVolatile(FENCED_EPOCH_AT);
        while (found < ofEpoch && !TruncationGuard.compareAndSet(memory, FENCED_EPOCH_AT, found, ofEpoch)) {
            found = memory.getLongVolatile(FENCED_EPOCH_AT);
        }
        mark(FENCED); // release FENCE -> isFenced
        return true;
    }

    /** Whether it was taken away from an owner. The mark may also be one that came too late for the owner before. */
    boolean isFenced(long ofEpoch) {
        return has(FENCED) // acquire FENCE <- fence
                && memory.getLongVolatile(FENCED_EPOCH_AT) >= ofEpoch;
    }

    boolean isMarked() {
        return (end() & MARKS) != 0;
    }

    // ---- the lengths ----

    /**
     * Writes the length of a record, negative: it does not count yet.
     *
     * @param record where the record begins in {@link #memory()}
     */
    void putUncommitted(int record, int length, int type) {
        memory.putInt(lengthOffset(record), -length);
        memory.putInt(typeOffset(record), type);
    }

    /** Says that a record is committed, now that the end is behind it. */
    void putCommitted(int record, int length) {
        memory.putIntRelease(lengthOffset(record), length); // release LANE -> length
    }

    /** Says that no record follows. */
    void putNone(int record) {
        memory.putInt(lengthOffset(record), 0);
    }

    /** The length of a committed record. 0 or less: the end has to say whether there is one. */
    int length(int record) {
        return memory.getIntVolatile(lengthOffset(record)); // acquire LANE <- putCommitted
    }

    /** The length of a record that the end says is committed. */
    int lengthBeforeEnd(int record) {
        return Math.abs(memory.getInt(lengthOffset(record)));
    }

    // ---- the head ----

    /** Up to where the records have been read. */
    long head() {
        return memory.getLongVolatile(HEAD_AT); // acquire REUSE <- release
    }

    /** Gives what is before a position back to the producer. */
    void release(long position) {
        memory.putLongRelease(HEAD_AT, position); // release REUSE -> head
    }

    /** Bytes that are committed and not given back. */
    long size() {
        long head = head(); // first: the end never falls behind it
        return Math.min(capacity, Math.max(0, position(end()) - head));
    }

    /** Whether not even an empty message fits. */
    boolean isFull() {
        return size() > capacity - ROOM_BEHIND - HEADER_LENGTH;
    }

    boolean isDrained() {
        return position(end()) == head();
    }

    /** Whether head and end can be those of a lane. */
    boolean isSound() {
        long head;
        long end;
        do {
            head = head();
            end = position(end());
        } while (head != head()); // the consumer may be at work
        return head >= 0 && head % Long.BYTES == 0 && end >= head && end - head <= capacity;
    }
}
