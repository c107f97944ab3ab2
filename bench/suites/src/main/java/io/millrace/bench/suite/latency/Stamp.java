package io.millrace.bench.suite.latency;

import java.util.stream.IntStream;

/** A message that tells when it was to be sent. It is used again after all others of its table. */
final class Stamp {

    private long number;
    private long time;

    /** Makes a table of stamps. */
    static Stamp[] table(int length) {
        return IntStream.range(0, length).mapToObj(i -> new Stamp()).toArray(Stamp[]::new);
    }

    Stamp set(long newNumber, long newTime) {
        number = newNumber;
        time = newTime;
        return this;
    }

    /**
     * Returns the time.
     *
     * @throws IllegalStateException if this is not the message with that number
     */
    long time(long expectedNumber) {
        if (number != expectedNumber) {
            throw new IllegalStateException("message " + number + " came, expected was " + expectedNumber);
        }
        return time;
    }
}
