package io.millrace.bench.suite.harness;

import io.millrace.bench.suite.ForkFiles;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A benchmark of fixed work. One operation is a run: its threads, which already exist, are released by a barrier, and it ends
 * when the last has finished and the result is found right. JMH prints the time of a run, and as {@code run:messages} <b>the time
 * per message, which is the figure</b>; it contains the release of the threads, some tens of microseconds per run, and a check of
 * each message, alike for all.
 *
 * <p>Every implementation gets forks of its own. Runs follow each other on one instance, as in a long-lived program, so that the
 * warm-up also meets full, empty and resizing. The warm-up is a part of the setup, not of JMH's iterations: see {@link WarmUp}. So are the
 * length of a run, which is 20 ms at least where it can be lengthened, and the place of the threads: see {@link Placement}.
 *
 * <p>What it counts is its subclasses': {@link TimedBenchmark} or {@link CostedBenchmark}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsPrepend = Flags.EXPORTS,
        jvmArgsAppend = {Flags.LEAST_HEAP, Flags.MOST_HEAP, Flags.COLLECTOR})
@Warmup(iterations = 0)
@Measurement(iterations = 5, time = 80, timeUnit = TimeUnit.MILLISECONDS)
public abstract class FixedWorkBenchmark {

    private FixedWork work;
    private int times = 1;
    private boolean hasFreeLength;

    /** For the two subclasses. */
    FixedWorkBenchmark() {}

    /** Makes the work that the parameters ask for, and starts its threads. */
    protected abstract FixedWork open();

    /**
     * For {@link #open}: returns how many messages a run is to have where that is free.
     *
     * @param messages of the shortest run
     */
    protected final int lengthened(int messages) {
        hasFreeLength = true;
        return Math.multiplyExact(messages, times);
    }

    private boolean lengthen(int more) {
        times = hasFreeLength ? Math.multiplyExact(times, more) : times;
        return hasFreeLength;
    }

    /** Whether threads at work get processors of their own, where there are enough. */
    protected boolean isPlaced() {
        return true;
    }

    /** Makes the exception for a peer that the benchmark does not know. */
    protected static IllegalArgumentException unknown(String peer, Class<?> names) {
        return new IllegalArgumentException(
                "peer is " + peer + ", allowed are those that " + names.getSimpleName() + " names for this benchmark");
    }

    /** Makes the work, warm and in its place. */
    @Setup
    public void start() throws InterruptedException {
        work = "none".equals(System.getProperty(WarmUp.PROPERTY))
                ? open()
                : new WarmUp(System::nanoTime, this::opened, this::lengthen, this::place).run();
    }

    private FixedWork opened() {
        work = open();
        return work;
    }

    private void place() {
        if (isPlaced()) {
            ForkFiles.write(ForkFiles.PLACEMENT, Placement.pin(Team.THREAD_NAME_PREFIX, work.isDoneByCaller()));
        }
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

    /** Does the work once and counts its messages. */
    final long once(Messages count) throws InterruptedException {
        long messages = work.run();
        count.messages += messages;
        return messages;
    }

    /** Returns what {@link #open} made. */
    final FixedWork work() {
        return work;
    }
}
