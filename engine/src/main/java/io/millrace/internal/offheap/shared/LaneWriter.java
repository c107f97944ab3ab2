package io.millrace.internal.offheap.shared;

import static org.agrona.BitUtil.align;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.ALIGNMENT;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.HEADER_LENGTH;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.lengthOffset;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.typeOffset;

import org.agrona.concurrent.AtomicBuffer;

/** The producer of a lane. For one thread at a time. */
public final class LaneWriter {

    /** What {@link #claim} returns when the record does not fit. */
    public static final int FULL = -1;

    private final Lane lane;
    private final AtomicBuffer memory;
    private final int capacity;

    /** Where the end is: nobody else moves it. */
    private long end;

    /** Where the head was when last looked at. */
    private long head;

    /** The padding before the claimed record, which would not fit before the end of the memory. */
    private int padding;

    /** Takes over where the last producer has stopped. */
    public LaneWriter(Lane lane) {
        this.lane = lane;
        this.memory = lane.memory();
        this.capacity = lane.capacity();
        this.end = Lane.position(lane.end());
        this.head = lane.head();
    }

    /** Finds room for a record. Returns the index of its first byte in the lane's memory, or {@link #FULL}. */
    public int claim(int length) {
        int record = align(length + HEADER_LENGTH, ALIGNMENT);
        int skipped = skippedBefore(record, end);
        if (skipped + record > capacity - (end - head)) {
            head = lane.head();
            if (skipped + record > capacity - (end - head)) {
                return FULL;
            }
        }
        padding = skipped;
        return lane.index(end + skipped) + HEADER_LENGTH;
    }

    private int skippedBefore(int record, long position) {
        int untilEnd = capacity - (int) (position & capacity - 1L);
        return record <= untilEnd ? 0 : untilEnd;
    }

    /** Whether so many bytes fit now. Claims nothing, and any thread may look. */
    boolean hasRoom(int length) {
        int record = align(length + HEADER_LENGTH, ALIGNMENT);
        long position = Lane.position(lane.end());
        return skippedBefore(record, position) + record <= capacity - (position - lane.head());
    }

    /** Whether the end is where this writer has put it, without a mark. */
    boolean isAtEnd() {
        return lane.end() == end;
    }

    /** Commits the claimed record. Returns false if the lane is marked: then it holds nothing of it. */
    public boolean commit(int type, int length) {
        if (padding > 0) {
            int skipped = lane.index(end);
            memory.putInt(lengthOffset(skipped), padding);
            memory.putInt(typeOffset(skipped), Lane.PADDING_TYPE);
        }
        int record = lane.index(end + padding);
        memory.putInt(lengthOffset(record), length + HEADER_LENGTH);
        memory.putInt(typeOffset(record), type);
        long next = end + padding + align(length + HEADER_LENGTH, ALIGNMENT);
        CrashPoint.pass(CrashPoint.BEFORE_COMMIT);
        boolean committed = lane.commit(end, next);
        if (committed) {
            end = next;
        }
        return committed;
    }
}
