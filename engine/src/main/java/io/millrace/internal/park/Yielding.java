package io.millrace.internal.park;

import io.millrace.internal.clock.NanoClock;

/**
 * Whether it pays to yield. A yield lets the thread that this one waits for have the processor, in less time than it
 * takes to park and be unparked; but beside a foreign load it gives a whole slice of milliseconds to that, each time,
 * while a thread that has slept is run at once. So each yield is timed, and if they cost too much in the mean they are
 * given up for a while. Then some are tried.
 *
 * <p>A yield that took long is no sign by itself: on a machine that does nothing else one in a hundred takes
 * milliseconds, as another thread of this process, or the compiler, had something to do. The mean is then 10 to 30
 * microseconds, beside one busy process for each processor some milliseconds.
 *
 * <p>What is measured is the machine, so all waits of the JVM share it. All fields are hints, plain and racy.
 */
final class Yielding {

    /** Shared by all waits. */
    static final Yielding SHARED = new Yielding(NanoClock.system(), Thread::yield);

    /** A mean that is far from both. */
    static final long COSTLY_NANOS = 400_000;

    /** One during which the machine was suspended counts as this. */
    private static final long MOST_NANOS = 5_000_000;

    /**
     * Over about how many yields the mean is taken. Where more threads of the process run than there are processors,
     * long yields come in bursts: over 128 yields, one burst takes the mean past the limit.
     */
    private static final int WEIGHT = 1024;

    /**
     * A trial has failed once its yields have cost more together. Beside a foreign load a few yields do; a single yield
     * to a thread of this process that does not yield itself may take half as long.
     */
    static final long TRIAL_NANOS = 10_000_000;

    static final int TRIALS = 32;

    private static final long SHORTEST_BREAK_NANOS = 50_000_000;
    private static final long LONGEST_BREAK_NANOS = 800_000_000;

    private final NanoClock clock;
    private final Runnable yield;

    private long average;
    private boolean givenUp;
    private long breakEnds;
    private long nextBreak = SHORTEST_BREAK_NANOS;
    private int trials;
    private long trialNanos;

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
        long took = Math.min(end - start, MOST_NANOS);
        if (givenUp) {
            if (start - breakEnds >= 0) { // else it began before the trial, and says nothing about it
                tried(took, end);
            }
        } else {
            average += (took - average) / WEIGHT;
            if (average > COSTLY_NANOS) {
                giveUp(end);
            }
        }
    }

    private void tried(long took, long now) {
        trials++;
        trialNanos += took;
        if (trialNanos > TRIAL_NANOS) {
            giveUp(now);
        } else if (trials >= TRIALS) {
            average = trialNanos / TRIALS;
            nextBreak = SHORTEST_BREAK_NANOS;
            givenUp = false;
        }
    }

    private void giveUp(long now) {
        trials = 0;
        trialNanos = 0;
        breakEnds = now + nextBreak;
        nextBreak = Math.min(2 * nextBreak, LONGEST_BREAK_NANOS);
        givenUp = true;
    }
}
