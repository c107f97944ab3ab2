package io.millrace.bench.statistics;

import java.util.Arrays;

/**
 * How many times better one side is than another, from the ratios of rounds in which both were measured.
 *
 * @param value the estimate of Hodges and Lehmann at the last look, or before the first over all rounds; NaN if a ratio is not above
 *     zero
 * @param low lower end of the interval at the last look; NaN before the first
 * @param high upper end of it
 * @param rounds how many were measured
 * @param verdict of the first look that decided, else {@link Verdict#UNDECIDED}
 */
public record PairedRatio(double value, double low, double high, int rounds, Verdict verdict) {

    /** Sides that differ by less than this factor are equal. */
    public static final double BAND = 1.05;

    /** Normal quantiles of a look and of nine in ten, in sum, by that of a look alone: what is found nine times in ten. */
    private static final double SURELY = (3.09 + 1.28) / 3.09;

    /**
     * Looks at ratios.
     *
     * @param ratios of the rounds in their order: above 1 where the side in question was better
     * @param looks when they may be looked at
     */
    public static PairedRatio of(double[] ratios, Looks looks) {
        if (ratios.length == 0 || !Arrays.stream(ratios).allMatch(ratio -> ratio > 0 && Double.isFinite(ratio))) {
            return new PairedRatio(Double.NaN, Double.NaN, Double.NaN, ratios.length, Verdict.UNDECIDED);
        }
        double[] logs = Arrays.stream(ratios).map(Math::log).toArray();
        double value = Math.exp(SignedRank.centre(logs));
        double low = Double.NaN;
        double high = Double.NaN;
        Verdict verdict = Verdict.UNDECIDED;
        for (int look : looks.rounds()) {
            if (look > logs.length || verdict != Verdict.UNDECIDED) {
                break;
            }
            int limit = SignedRank.limit(look, looks.share());
            if (limit > 0) {
                double[] looked = Arrays.copyOf(logs, look);
                double[] averages = SignedRank.walshAverages(looked);
                value = Math.exp(SignedRank.centre(looked));
                low = Math.exp(averages[limit - 1]);
                high = Math.exp(averages[averages.length - limit]);
                verdict = verdict(low, high);
            }
        }
        return new PairedRatio(value, low, high, ratios.length, verdict);
    }

    private static Verdict verdict(double low, double high) {
        if (low >= 1 / BAND && high <= BAND) {
            return Verdict.EQUAL;
        }
        return low > 1 ? Verdict.AHEAD : high < 1 ? Verdict.BEHIND : Verdict.UNDECIDED;
    }

    /** Whether there was a look. */
    public boolean hasInterval() {
        return !Double.isNaN(low);
    }

    /** Returns how many times the sides differ at most, by the interval. */
    public double apart() {
        return Math.max(high, 1 / low);
    }

    /** Returns the least factor that rounds as many and as noisy find nine times in ten, about. */
    public double visible() {
        return Math.exp(Math.log(high / low) / 2 * SURELY);
    }
}
