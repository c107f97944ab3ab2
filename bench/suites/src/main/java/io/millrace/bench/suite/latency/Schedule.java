package io.millrace.bench.suite.latency;

import java.util.concurrent.TimeUnit;

/**
 * When messages are to be sent: at equal distances, whether or not the earlier ones were.
 *
 * @param start time of message 0, in nanoseconds
 * @param perSecond how many in a second, 1 to 10<sup>9</sup>
 */
record Schedule(long start, long perSecond) {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    Schedule {
        if (perSecond < 1 || perSecond > SECOND) {
            throw new IllegalArgumentException("perSecond is " + perSecond + ", allowed is 1 to " + SECOND);
        }
    }

    /** Returns the time of a message, exact for any rate: no rounding adds up. */
    long time(long number) {
        return start + number / perSecond * SECOND + number % perSecond * SECOND / perSecond;
    }
}
