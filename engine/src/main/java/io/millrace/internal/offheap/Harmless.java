package io.millrace.internal.offheap;

import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Memory that is never read, for buffers whose use is over. Agrona's checks of bounds can be turned off; then a buffer
 * without bytes writes to wherever its address and an index lead. So the address is the middle of a reserve that spans
 * every index: two gigabytes before it and as much behind. No page of it exists before it is written to.
 */
public final class Harmless {

    private static final int WITH_CHECKS = 16;
    private static final int MARGIN = 1 << 16; // the length of the longest access at the last index
    private static final long EVERY_INDEX = 2 * (1L << 31) + 2 * MARGIN;

    private static final long MIDDLE = reserve(UnsafeBuffer.SHOULD_BOUNDS_CHECK ? WITH_CHECKS : EVERY_INDEX);

    private Harmless() {}

    /** The middle of a reserve of so many bytes, or of fewer if the operating system refuses that many. */
    private static long reserve(long bytes) {
        long length = bytes;
        while (true) {
            try {
                return UnsafeApi.allocateMemory(length) + length / 2;
            } catch (OutOfMemoryError e) {
                if (length <= MARGIN) {
                    throw e;
                }
                length /= 2;
            }
        }
    }

    /** Ends the use of a buffer: it has no bytes any more, and without checks it still reaches no other memory. */
    public static void end(UnsafeBuffer buffer) {
        buffer.wrap(MIDDLE, 0);
    }
}
