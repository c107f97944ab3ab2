package io.millrace.bench.compare;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What all cells of the comparison share. One operation is a run: the threads, which already exist, are released by a barrier
 * and carry {@code messages} messages; the run ends when the last is received, and fails unless count, sum of ids and order are
 * right. JMH prints the time of a run, and as {@code run:messages} <b>the time per message, which is the figure</b>; it
 * contains the release of the threads, some tens of microseconds per run, and a check of each message, alike for all.
 *
 * <p>Every implementation gets forks of its own. Runs follow each other on one instance, as in a long-lived program, so that the
 * warm-up also meets full, empty and resizing.
 *
 * <p>{@code messages} is smaller where handing off is slow, and the same for all implementations of a cell. For a smoke run of
 * all cells pass {@code -f 1 -wi 0 -i 1 -r 1ms -p messages=2000} to JMH; the figures then mean nothing, the checks do.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xms4g", "-Xmx4g", "-XX:+UseParallelGC"})
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class Comparison {

    private Traffic traffic;

    /** Makes the messages and starts the threads. */
    final void open(Handoff handoff, int senders, int receivers, int messages) {
        traffic = new Traffic(handoff, senders, receivers, messages);
    }

    /** Ends the threads. */
    @TearDown
    public void close() {
        traffic.close();
    }

    /** Carries all messages once. */
    @Benchmark
    public void run(Count count) throws InterruptedException {
        count.messages += traffic.run();
    }

    /** Counts messages, so that JMH gives the time per message whatever their number. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Count {

        /** Messages received since the iteration began. */
        public long messages;
    }
}
