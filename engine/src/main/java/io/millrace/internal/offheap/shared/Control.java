package io.millrace.internal.offheap.shared;

import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.AtomicBuffer;
import org.jspecify.annotations.Nullable;

/** The words that concern the whole ring: whether it is closed and why, and who consumes. */
final class Control {

    /** Written by closers, volatile, never back; read by all. Carries REASON. */
    private static final int CLOSED_AT = 0;

    /** Changed once, by the closer whose reason counts; it only decides which, and orders nothing. */
    private static final int CAUSE_TAKEN_AT = 8;

    /** Written by that closer, volatile, after the text; read by who wants the text. Carries REASON. */
    private static final int CAUSE_LENGTH_AT = 16;

    /** Who receives. Changed by compare-and-set, as that of a lane. Carries OWNER. */
    private static final int OWNER_AT = 128;

    /** As those of a lane: for who looks from outside, ordering nothing. */
    private static final int EPOCH_AT = 136;

    private static final int HEARTBEAT_AT = 144;

    /** The text of the reason; plain. */
    private static final int CAUSE_AT = 256;

    private static final int CAUSE_MAX = 2048;

    private final AtomicBuffer memory;

    Control(AtomicBuffer memory) {
        this.memory = memory;
    }

    boolean isClosed() {
        return memory.getLongVolatile(CLOSED_AT) != 0; // acquire REASON <- close
    }

    /**
     * Closes the ring. The cause is there before the ring is closed; it is that of the first who gave one. Whoever finds the ring closed
     * closes the lanes, in case the closer has died.
     */
    void close(@Nullable String cause) {
        if (cause != null && !isClosed() && CutOff.compareAndSet(memory, CAUSE_TAKEN_AT, 0, 1)) {
            byte[] text = cause.getBytes(StandardCharsets.UTF_8);
            int length = Math.min(text.length, CAUSE_MAX);
            memory.putBytes(CAUSE_AT, text, 0, length);
            memory.putLongVolatile(CAUSE_LENGTH_AT, length + 1L); // release REASON -> cause
        }
        memory.putLongVolatile(CLOSED_AT, 1); // release REASON -> isClosed
    }

    @Nullable String cause() {
        long length = memory.getLongVolatile(CAUSE_LENGTH_AT) - 1; // acquire REASON <- close
        if (length < 0 || length > CAUSE_MAX) {
            return null;
        }
        byte[] text = new byte[(int) length];
        memory.getBytes(CAUSE_AT, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    long owner() {
        return memory.getLongVolatile(OWNER_AT); // acquire OWNER <- changeOwner
    }

    boolean changeOwner(long from, long to) {
        return CutOff.compareAndSet(memory, OWNER_AT, from, to); // release OWNER -> owner, acquire OWNER <- changeOwner
    }

    long epoch() {
        return memory.getLongVolatile(EPOCH_AT);
    }

    void nextEpoch() {
        memory.putLongVolatile(EPOCH_AT, epoch() + 1);
    }

    long heartbeat() {
        return memory.getLongVolatile(HEARTBEAT_AT);
    }

    void beat(long epochMillis) {
        memory.putLongVolatile(HEARTBEAT_AT, epochMillis);
    }
}
