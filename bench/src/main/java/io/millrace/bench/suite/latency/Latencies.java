package io.millrace.bench.suite.latency;

import io.millrace.bench.suite.Histograms;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The latencies of a fork, to three digits. One thread records at a time; what warm-up recorded is thrown away. */
final class Latencies {

    private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);
    private static final int DIGITS = 3;

    private final Histogram histogram = new Histogram(LONGEST, DIGITS);
    private boolean counting;

    /**
     * Tells that an iteration begins, while no thread records.
     *
     * @param counts whether it is not a part of the warm-up
     */
    void iteration(boolean counts) {
        if (!counts || !counting) {
            histogram.reset();
            histogram.setStartTimeStamp(System.currentTimeMillis());
        }
        counting = counts;
    }

    /** Records nanoseconds. */
    void record(long nanos) {
        histogram.recordValue(Math.max(0, Math.min(LONGEST, nanos)));
    }

    /** Hands over what the counted iterations recorded, if there were any. */
    void write() {
        if (counting) {
            histogram.setEndTimeStamp(System.currentTimeMillis());
            Histograms.write(histogram);
        }
    }

    Histogram histogram() {
        return histogram;
    }
}
