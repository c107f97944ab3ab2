package io.millrace.internal.flavor;

import java.time.Duration;

/** Timeouts as nanoseconds. */
final class Timeouts {

    /** From here on a timeout means for ever: 146 years, half of what a clock whose values overflow can tell apart. */
    static final long FOREVER = Long.MAX_VALUE / 2;

    private Timeouts() {}

    static long nanos(Duration timeout) {
        try {
            return timeout.toNanos();
        } catch (ArithmeticException e) {
            return timeout.isNegative() ? 0 : Long.MAX_VALUE;
        }
    }
}
