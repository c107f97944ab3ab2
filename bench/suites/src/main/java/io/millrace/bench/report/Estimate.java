package io.millrace.bench.report;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A figure with its interval. The forks are the sample: iterations of one fork share its compiled code and its memory and say little
 * about the next fork. Times are skewed and are compared by their ratio, so all is computed from their logarithms.
 *
 * @param forks one figure for each fork, the median of its iterations
 * @param value geometric mean of the forks
 * @param low lower end of the interval, by Student's t; NaN if there is none
 * @param high upper end of the interval; NaN if there is none
 */
record Estimate(double[] forks, double value, double low, double high) {

    /** Probability of all intervals. */
    static final double CONFIDENCE = 0.99;

    /**
     * How many times one figure is another one.
     *
     * @param value the ratio
     * @param low lower end of its interval, by Welch's t; NaN if there is none
     * @param high upper end of its interval; NaN if there is none
     */
    record Ratio(double value, double low, double high) {

        /** Whether the interval excludes 1. */
        boolean distinguishable() {
            return low > 1 || high < 1;
        }

        /** Returns one divided by this. */
        Ratio inverse() {
            return new Ratio(1 / value, 1 / high, 1 / low);
        }
    }

    /**
     * Computes an estimate.
     *
     * @param forks at least one; without an interval if it is only one or if not all are above zero
     */
    static Estimate of(double... forks) {
        if (forks.length == 0) {
            throw new IllegalArgumentException("forks is empty, at least one is needed");
        }
        if (!allPositive(forks)) {
            return new Estimate(forks, StatUtils.percentile(forks, 50), Double.NaN, Double.NaN);
        }
        double[] logs = logs(forks);
        double mean = StatUtils.mean(logs);
        if (forks.length == 1) {
            return new Estimate(forks, forks[0], Double.NaN, Double.NaN);
        }
        double reach = quantile(forks.length - 1) * Math.sqrt(StatUtils.variance(logs) / forks.length);
        return new Estimate(forks, Math.exp(mean), Math.exp(mean - reach), Math.exp(mean + reach));
    }

    /** Returns how many times the other figure this one is. */
    Ratio to(Estimate other) {
        // Nothing beside nothing is the same; nothing beside something has no ratio.
        double ratio = value == 0 && other.value == 0 ? 1 : value / other.value;
        if (Double.isNaN(low) || Double.isNaN(other.low)) {
            return new Ratio(ratio, Double.NaN, Double.NaN);
        }
        double[] mine = logs(forks);
        double[] theirs = logs(other.forks);
        double a = StatUtils.variance(mine) / mine.length;
        double b = StatUtils.variance(theirs) / theirs.length;
        if (a + b == 0) {
            return new Ratio(ratio, ratio, ratio);
        }
        double freedom = (a + b) * (a + b) / (a * a / (mine.length - 1) + b * b / (theirs.length - 1));
        double reach = quantile(freedom) * Math.sqrt(a + b);
        return new Ratio(ratio, ratio * Math.exp(-reach), ratio * Math.exp(reach));
    }

    private static double quantile(double freedom) {
        return new TDistribution(freedom).inverseCumulativeProbability(1 - (1 - CONFIDENCE) / 2);
    }

    private static boolean allPositive(double[] values) {
        return Arrays.stream(values).allMatch(value -> value > 0 && Double.isFinite(value));
    }

    private static double[] logs(double[] values) {
        return Arrays.stream(values).map(Math::log).toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Estimate that && Arrays.equals(forks, that.forks);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(forks);
    }
}
