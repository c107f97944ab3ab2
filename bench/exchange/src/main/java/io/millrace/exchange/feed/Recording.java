package io.millrace.exchange.feed;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Bytes in memory, written once and read any number of times; in chunks, so that they may be more than an array can
 * hold.
 */
public final class Recording extends OutputStream {

    private static final int CHUNK = 1 << 20;

    private final List<byte[]> chunks = new ArrayList<>();
    private long size;

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        Objects.checkFromIndexSize(from, count, bytes.length);
        int done = 0;
        while (done < count) {
            int at = (int) (size % CHUNK);
            if (at == 0) {
                chunks.add(new byte[CHUNK]);
            }
            int part = Math.min(count - done, CHUNK - at);
            System.arraycopy(bytes, from + done, chunks.get(chunks.size() - 1), at, part);
            done += part;
            size += part;
        }
    }

    /** How many bytes have been written. */
    public long size() {
        return size;
    }

    /** Returns a stream over the bytes written so far, from the first. */
    public InputStream open() {
        return new Reading(chunks, size);
    }

    private static final class Reading extends InputStream {

        private final List<byte[]> chunks;
        private final long size;
        private long position;

        Reading(List<byte[]> chunks, long size) {
            this.chunks = chunks;
            this.size = size;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int count) {
            Objects.checkFromIndexSize(from, count, target.length);
            if (count == 0) {
                return 0;
            }
            int at = (int) (position % CHUNK);
            int part = (int) Math.min(Math.min(count, CHUNK - at), size - position);
            if (part <= 0) {
                return -1;
            }
            System.arraycopy(chunks.get((int) (position / CHUNK)), at, target, from, part);
            position += part;
            return part;
        }
    }
}
