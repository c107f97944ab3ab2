package io.millrace.faults;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** How the number of a message stands in a ring of bytes. */
enum RingForm {
    /** In front of short and, the odd ones, of long messages. */
    BYTES,
    LONGS,
    DOUBLES;

    static final int SHORT = 8;
    static final int LONG = 200;

    int length(int message) {
        return this == BYTES && message % 2 != 0 ? LONG : SHORT;
    }

    DirectBuffer bytes(int message) {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[LONG]);
        if (this == DOUBLES) {
            bytes.putDouble(0, message);
        } else {
            bytes.putLong(0, message);
        }
        return bytes;
    }

    int message(DirectBuffer buffer, int offset) {
        return this == DOUBLES ? (int) buffer.getDouble(offset) : (int) buffer.getLong(offset);
    }
}
