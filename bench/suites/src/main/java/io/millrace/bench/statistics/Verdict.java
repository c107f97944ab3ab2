package io.millrace.bench.statistics;

import java.util.Locale;

/** What the interval of a ratio says. */
public enum Verdict {

    /** The interval excludes 1, upwards. */
    AHEAD,

    /** The interval is within {@link PairedRatio#BAND}: whatever the difference is, it does not matter. */
    EQUAL,

    /** The interval excludes 1, downwards. */
    BEHIND,

    /** None of these: nothing is known but the ends of the interval. */
    UNDECIDED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
