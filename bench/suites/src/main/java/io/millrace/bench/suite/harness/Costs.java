package io.millrace.bench.suite.harness;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What an iteration cost beside its time, of the threads at work: those whose names begin with
 * {@link Team#THREAD_NAME_PREFIX}, which must live from before the iteration until after it, and the one that calls the benchmark.
 * The counts are taken before and after the measured time. Of virtual threads only the time of their carriers is counted.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Costs {

    /** Carriers of virtual threads; those of the common pool are called otherwise. */
    private static final String CARRIER_NAME_PREFIX = "ForkJoinPool-";

    /** Messages that arrived: what the others are divided by. The benchmark counts them. */
    public long received;

    /** Time on processors, in nanoseconds; NaN where the JVM does not measure it. */
    public double cpuNanos;

    /** How often the kernel took a thread off its processor; NaN where it does not tell, that is, elsewhere than on Linux. */
    public double contextSwitches;

    /** How often a thread that spins gave its processor away, where the benchmark tells; two that share one do so often. */
    public long yields;

    /** Messages that were sent when the next one was due already, where there is a schedule. */
    public long late;

    private double cpuBefore;
    private double switchesBefore;

    /** Counts before the iteration. */
    @Setup(Level.Iteration)
    public void start() {
        switchesBefore = switchesNow();
        cpuBefore = cpuNow();
    }

    /** Counts after the iteration. */
    @TearDown(Level.Iteration)
    public void stop() {
        cpuNanos = cpuNow() - cpuBefore;
        contextSwitches = switchesNow() - switchesBefore;
    }

    private static double cpuNow() {
        return CpuTime.available()
                ? CpuTime.nanos(Team.THREAD_NAME_PREFIX) + CpuTime.nanos(CARRIER_NAME_PREFIX) + CpuTime.ofCaller()
                : Double.NaN;
    }

    private static double switchesNow() {
        return ContextSwitches.available()
                ? ContextSwitches.of(Team.THREAD_NAME_PREFIX)
                        .plus(ContextSwitches.ofCaller())
                        .total()
                : Double.NaN;
    }
}
