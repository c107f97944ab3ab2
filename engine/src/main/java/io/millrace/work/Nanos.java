package io.millrace.work;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Timeouts in nanoseconds; what is too long to count is for ever. */
final class Nanos {

    static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    private static final long MOST_SECONDS = TimeUnit.NANOSECONDS.toSeconds(Long.MAX_VALUE);

    private Nanos() {}

    /** By comparison, as an exception for what is too long would be garbage. */
    static long of(Duration timeout) {
        if (timeout.getSeconds() >= MOST_SECONDS) {
            return Long.MAX_VALUE;
        }
        return timeout.isNegative() ? 0 : timeout.toNanos();
    }

    /** What is left of {@code nanos} that began at {@code start}, by the same clock as {@code now}. */
    static long left(long nanos, long start, long now) {
        return nanos == Long.MAX_VALUE ? nanos : nanos <= 0 ? nanos : nanos - (now - start);
    }
}
