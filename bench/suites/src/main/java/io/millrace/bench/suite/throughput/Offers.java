package io.millrace.bench.suite.throughput;

import io.millrace.bench.suite.harness.Flags;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.Handoffs;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Groups of threads that only try: some to send, some to receive. JMH's score counts tries and is no figure; {@code pollsMade},
 * the messages that were received, is. What a thread does after a try that failed is a parameter.
 */
@State(Scope.Group)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 3,
        jvmArgsPrepend = Flags.EXPORTS,
        jvmArgsAppend = {Flags.LEAST_HEAP, Flags.MOST_HEAP, Flags.COLLECTOR})
@Warmup(iterations = 6, time = 80, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 80, timeUnit = TimeUnit.MILLISECONDS)
public class Offers {

    private static final int MANY = 4;

    /** Name of a {@link io.millrace.bench.suite.Peer}. */
    @Param("Millrace (spins then parks)")
    public String peer;

    /** Messages that fit. */
    @Param("1024")
    public int capacity;

    /** After a try that failed: {@code none}, {@code yield} or {@code nap}. */
    @Param("yield")
    public String pause;

    private Handoff<Long> handoff;
    private Pause afterFailure;

    /** Makes the benchmark, for JMH. */
    public Offers() {}

    private enum Pause {
        NONE,
        YIELD,
        NAP
    }

    /** Makes the implementation for as many threads as the group has: senders first, by the names of the methods. */
    @Setup
    public void open(BenchmarkParams params) {
        int[] threads = params.getThreadGroups();
        handoff = Handoffs.open(peer, threads[0], threads[1], Capacity.of(capacity));
        afterFailure = Pause.valueOf(pause.toUpperCase(Locale.ROOT));
    }

    /** Takes out what the senders were ahead. */
    @TearDown(Level.Iteration)
    public void empty() {
        while (handoff.drain(message -> {}, 1024) > 0) {
            Thread.onSpinWait();
        }
    }

    /** One sender of one. */
    @Benchmark
    @Group("oneToOne")
    @GroupThreads(1)
    public void oneToOneOffer(Offered counts) {
        offer(counts);
    }

    /** One receiver of one. */
    @Benchmark
    @Group("oneToOne")
    @GroupThreads(1)
    public Long oneToOnePoll(Polled counts) {
        return poll(counts);
    }

    /** One sender of four. */
    @Benchmark
    @Group("manyToOne")
    @GroupThreads(MANY)
    public void manyToOneOffer(Offered counts) {
        offer(counts);
    }

    /** The receiver of four senders. */
    @Benchmark
    @Group("manyToOne")
    @GroupThreads(1)
    public Long manyToOnePoll(Polled counts) {
        return poll(counts);
    }

    /** One sender of four. */
    @Benchmark
    @Group("manyToMany")
    @GroupThreads(MANY)
    public void manyToManyOffer(Offered counts) {
        offer(counts);
    }

    /** One receiver of four. */
    @Benchmark
    @Group("manyToMany")
    @GroupThreads(MANY)
    public Long manyToManyPoll(Polled counts) {
        return poll(counts);
    }

    private void offer(Offered counts) {
        if (handoff.trySend(counts.message)) {
            counts.offersMade++;
        } else {
            counts.offersFailed++;
            pause();
        }
    }

    private Long poll(Polled counts) {
        Long message = handoff.tryReceive();
        if (message != null) {
            counts.pollsMade++;
        } else {
            counts.pollsFailed++;
            pause();
        }
        return message;
    }

    private void pause() {
        switch (afterFailure) {
            case NONE -> {}
            case YIELD -> Thread.yield();
            case NAP -> LockSupport.parkNanos(1);
        }
    }

    /** What a sender counts. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Offered {

        /** Tries that sent. */
        public long offersMade;

        /** Tries that found no room; never part of the figure. */
        public long offersFailed;

        private final Long message = 1L << Integer.SIZE;

        /** Makes it, for JMH. */
        public Offered() {}
    }

    /** What a receiver counts. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Polled {

        /** Tries that received: the figure. */
        public long pollsMade;

        /** Tries that found nothing. */
        public long pollsFailed;

        /** Makes it, for JMH. */
        public Polled() {}
    }
}
