package io.millrace.internal.offheap;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Memory that nobody reads, for buffers whose use is over. Agrona's checks of bounds can be turned off; then a buffer without bytes
 * writes to wherever its address is, and that must be somewhere.
 */
public final class Harmless {

    private static final int FIRST_LENGTH = 4096;

    /**
     * At least as long as the longest buffer that was ever ended.
     * <p>Written by: who ends a longer one.
     * <p>Read by: who ends one. Orders nothing: a race for it only makes one more, and each buffer keeps its own.
     */
    private static volatile ByteBuffer memory = ByteBuffer.allocateDirect(FIRST_LENGTH);

    private Harmless() {}

    /** Ends the use of a buffer outside the heap: it has no bytes any more, and without checks it still writes to no other memory. */
    public static void end(UnsafeBuffer buffer) {
        end(buffer, buffer.capacity());
    }

    /** As {@link #end(UnsafeBuffer)}, for a buffer that was so long. */
    public static void end(UnsafeBuffer buffer, int length) {
        ByteBuffer present = memory;
        if (present.capacity() < length) {
            present = ByteBuffer.allocateDirect(Math.max(length, Math.min(1 << 30, 2 * present.capacity())));
            memory = present;
        }
        buffer.wrap(present, 0, 0);
    }
}
