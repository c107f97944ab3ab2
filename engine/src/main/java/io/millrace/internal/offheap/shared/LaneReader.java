package io.millrace.internal.offheap.shared;

import static org.agrona.BitUtil.align;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.ALIGNMENT;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.HEADER_LENGTH;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.typeOffset;

import io.millrace.internal.offheap.Harmless;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;

/** The consumer of a lane. For one thread at a time. */
public final class LaneReader {

    private final Lane lane;
    private final String name;
    private final AtomicBuffer memory;
    private final int capacity;

    /**
     * That of the longest message. What is skipped before one that would not fit before the end of the memory is
     * shorter.
     */
    private final int longestRecord;

    /** The message that the handler gets; nothing else is in its reach. */
    private final UnsafeBuffer message = new UnsafeBuffer(0, 0);

    /** Where this reader has put the head: nobody else moves it. */
    private long head;

    /** How many messages the last read took; also if it threw. */
    int taken;

    /**
     * Continues where the last consumer stopped.
     *
     * @param name of the lane, for messages
     */
    public LaneReader(Lane lane, String name) {
        this.lane = lane;
        this.name = name;
        this.memory = lane.memory();
        this.capacity = lane.capacity();
        this.longestRecord = align(lane.maxMessageLength() + HEADER_LENGTH, ALIGNMENT);
        this.head = lane.head();
    }

    /**
     * Hands what is committed to the handler, up to {@code limit} messages, then gives their room back.
     *
     * @throws IllegalStateException if what lies there is no record; it and what follows stay
     */
    public int read(MessageHandler handler, int limit) {
        return read(handler, limit, Integer.MAX_VALUE);
    }

    /**
     * As {@link #read(MessageHandler, int)}, for a handler that does not take every length.
     *
     * @throws IllegalStateException also if the next message is longer; it stays
     */
    int read(MessageHandler handler, int limit, int longest) {
        taken = 0;
        requireHead();
        long at = head;
        try {
            while (taken < limit) {
                int record = lane.index(at);
                int length = lane.length(record);
                if (length <= 0) {
                    if (length == 0 || !isBeforeEnd(at)) {
                        break;
                    }
                    length = lane.lengthBeforeEnd(record);
                }
                int type = memory.getInt(typeOffset(record));
                requireRecord(at, length, type);
                if (type != Lane.PADDING_TYPE && length - HEADER_LENGTH > longest) {
                    throw new IllegalStateException("the next message of " + name + " is of type " + type + " and has "
                            + (length - HEADER_LENGTH) + " bytes, allowed is 0 to codec.maxLength(), " + longest
                            + "; it stays for who can take it");
                }
                at += align(length, ALIGNMENT);
                if (type != Lane.PADDING_TYPE) {
                    taken++;
                    message.wrap(memory, record + HEADER_LENGTH, length - HEADER_LENGTH);
                    handler.onMessage(type, message, 0, length - HEADER_LENGTH);
                }
            }
        } finally {
            if (at != head) {
                CrashPoint.pass(CrashPoint.BEFORE_RELEASE);
                head = at;
                lane.release(at);
                Harmless.end(message);
            }
        }
        return taken;
    }

    private boolean isBeforeEnd(long at) {
        return at < Lane.position(lane.end());
    }

    /**
     * Whether all that was committed has been read. For one who has read what it found: then nothing but damage can hide
     * a record.
     *
     * @throws IllegalStateException if head and end cannot be those of this lane, or there is no record between them
     */
    boolean isDrained() {
        requireHead();
        long end = Lane.position(lane.end());
        if (end < head || end - head > capacity) {
            throw damaged("its head is " + head + " and its end " + end + ", allowed is up to " + capacity + " more");
        }
        if (end > head && lane.length(lane.index(head)) == 0) {
            throw damaged("at position " + head + ", before its end " + end + ", there is no record");
        }
        return end == head;
    }

    private void requireHead() {
        long found = lane.head();
        if (found != head || (head & ALIGNMENT - 1) != 0) {
            throw damaged("its head is " + found + ", allowed is " + head + ", a multiple of 8");
        }
    }

    /**
     * Another process may have written anything: no length that it wrote may lead out of the lane, nor more than once
     * around it.
     */
    private void requireRecord(long at, int length, int type) {
        int untilEnd = capacity - (int) (at & capacity - 1L);
        long longest = Math.min(Math.min(untilEnd, longestRecord), head + capacity - at);
        if (length < HEADER_LENGTH || length > longest) {
            throw damaged("at position " + at + " there is a record of " + length + " bytes, allowed is "
                    + HEADER_LENGTH + " to " + longest);
        }
        if (type < 1 && type != Lane.PADDING_TYPE) {
            throw damaged("at position " + at + " there is a record of type " + type + ", allowed is 1 or more");
        }
    }

    private IllegalStateException damaged(String how) {
        return new IllegalStateException(name + " is damaged: " + how);
    }
}
