package io.millrace.bench.suite.processes;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What is in a message: its number in the first 8 bytes, and the complement of it in the last 8 of those that have 16 or more. NumberedMessages go
 * on from run to run.
 */
final class NumberedMessages {

    private NumberedMessages() {}

    /** Fills a message. */
    static void write(MutableDirectBuffer message, int length, long number) {
        message.putLong(0, number);
        if (length >= 2 * Long.BYTES) {
            message.putLong(length - Long.BYTES, ~number);
        }
    }

    /**
     * Checks a message that was received.
     *
     * @throws IllegalStateException if it is not the one expected, or not whole
     */
    static void check(DirectBuffer message, int index, int size, int length, long expected) {
        long number = message.getLong(index);
        long last = size < 2 * Long.BYTES ? ~number : message.getLong(index + size - Long.BYTES);
        if (size != length || number != expected || last != ~expected) {
            throw new IllegalStateException("received message " + number + " of " + size + " bytes that ends with "
                    + ~last + ", expected was " + expected + " of " + length);
        }
    }
}
