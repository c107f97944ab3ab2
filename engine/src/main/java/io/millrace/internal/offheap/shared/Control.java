package io.millrace.internal.offheap.shared;

import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.AtomicBuffer;
import org.jspecify.annotations.Nullable;

/** The words that concern the whole ring: whether it is closed and why, and who consumes. */
final class Control {

    private static final int CLOSED_AT = 0;
    private static final int CAUSE_TAKEN_AT = 8;
    private static final int CAUSE_LENGTH_AT = 16;
    private static final int OWNER_AT = 128;
    private static final int EPOCH_AT = 136;
    private static final int HEARTBEAT_AT = 144;
    private static final int CAUSE_AT = 256;
    private static final int CAUSE_MAX = 2048;

    private final AtomicBuffer memory;

    Control(AtomicBuffer memory) {
        this.memory = memory;
    }

    boolean isClosed() {
        return memory.getLongVolatile(CLOSED_AT) != 0;
    }

    /**
     * Closes the ring. The cause is there before the ring is closed; it is that of the first who gave one. Whoever finds the ring closed
     * closes the lanes, in case the closer has died.
     */
    void close(@Nullable String cause) {
        if (cause != null && !isClosed() && memory.compareAndSetLong(CAUSE_TAKEN_AT, 0, 1)) {
            byte[] text = cause.getBytes(StandardCharsets.UTF_8);
            int length = Math.min(text.length, CAUSE_MAX);
            memory.putBytes(CAUSE_AT, text, 0, length);
            memory.putLongVolatile(CAUSE_LENGTH_AT, length + 1L);
        }
        memory.putLongVolatile(CLOSED_AT, 1);
    }

    @Nullable String cause() {
        long length = memory.getLongVolatile(CAUSE_LENGTH_AT) - 1;
        if (length < 0 || length > CAUSE_MAX) {
            return null;
        }
        byte[] text = new byte[(int) length];
        memory.getBytes(CAUSE_AT, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    long owner() {
        return memory.getLongVolatile(OWNER_AT);
    }

    boolean changeOwner(long from, long to) {
        return memory.compareAndSetLong(OWNER_AT, from, to);
    }

    long epoch() {
        return memory.getLongVolatile(EPOCH_AT);
    }

    void nextEpoch() {
        memory.getAndAddLong(EPOCH_AT, 1);
    }

    long heartbeat() {
        return memory.getLongVolatile(HEARTBEAT_AT);
    }

    void beat(long epochMillis) {
        memory.putLongVolatile(HEARTBEAT_AT, epochMillis);
    }
}
