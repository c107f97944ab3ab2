package io.millrace.offheap;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;

/** Messages of the tests: longs, sent as they are, and a codec for texts. */
final class Bytes {

    private Bytes() {}

    /** A buffer with one long in it. For one thread. */
    static UnsafeBuffer of(long value) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[Long.BYTES]);
        buffer.putLong(0, value);
        return buffer;
    }

    static void send(RingSender ring, long value) throws InterruptedException {
        ring.send(1, of(value), 0, Long.BYTES);
    }

    static boolean trySend(RingSender ring, long value) {
        return ring.trySend(1, of(value), 0, Long.BYTES);
    }

    /** Sends until the ring is full. Returns how many. */
    static int fill(RingSender ring) {
        int sent = 0;
        while (trySend(ring, sent)) {
            sent++;
        }
        return sent;
    }

    /** Keeps what it gets. */
    static MessageHandler into(List<Long> values) {
        return (type, buffer, index, length) -> values.add(buffer.getLong(index));
    }

    /** Receives what is there. */
    static List<Long> drain(RingReceiver ring) {
        List<Long> values = new ArrayList<>();
        while (ring.tryReceive(into(values), 100) > 0) {}
        return values;
    }

    /** Receives what is left of a ring that is closed without a cause. */
    static List<Long> drainUntilClosed(RingReceiver ring) throws InterruptedException {
        List<Long> values = new ArrayList<>();
        ring.forEach(into(values));
        return values;
    }

    /** Texts of at most 32 characters. */
    static class TextCodec implements Codec<String> {

        @Override
        public int maxLength() {
            return 32;
        }

        @Override
        public int length(String message) {
            return message.length();
        }

        @Override
        public void encode(String message, MutableDirectBuffer buffer, int offset) {
            buffer.putStringWithoutLengthAscii(offset, message);
        }

        @Override
        public String decode(int type, DirectBuffer buffer, int offset, int length) {
            return buffer.getStringWithoutLengthAscii(offset, length);
        }

        @Override
        public String decodeNew(int type, DirectBuffer buffer, int offset, int length) {
            return decode(type, buffer, offset, length);
        }
    }
}
