package io.millrace.bench.suite.harness;

import org.openjdk.jmh.annotations.Benchmark;

/**
 * Fixed work, done by platform threads, of which the {@link Costs} count too. Reading them allocates a little in each iteration,
 * which JMH's {@code gc} profiler sees.
 */
public abstract class CostedBenchmark extends FixedWorkBenchmark {

    /** For subclasses. */
    protected CostedBenchmark() {}

    /** Does the work once. */
    @Benchmark
    public void run(Messages count, Costs costs) throws InterruptedException {
        costs.received += once(count);
        costs.yields += work().yields();
        costs.late += work().late();
    }
}
