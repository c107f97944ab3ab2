package io.millrace.bench.suite.latency;

/** What times are read from. */
@FunctionalInterface
interface Clock {

    /** Returns nanoseconds since some moment. */
    long nanoTime();
}
