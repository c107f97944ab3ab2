package io.millrace.bench.statistics;

import java.util.List;

/**
 * After how many rounds a comparison may be decided. They are set before anything is measured and share the error of the whole
 * comparison in equal parts, so that looking several times errs no more often than {@link #ERROR} says.
 *
 * @param rounds in ascending order
 */
public record Looks(List<Integer> rounds) {

    /** How often a comparison of two equal sides may call one of them ahead, all looks together. */
    public static final double ERROR = 0.01;

    /** Keeps a copy. */
    public Looks {
        rounds = List.copyOf(rounds);
        if (!rounds.equals(rounds.stream().sorted().distinct().toList())) {
            throw new IllegalArgumentException("rounds is " + rounds + ", allowed are numbers in ascending order");
        }
    }

    /** Makes looks after so many rounds. */
    public static Looks after(Integer... rounds) {
        return new Looks(List.of(rounds));
    }

    /** Returns after how many rounds nothing more is decided. */
    public int last() {
        return rounds.isEmpty() ? 0 : rounds.get(rounds.size() - 1);
    }

    /** Returns the error of one look. */
    double share() {
        return ERROR / rounds.size();
    }
}
