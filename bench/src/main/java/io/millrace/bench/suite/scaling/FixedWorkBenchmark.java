package io.millrace.bench.suite.scaling;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A benchmark of fixed work. One operation is a run: its threads, which already exist, are released by a barrier, and it ends
 * when the last has finished and the result is found right. The figure is the time per message.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsPrepend = {"--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED"},
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseParallelGC"})
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class FixedWorkBenchmark {

    private FixedWork work;

    /** Sets what is measured; the benchmark calls it when its parameters are known. */
    protected final void open(FixedWork work) {
        this.work = work;
    }

    /** Makes the exception for a peer that the benchmark does not know. */
    protected static IllegalArgumentException unknown(String peer, Class<?> names) {
        return new IllegalArgumentException(
                "peer is " + peer + ", allowed are those that " + names.getSimpleName() + " names for this benchmark");
    }

    /** Checks what the runs of an iteration left. */
    @TearDown(Level.Iteration)
    public void verify() throws InterruptedException {
        work.verify();
    }

    /** Ends the threads. */
    @TearDown
    public void close() {
        work.close();
    }

    /** Does the work once. */
    @Benchmark
    public void run(Messages count, Costs costs) throws InterruptedException {
        long messages = work.run();
        count.messages += messages;
        costs.received += messages;
        costs.yields += work.yields();
        costs.late += work.late();
    }
}
