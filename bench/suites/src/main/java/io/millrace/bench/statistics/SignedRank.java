package io.millrace.bench.statistics;

import java.util.Arrays;

/**
 * Wilcoxon's signed ranks: the estimate of Hodges and Lehmann and its exact interval. Only symmetry about the centre is asked of the
 * sample, which the difference of two sides in random order has where the sides are equal; normality is not.
 */
public final class SignedRank {

    private SignedRank() {}

    /**
     * Returns how many Walsh averages from each end the interval begins.
     *
     * @param size of the sample
     * @param error that the interval may miss the centre, both sides together
     * @return 1 for the extremes themselves, and so on; 0 if no interval of this sample is that sure
     */
    public static int limit(int size, double error) {
        double[] probabilities = probabilities(size);
        double tail = 0;
        int sum = 0;
        while (sum < probabilities.length && 2 * (tail + probabilities[sum]) <= error) {
            tail += probabilities[sum++];
        }
        return sum;
    }

    /** Returns the probability of each sum of positive ranks, from 0 on: every rank is positive or not by a fair coin. */
    static double[] probabilities(int size) {
        double[] probabilities = new double[size * (size + 1) / 2 + 1];
        probabilities[0] = 1;
        int most = 0;
        for (int rank = 1; rank <= size; rank++) {
            most += rank;
            for (int sum = most; sum >= 0; sum--) {
                double without = probabilities[sum];
                double with = sum >= rank ? probabilities[sum - rank] : 0;
                probabilities[sum] = (without + with) / 2;
            }
        }
        return probabilities;
    }

    /** Returns the estimate of the centre: the median of the Walsh averages. */
    public static double centre(double... sample) {
        double[] averages = walshAverages(sample);
        int half = averages.length / 2;
        return averages.length % 2 == 1 ? averages[half] : (averages[half - 1] + averages[half]) / 2;
    }

    /** Returns the averages of all pairs, each value with itself among them, in ascending order. */
    static double[] walshAverages(double... sample) {
        if (sample.length == 0) {
            throw new IllegalArgumentException("sample is empty, at least one value is needed");
        }
        double[] averages = new double[sample.length * (sample.length + 1) / 2];
        int next = 0;
        for (int i = 0; i < sample.length; i++) {
            for (int j = i; j < sample.length; j++) {
                averages[next++] = (sample[i] + sample[j]) / 2;
            }
        }
        Arrays.sort(averages);
        return averages;
    }
}
