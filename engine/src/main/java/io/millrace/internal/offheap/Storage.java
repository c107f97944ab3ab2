package io.millrace.internal.offheap;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.millrace.internal.park.Insistent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.IoUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** The memory of a ring: its bytes, and the positions behind them. */
public final class Storage {

    private Storage() {}

    /** A byte array, from its first multiple of 8 on. */
    public static AtomicBuffer onHeap(int capacity) {
        byte[] bytes = new byte[length(capacity) + Long.BYTES];
        int offset = (int) (-new UnsafeBuffer(bytes).addressOffset() & Long.BYTES - 1);
        return new Heap(bytes, offset, length(capacity));
    }

    /** Memory outside the heap, from a line's beginning on. */
    public static AtomicBuffer direct(int capacity) {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(length(capacity), 2 * BitUtil.CACHE_LINE_LENGTH));
    }

    /**
     * A new file, which is mapped as long as the ring is reachable. A file that cannot be allocated as a whole is
     * deleted again.
     *
     * @throws IllegalStateException if there is a file of that name
     * @throws UncheckedIOException if the file cannot be made
     */
    public static AtomicBuffer mapped(Path file, int capacity) {
        String cannot = "cannot make a ring of " + capacity + " bytes in '" + file + "'";
        try (FileChannel channel = FileChannel.open(file, CREATE_NEW, READ, WRITE)) {
            try {
                Preallocation.allocate(channel, 0, length(capacity));
                return over(channel.map(FileChannel.MapMode.READ_WRITE, 0, length(capacity)));
            } catch (Throwable e) {
                delete(file);
                throw e;
            }
        } catch (FileAlreadyExistsException e) {
            throw new IllegalStateException(cannot + ": there is a file of that name", e);
        } catch (IOException e) {
            throw new UncheckedIOException(cannot, e);
        }
    }

    private static UnsafeBuffer over(MappedByteBuffer mapped) {
        try {
            return new UnsafeBuffer(mapped);
        } catch (Throwable e) {
            IoUtil.unmap(mapped);
            throw e;
        }
    }

    /** Takes a new file back, of a ring that could not be made over it. */
    public static void discard(AtomicBuffer memory, Path file) {
        if (memory.byteBuffer() instanceof MappedByteBuffer mapped) {
            IoUtil.unmap(mapped);
        }
        try {
            delete(file);
        } catch (IOException e) {
            // why the ring could not be made says more
        }
    }

    /** Deletes a file if it is there, also where there is little memory: what nobody will look for must not stay. */
    public static void delete(Path file) throws IOException {
        for (int tries = 0; ; tries++) {
            try {
                Files.deleteIfExists(file);
                return;
            } catch (OutOfMemoryError e) {
                Insistent.pause(tries, e);
            }
        }
    }

    private static int length(int capacity) {
        return capacity + RingBufferDescriptor.TRAILER_LENGTH;
    }

    /**
     * Agrona takes no byte array for aligned, wherever it begins. Arrays begin at multiples of 8 and so does this part
     * of one, before and after the collector moves it.
     */
    private static final class Heap extends UnsafeBuffer {

        Heap(byte[] bytes, int offset, int length) {
            super(bytes, offset, length);
        }

        @Override
        public void verifyAlignment() {
            if ((addressOffset() & Long.BYTES - 1) != 0) {
                throw new IllegalStateException("bytes begin at " + addressOffset() + ", allowed are multiples of 8");
            }
        }
    }
}
