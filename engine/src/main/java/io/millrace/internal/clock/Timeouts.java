package io.millrace.internal.clock;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Timeouts as nanoseconds. */
public final class Timeouts {

    /** From here on a timeout means for ever: 146 years, half of what a clock whose values overflow can tell apart. */
    public static final long FOREVER = Long.MAX_VALUE / 2;

    /** A timeout for ever, for what takes a duration. */
    public static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE);

    private static final long MOST_SECONDS = TimeUnit.NANOSECONDS.toSeconds(Long.MAX_VALUE);

    private Timeouts() {}

    /**
     * The duration in nanoseconds; one too long to count as the most there is, a negative one as 0. By comparison, as
     * an exception for what is too long would be garbage.
     */
    public static long nanos(Duration timeout) {
        if (timeout.getSeconds() >= MOST_SECONDS) {
            return Long.MAX_VALUE;
        }
        return timeout.isNegative() ? 0 : timeout.toNanos();
    }

    /** What is left of {@code nanos} that began at {@code start}, by the same clock as {@code now}. */
    public static long left(long nanos, long start, long now) {
        return nanos >= FOREVER || nanos <= 0 ? nanos : nanos - (now - start);
    }
}
