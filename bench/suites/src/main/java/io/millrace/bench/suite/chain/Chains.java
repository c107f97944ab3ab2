package io.millrace.bench.suite.chain;

import io.millrace.bench.suite.harness.CostedBenchmark;
import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.TeamThreads;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.Handoffs;
import io.millrace.bench.suite.peer.traffic.Message;
import io.millrace.bench.suite.peer.traffic.MessagePayload;
import io.millrace.bench.suite.peer.traffic.Traffic;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Param;

/** One channel, many channels in a row, or many side by side, on platform or virtual threads. Counted is each hop. */
public class Chains extends CostedBenchmark {

    /** Name of a {@link io.millrace.bench.suite.Peer}. */
    @Param("Millrace (spins then parks)")
    public String peer;

    /** Threads on a side that has several. */
    private static final int THREADS = 4;

    /**
     * {@code chain}: each thread passes on to the next; {@code pairs}: pairs that know nothing of each other; {@code mpsc} and {@code
     * mpmc}: four threads send over one channel to one or to four.
     */
    @Param({"chain", "pairs"})
    public String layout;

    /** How many channels. */
    @Param("100")
    public int length;

    /** As {@link Capacity#parse} reads it. */
    @Param("16")
    public String capacity;

    /** A {@link TeamThreads}. */
    @Param("platform")
    public String kind;

    /** Messages over each channel in a run. */
    @Param("1000")
    public int messages;

    /** Makes the benchmark, for JMH. */
    public Chains() {}

    @Override
    protected FixedWork open() {
        TeamThreads threads = TeamThreads.parse(kind);
        return switch (layout) {
            case "mpsc" -> shared(1, threads);
            case "mpmc" -> shared(THREADS, threads);
            case "chain" -> new Chain(channels(), lengthened(messages), threads);
            case "pairs" -> Pairs.over(channels(), lengthened(messages), threads);
            default ->
                throw new IllegalArgumentException(
                        "layout is '" + layout + "', allowed are chain, pairs, mpsc and mpmc");
        };
    }

    private Traffic shared(int receivers, TeamThreads threads) {
        if (length != 1) {
            throw new IllegalArgumentException("length is " + length + ", allowed is 1 where threads share a channel");
        }
        int run = lengthened(messages);
        Handoff<Message> channel = Handoffs.open(peer, THREADS, receivers, Capacity.parse(capacity, run));
        return new Traffic(Traffic.ways(channel), THREADS, receivers, run, MessagePayload.PREALLOCATED, threads);
    }

    private List<Handoff<Message>> channels() {
        Stream<Handoff<Message>> channels = IntStream.range(0, length)
                .mapToObj(i -> Handoffs.open(peer, 1, 1, Capacity.parse(capacity, lengthened(messages))));
        return channels.toList();
    }
}
