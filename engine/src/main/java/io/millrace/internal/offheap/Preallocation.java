package io.millrace.internal.offheap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes to files that will be mapped. */
public final class Preallocation {

    private static final int CHUNK = 1 << 16;

    private Preallocation() {}

    /**
     * Writes zeros from one place to another: a full disk is found here and not by a write to mapped memory, which can
     * fail by a signal only.
     */
    public static void allocate(FileChannel file, long from, long to) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(CHUNK, to - from));
        for (long at = from; at < to; at += CHUNK) {
            writeFully(file, zeros.clear().limit((int) Math.min(CHUNK, to - at)), at);
        }
    }

    /** Writes all of the bytes. */
    public static void writeFully(FileChannel file, ByteBuffer bytes, long at) throws IOException {
        int start = bytes.position();
        while (bytes.hasRemaining()) {
            file.write(bytes, at + bytes.position() - start);
        }
    }
}
