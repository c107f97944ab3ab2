package io.millrace.internal.offheap.shared;

import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.AtomicBuffer;
import org.jspecify.annotations.Nullable;

/** The words that concern the whole ring: whether it is closed and why, and the owner of the receiving end. */
final class ControlBlock extends Processes.Owned {

    /** Written by closers, volatile, never back; read by all. Carries REASON. */
    private static final int CLOSED_AT = 0;

    /**
     * How many places for a text were taken. Changed by get-and-add by closers; it only shares the places out, and
     * orders nothing.
     */
    private static final int TEXTS_TAKEN_AT = 8;

    /**
     * Which text counts and its length, plus 1; 0 for none. Changed once, by compare-and-set after the text is there,
     * so that a reason is there as a whole or not at all; read by any thread that wants the text. Carries REASON.
     */
    private static final int CAUSE_AT = 16;

    /** The words of the owner of the receiving end, two cache lines from those of the closers. */
    private static final int OWNER_AT = 128;

    /**
     * The texts of reasons, each by the closer that has taken the place; plain. A closer that dies with one leaves it
     * unused.
     */
    private static final int TEXTS_AT = 256;

    private static final int TEXT_MAX = 2048;
    private static final int LENGTH_BITS = 16;

    ControlBlock(AtomicBuffer memory) {
        super(memory, OWNER_AT);
    }

    boolean isClosed() {
        return memory.getLongVolatile(CLOSED_AT) != 0; // acquire REASON <- close
    }

    /**
     * Closes the ring. The cause is there before the ring is closed; it is the first that was given. Every process that
     * finds the ring closed closes the lanes, in case the closer has died.
     */
    void close(@Nullable String cause) {
        if (cause != null && !isClosed() && memory.getLongVolatile(CAUSE_AT) == 0) {
            publish(cause);
        }
        CrashPoint.pass(CrashPoint.REASON_THERE);
        memory.putLongVolatile(CLOSED_AT, 1); // release REASON -> isClosed
    }

    private void publish(String cause) {
        byte[] text = cause.getBytes(StandardCharsets.UTF_8); // first: memory for it may be missing
        long place = takeText();
        if (place >= texts()) {
            return; // so many have died on their way
        }
        int length = wholeCharacters(text, TEXT_MAX);
        memory.putBytes(textAt(place), text, 0, length);
        CrashPoint.pass(CrashPoint.REASON_WRITTEN);
        TruncationGuard.compareAndSet(
                memory, CAUSE_AT, 0, (place << LENGTH_BITS | length) + 1); // release REASON -> cause
    }

    private long takeText() {
        long place;
        do {
            place = memory.getLongVolatile(TEXTS_TAKEN_AT);
        } while (place < texts()
                && place >= 0
                && !TruncationGuard.compareAndSet(memory, TEXTS_TAKEN_AT, place, place + 1));
        return place < 0 ? texts() : place;
    }

    private int texts() {
        return (memory.capacity() - TEXTS_AT) / TEXT_MAX;
    }

    private static int textAt(long place) {
        return TEXTS_AT + (int) place * TEXT_MAX;
    }

    /** How many bytes there are of whole characters, up to a limit. */
    private static int wholeCharacters(byte[] text, int limit) {
        if (text.length <= limit) {
            return text.length;
        }
        int length = limit;
        while ((text[length] & 0xc0) == 0x80) { // in the middle of one
            length--;
        }
        return length;
    }

    /** The first reason that was given; also before the ring is closed. */
    @Nullable String cause() {
        long found = memory.getLongVolatile(CAUSE_AT) - 1; // acquire REASON <- publish
        int length = (int) (found & (1 << LENGTH_BITS) - 1);
        long place = found >> LENGTH_BITS;
        if (found < 0 || place >= texts() || length > TEXT_MAX) {
            return null;
        }
        byte[] text = new byte[length];
        memory.getBytes(textAt(place), text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
