package io.millrace.bench.suite;

import io.millrace.bench.statistics.Looks;
import java.time.Duration;
import java.util.Locale;

/**
 * How long is measured. Of the first three, a larger one runs all rows of the smaller ones. A turn is the same in all but the
 * smallest.
 */
public enum Profile {

    /** Everything works; the figures mean nothing. At most a minute. */
    SMOKE(Looks.after(), 1, Duration.ZERO),

    /** Verdicts on headline cells in a quarter of an hour, with what is left of it for other rows. */
    QUICK(Looks.after(10, 14, 20, 28, 40), 3, Duration.ofSeconds(885)),

    /** For publishing: all rows, and more rounds. */
    NIGHT(Looks.after(20, 40, 60, 80, 120), 5, Duration.ofHours(8)),

    /** How time grows with the threads, up to as many as there are processors. Runs its own rows and no others. */
    SCALING(Looks.after(), 5, Duration.ofHours(1));

    /**
     * What a turn takes on average, in milliseconds: the start of its JVM, the warm-up and five iterations of 80 ms, and its share of the
     * rounds that are repeated. Measured: a quick run on two processors took 538 turns in 14:44, and repeated 31 of 175 rounds.
     */
    private static final long TURN_MILLIS = 2_000;

    /** What a turn takes that only tries whether everything works. */
    private static final long TRIAL_MILLIS = 600;

    private final Looks looks;
    private final int turns;
    private final Duration budget;

    Profile(Looks looks, int turns, Duration budget) {
        this.looks = looks;
        this.turns = turns;
        this.budget = budget;
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

    /** Whether everything is only tried: one short iteration without a warm-up, whose figures mean nothing. */
    public boolean isTrial() {
        return this == SMOKE;
    }

    /** Returns how long a turn takes by plan, in milliseconds. */
    public long turnMillis() {
        return isTrial() ? TRIAL_MILLIS : TURN_MILLIS;
    }

    /** Whether this profile runs a row that is measured from the given one on. */
    public boolean includes(Profile from) {
        return this == SCALING || from == SCALING ? this == from : compareTo(from) >= 0;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
