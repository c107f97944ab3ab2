package io.millrace.bench.suite.scaling;

import io.millrace.bench.suite.harness.ContextSwitches;
import io.millrace.bench.suite.harness.CpuTime;
import io.millrace.bench.suite.harness.Flags;
import io.millrace.bench.suite.harness.RunChecks;
import io.millrace.bench.suite.harness.Team;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.WaitVariants;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an idle channel costs: receivers wait for a time in which nothing is sent, and the processor time of just these threads in
 * that time is the figure. Then each gets one message. The time of the operation itself says nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 3,
        jvmArgsPrepend = Flags.EXPORTS,
        jvmArgsAppend = {Flags.LEAST_HEAP, Flags.MOST_HEAP, Flags.COLLECTOR})
@Warmup(iterations = 1, time = 80, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 80, timeUnit = TimeUnit.MILLISECONDS)
public class Idle {

    /** What the receivers have at least to come to rest before it counts. */
    private static final int SETTLE_MILLIS = 20;

    /** What they wait on. */
    @Param("Millrace (spins then parks)")
    public String peer;

    /** How many messages fit, or {@code unbounded}. */
    @Param("1024")
    public String capacity;

    /** How many receivers wait. */
    @Param("16")
    public int waiters;

    /** How long nothing is sent, in milliseconds. */
    @Param("100")
    public int idleMillis;

    private Handoff<Integer> handoff;
    private Team team;
    private boolean[] arrived;

    private long idleNanos;
    private long cpuNanos;
    private double switches;

    /** Starts the receivers. */
    @Setup
    public void open() {
        if (waiters < 1 || idleMillis < 1) {
            throw new IllegalArgumentException(
                    "waiters is " + waiters + " and idleMillis is " + idleMillis + ", allowed is 1 or more");
        }
        handoff = WaitVariants.open(peer, 1, waiters, Capacity.parse(capacity, waiters));
        arrived = new boolean[waiters];
        List<Team.Job> jobs = new ArrayList<>();
        jobs.add(this::idle);
        for (int i = 0; i < waiters; i++) {
            jobs.add(this::receive);
        }
        team = new Team(jobs);
    }

    /** Ends the receivers. */
    @TearDown
    public void close() {
        team.close();
    }

    /** Lets them wait, then gives each a message. */
    @Benchmark
    public void run(Counters counters) throws InterruptedException {
        for (int i = 0; i < waiters; i++) {
            arrived[i] = false;
        }
        team.run();
        for (int i = 0; i < waiters; i++) {
            RunChecks.equal("arrivals of message " + i, 1, arrived[i] ? 1 : 0);
        }
        counters.idleNanos += idleNanos;
        counters.idleSeconds += idleNanos / (double) TimeUnit.SECONDS.toNanos(1);
        counters.idleCpuNanos += cpuNanos;
        counters.idleSwitches += switches;
    }

    private void receive() throws InterruptedException {
        arrived[handoff.receive()] = true;
    }

    private void idle() throws InterruptedException {
        Thread.sleep(Math.max(SETTLE_MILLIS, idleMillis / 2));
        double switchesBefore = switchesOfReceivers();
        long cpuBefore = CpuTime.nanos(Team.THREAD_NAME_PREFIX);
        long start = System.nanoTime();
        Thread.sleep(idleMillis);
        idleNanos = System.nanoTime() - start;
        cpuNanos = CpuTime.nanos(Team.THREAD_NAME_PREFIX) - cpuBefore;
        switches = switchesOfReceivers() - switchesBefore;
        for (int i = 0; i < waiters; i++) {
            handoff.send(i);
        }
    }

    /** This thread is of the same team, and not counted. */
    private static double switchesOfReceivers() {
        return ContextSwitches.available()
                ? ContextSwitches.of(Team.THREAD_NAME_PREFIX).total()
                : Double.NaN;
    }

    /** What was counted while nothing was sent. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Counters {

        /** How long that was, in nanoseconds. */
        public long idleNanos;

        /** How long that was, in seconds. */
        public double idleSeconds;

        /** Processor time of the receivers in it, in nanoseconds. */
        public long idleCpuNanos;

        /** Context switches of the receivers in it; NaN elsewhere than on Linux. */
        public double idleSwitches;
    }
}
