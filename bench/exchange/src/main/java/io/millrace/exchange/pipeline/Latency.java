package io.millrace.exchange.pipeline;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Nanoseconds between two points of the pipeline, recorded by one thread. */
public final class Latency {

    private static final long LONGEST = TimeUnit.HOURS.toNanos(1);
    private static final int COST_ROUNDS = 200_000;

    private final String label;
    private final Histogram histogram = new Histogram(LONGEST, 3);

    Latency(String label) {
        this.label = label;
    }

    /** Which two points. */
    public String label() {
        return label;
    }

    /** What was recorded. */
    public Histogram histogram() {
        return histogram;
    }

    void record(long nanos) {
        histogram.recordValue(Math.max(0, Math.min(LONGEST, nanos)));
    }

    /** Measures what one reading of the clock with its recording costs here, in nanoseconds. */
    public static double cost() {
        Latency trial = new Latency("trial");
        long last = 0;
        long started = 0;
        for (int round = 0; round < 2; round++) { // the first one warms up
            started = System.nanoTime();
            last = started;
            for (int i = 0; i < COST_ROUNDS; i++) {
                long now = System.nanoTime();
                trial.record(now - last);
                last = now;
            }
        }
        return (double) (last - started) / COST_ROUNDS;
    }
}
