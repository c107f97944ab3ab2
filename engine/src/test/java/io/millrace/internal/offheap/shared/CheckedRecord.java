package io.millrace.internal.offheap.shared;

import java.util.Random;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A message that can tell whether it is whole: who wrote it, its number, some random bytes, and a checksum of all that. */
final class CheckedRecord {

    static final int TYPE = 7;
    private static final int WRITER_AT = 0;
    private static final int NUMBER_AT = 8;
    private static final int BYTES_AT = 16;

    private final Random random;
    private final byte[] bytes;
    private final CRC32C checksum = new CRC32C();
    final UnsafeBuffer buffer;

    CheckedRecord(long seed, int maxLength) {
        this.random = new Random(seed);
        this.bytes = new byte[maxLength];
        this.buffer = new UnsafeBuffer(bytes);
    }

    /** Writes a record and returns its length. */
    int fill(long writer, long number) {
        random.nextBytes(bytes);
        int length = BYTES_AT + random.nextInt(bytes.length - BYTES_AT - Integer.BYTES + 1);
        buffer.putLong(WRITER_AT, writer);
        buffer.putLong(NUMBER_AT, number);
        buffer.putInt(length, checksum(buffer, 0, length));
        return length + Integer.BYTES;
    }

    static long writer(DirectBuffer buffer, int index) {
        return buffer.getLong(index + WRITER_AT);
    }

    static long number(DirectBuffer buffer, int index) {
        return buffer.getLong(index + NUMBER_AT);
    }

    boolean isWhole(int type, DirectBuffer buffer, int index, int length) {
        int content = length - Integer.BYTES;
        return type == TYPE
                && content >= BYTES_AT
                && buffer.getInt(index + content) == checksum(buffer, index, content);
    }

    private int checksum(DirectBuffer source, int index, int length) {
        checksum.reset();
        for (int at = 0; at < length; at++) {
            checksum.update(source.getByte(index + at));
        }
        return (int) checksum.getValue();
    }
}
