package io.millrace.internal.clock;

import java.time.Duration;

/** Timeouts as nanoseconds. */
public final class Timeouts {

    /** From here on a timeout means for ever: 146 years, half of what a clock whose values overflow can tell apart. */
    public static final long FOREVER = Long.MAX_VALUE / 2;

    private Timeouts() {}

    /** The duration in nanoseconds; one too long to count as the most there is. */
    public static long nanos(Duration timeout) {
        try {
            return timeout.toNanos();
        } catch (ArithmeticException e) {
            return timeout.isNegative() ? 0 : Long.MAX_VALUE;
        }
    }
}
