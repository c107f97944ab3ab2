package io.millrace.bench.suite;

import java.util.Locale;

/** How long is measured. A larger profile runs all rows of the smaller ones. */
public enum Profile {

    /** Everything works; the figures mean nothing. At most a minute. */
    SMOKE(1, 0, 1, 20),

    /** A first answer, every shape. At most a quarter of an hour. */
    QUICK(3, 2, 3, 80),

    /** For publishing. */
    FULL(5, 3, 5, 500);

    /** What a fork takes before its first iteration and after its last, in milliseconds, on a slow machine. */
    private static final long FORK_MILLIS = 600;

    private final int forks;
    private final int warmups;
    private final int iterations;
    private final long iterationMillis;

    Profile(int forks, int warmups, int iterations, long iterationMillis) {
        this.forks = forks;
        this.warmups = warmups;
        this.iterations = iterations;
        this.iterationMillis = iterationMillis;
    }

    /** Returns how many JVMs measure each cell, one after the other. */
    public int forks() {
        return forks;
    }

    /** Returns how many iterations of a fork do not count. */
    public int warmups() {
        return warmups;
    }

    /** Returns how many iterations of a fork count. */
    public int iterations() {
        return iterations;
    }

    /** Returns how long an iteration lasts at least, in milliseconds; it ends with the run that is under way. */
    public long iterationMillis() {
        return iterationMillis;
    }

    /** Returns how long one cell takes by plan, in milliseconds. */
    public long cellMillis() {
        return forks * (FORK_MILLIS + (warmups + iterations) * iterationMillis);
    }

    /** Whether this profile runs a row that is measured from the given one on. */
    public boolean includes(Profile from) {
        return compareTo(from) >= 0;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
