package io.millrace.internal.offheap.shared;

import static org.agrona.BitUtil.align;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.ALIGNMENT;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.HEADER_LENGTH;

/** The producer of a lane. For one thread at a time. */
public final class LaneWriter {

    /** What {@link #claim} returns when the record does not fit. */
    public static final int FULL = -1;

    private final Lane lane;
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
        this.capacity = lane.capacity();
        this.end = Lane.position(lane.end());
        this.head = lane.head();
    }

    /** Finds room for a record. Returns the index of its first byte in the lane's memory, or {@link #FULL}. */
    public int claim(int length) {
        int record = align(length + HEADER_LENGTH, ALIGNMENT);
        int skipped = skippedBefore(record, end);
        int room = skipped + record + Lane.ROOM_BEHIND;
        if (room > capacity - (end - head)) {
            head = lane.head();
            if (room > capacity - (end - head)) {
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
        return skippedBefore(record, position) + record + Lane.ROOM_BEHIND <= capacity - (position - lane.head());
    }

    /** Whether the end is where this writer has put it, without a mark. */
    boolean isAtEnd() {
        return lane.end() == end;
    }

    /** Commits the claimed record. Returns false if the lane is marked: then it holds nothing of it. */
    public boolean commit(int type, int length) {
        int skipped = lane.index(end);
        int record = lane.index(end + padding);
        int withHeader = length + HEADER_LENGTH;
        long next = end + padding + align(withHeader, ALIGNMENT);
        lane.putNone(lane.index(next));
        lane.putUncommitted(record, withHeader, type);
        if (padding > 0) {
            lane.putUncommitted(skipped, padding, Lane.PADDING_TYPE);
        }
        CrashPoint.pass(CrashPoint.BEFORE_COMMIT);
        if (!lane.commit(end, next)) {
            return false;
        }
        end = next;
        CrashPoint.pass(CrashPoint.END_MOVED);
        lane.putCommitted(record, withHeader);
        if (padding > 0) {
            lane.putCommitted(skipped, padding);
        }
        return true;
    }
}
