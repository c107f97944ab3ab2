package io.millrace.bench.suite.harness;

import org.openjdk.jmh.annotations.Benchmark;

/** Fixed work of which only the time counts, so that nothing but the work allocates. */
public abstract class TimedBenchmark extends FixedWorkBenchmark {

    /** For subclasses. */
    protected TimedBenchmark() {}

    /** Does the work once. */
    @Benchmark
    public void run(Messages count) throws InterruptedException {
        once(count);
    }
}
