package io.millrace.bench.suite;

import io.millrace.bench.statistics.Looks;
import java.time.Duration;
import java.util.Locale;

/** How long is measured. A larger profile runs all rows of the smaller ones. A turn is the same in all but the smallest. */
public enum Profile {

    /** Everything works; the figures mean nothing. At most a minute. */
    SMOKE(Looks.after(), 1, Duration.ZERO, 0, 1, 20),

    /** Verdicts on the headline cells in a quarter of an hour, with what is left of it for other rows. */
    QUICK(Looks.after(10, 14, 20, 28, 40), 3, Duration.ofSeconds(870), 4, 6, 80),

    /** For publishing: all rows, and more rounds. */
    NIGHT(Looks.after(20, 40, 60, 80, 120), 5, Duration.ofHours(8), 4, 6, 80);

    /** What a fork takes before its first iteration and after its last, in milliseconds. */
    private static final long FORK_MILLIS = 600;

    private final Looks looks;
    private final int turns;
    private final Duration budget;
    private final int warmups;
    private final int iterations;
    private final long iterationMillis;

    Profile(Looks looks, int turns, Duration budget, int warmups, int iterations, long iterationMillis) {
        this.looks = looks;
        this.turns = turns;
        this.budget = budget;
        this.warmups = warmups;
        this.iterations = iterations;
        this.iterationMillis = iterationMillis;
    }

    /** Returns after how many rounds a headline cell may be decided. */
    public Looks looks() {
        return looks;
    }

    /** Returns how many turns a row without a verdict gets, if there is time. */
    public int turns() {
        return turns;
    }

    /** Returns after which time no round begins any more; zero if that is never. */
    public Duration budget() {
        return budget;
    }

    /** Returns how many iterations of a turn do not count. */
    public int warmups() {
        return warmups;
    }

    /** Returns how many iterations of a turn count. */
    public int iterations() {
        return iterations;
    }

    /** Returns how long an iteration lasts at least, in milliseconds; it ends with the run that is under way. */
    public long iterationMillis() {
        return iterationMillis;
    }

    /** Returns how long a turn takes by plan, in milliseconds. */
    public long turnMillis() {
        return FORK_MILLIS + (warmups + iterations) * iterationMillis;
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
