package io.millrace.support;

/** How often a test repeats a race. {@code -Dmillrace.rounds=10} repeats each ten times as often. */
public final class Rounds {

    private static final int TIMES = Integer.getInteger("millrace.rounds", 1);

    private Rounds() {}

    /** So many rounds, or as many times that as the property says. */
    public static int of(int rounds) {
        return Math.multiplyExact(rounds, TIMES);
    }
}
