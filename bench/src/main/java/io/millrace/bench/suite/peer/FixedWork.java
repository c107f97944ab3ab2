package io.millrace.bench.suite.peer;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Benchmarks of fixed work. One operation is a run: the threads, which already exist, are released by a barrier and carry the
 * messages; the run ends when the last is received, and fails unless count, sum of ids and order are right. JMH prints the time
 * of a run, and as {@code run:messages} <b>the time per message, which is the figure</b>; it contains the release of the threads,
 * some tens of microseconds per run, and a check of each message, alike for all.
 *
 * <p>Every implementation gets forks of its own. Runs follow each other on one instance, as in a long-lived program, so that the
 * warm-up also meets full, empty and resizing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsPrepend = {"--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED"},
        jvmArgsAppend = {"-Xms4g", "-Xmx4g", "-XX:+UseParallelGC"})
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class FixedWork {

    private Run run;

    /** For subclasses. */
    protected FixedWork() {}

    /** Makes what a run needs, and starts the threads. */
    protected abstract Run open();

    /** Makes what a run needs. */
    @Setup
    public void start() {
        run = open();
    }

    /** Ends the threads. */
    @TearDown
    public void close() {
        run.close();
    }

    /** Carries all messages once. */
    @Benchmark
    public void run(Carried carried) throws InterruptedException {
        carried.messages += run.run();
    }

    /** All messages once, as often as wanted. */
    public interface Run extends AutoCloseable {

        /**
         * Carries all messages once.
         *
         * @return how many
         */
        long run() throws InterruptedException;

        @Override
        default void close() {}
    }
}
