package io.millrace.internal.park;

/**
 * Whether it pays to yield. A yield lets the thread that this one waits for have the processor, in less time than it takes to park and be
 * unparked; but beside a foreign load it gives a whole slice of milliseconds to that, each time, while a thread that has slept is run at
 * once. So each yield is timed, and once they cost more than a park does they are given up for a while; then one is tried.
 *
 * <p>What is measured is the machine, so all waits of the JVM share it. All fields are hints, plain and racy.
 */
final class Yielding {

    /** What all waits share. */
    static final Yielding SHARED = new Yielding(NanoClock.system(), Thread::yield);

    /** What it takes to park, to be unparked and to run again, on a machine that has something else to do. */
    static final long COSTLY_NANOS = 50_000;

    /** One that was preempted for long counts as this, or it alone would say that all are costly. */
    private static final long MOST_NANOS = 1_000_000;

    /** The average is over about so many. */
    private static final int WEIGHT = 32;

    private static final long SHORTEST_BREAK_NANOS = 100_000_000;
    private static final long LONGEST_BREAK_NANOS = 1_600_000_000;

    private final NanoClock clock;
    private final Runnable yield;

    private long average;
    private boolean givenUp;
    private long breakEnds;
    private long nextBreak = SHORTEST_BREAK_NANOS;

    Yielding(NanoClock clock, Runnable yield) {
        this.clock = clock;
        this.yield = yield;
    }

    /** Whether to yield rather than park. */
    boolean pays() {
        return !givenUp || clock.nanoTime() - breakEnds >= 0;
    }

    /** Yields, and learns what that takes. */
    void yieldNow() {
        long start = clock.nanoTime();
        yield.run();
        long end = clock.nanoTime();
        learn(end - start, end);
    }

    private void learn(long took, long now) {
        long mean = average + (Math.min(took, MOST_NANOS) - average) / WEIGHT;
        if (mean > COSTLY_NANOS) {
            average = COSTLY_NANOS; // after the break one costly yield is enough
            breakEnds = now + nextBreak;
            nextBreak = Math.min(2 * nextBreak, LONGEST_BREAK_NANOS);
            givenUp = true;
        } else {
            average = mean;
            if (givenUp && mean < COSTLY_NANOS / 2) {
                givenUp = false;
                nextBreak = SHORTEST_BREAK_NANOS;
            }
        }
    }
}
