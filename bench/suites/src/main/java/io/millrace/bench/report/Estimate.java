package io.millrace.bench.report;

import io.millrace.bench.statistics.SignedRank;
import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A figure over its turns. It has no interval: a row alone says little, since the turns of all rows share the machine's good and bad
 * minutes. Who is ahead is said by ratios within rounds only.
 *
 * @param forks one figure for each turn, over all of its iterations
 * @param value estimate of Hodges and Lehmann over the logarithms of the turns; the median where a turn is not above zero
 * @param least of the turns
 * @param most of the turns
 */
record Estimate(double[] forks, double value, double least, double most) {

    /**
     * Computes an estimate.
     *
     * @param forks at least one
     */
    static Estimate of(double... forks) {
        if (forks.length == 0) {
            throw new IllegalArgumentException("forks is empty, at least one is needed");
        }
        boolean positive = Arrays.stream(forks).allMatch(value -> value > 0 && Double.isFinite(value));
        double value = positive
                ? Math.exp(SignedRank.centre(Arrays.stream(forks).map(Math::log).toArray()))
                : StatUtils.percentile(forks, 50);
        return new Estimate(forks, value, StatUtils.min(forks), StatUtils.max(forks));
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
