package io.millrace.bench.suite.harness;

import io.millrace.bench.suite.Histograms;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The latencies of a fork, to three digits. One thread records at a time; what warm-up recorded is thrown away. */
public final class Latencies {

    private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);
    private static final int DIGITS = 3;

    private final Histogram histogram = new Histogram(LONGEST, DIGITS);
    private boolean counting;

    /** Makes an empty one. */
    public Latencies() {}

    /**
     * Tells that an iteration begins, while no thread records.
     *
     * @param counts whether it is not a part of the warm-up
     */
    public void iteration(boolean counts) {
        if (!counts || !counting) {
            histogram.reset();
            histogram.setStartTimeStamp(System.currentTimeMillis());
        }
        counting = counts;
    }

    /** Records nanoseconds. */
    public void record(long nanos) {
        histogram.recordValue(Math.max(0, Math.min(LONGEST, nanos)));
    }

    /** Hands over what the counted iterations recorded, if there were any. */
    public void write() {
        if (counting) {
            histogram.setEndTimeStamp(System.currentTimeMillis());
            Histograms.write(histogram);
        }
    }

    /** Returns what was recorded. */
    public Histogram histogram() {
        return histogram;
    }
}
