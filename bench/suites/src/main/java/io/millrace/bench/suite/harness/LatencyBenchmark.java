package io.millrace.bench.suite.harness;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/** A benchmark that hands its latencies over when its fork ends. */
public abstract class LatencyBenchmark extends CostedBenchmark {

    private final Latencies latencies = new Latencies();

    /** For subclasses. */
    protected LatencyBenchmark() {}

    /** Returns what the benchmark records into. */
    protected final Latencies latencies() {
        return latencies;
    }

    /** Throws the warm-up away. */
    @Setup(Level.Iteration)
    public void begin(IterationParams iteration) {
        latencies.iteration(iteration.getType() == IterationType.MEASUREMENT);
    }

    /** Hands the latencies over. */
    @TearDown
    public void write() {
        latencies.write();
    }
}
