package io.millrace.bench.suite.chain;

import io.millrace.bench.suite.harness.CostedBenchmark;
import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.TeamThreads;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.Handoffs;
import io.millrace.bench.suite.peer.traffic.Message;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Param;

/** One channel, many channels in a row, or many side by side, on platform or virtual threads. Counted is each hop. */
public class Chains extends CostedBenchmark {

    /** Name of a {@link io.millrace.bench.suite.Peer}. */
    @Param("Millrace (spins then parks)")
    public String peer;

    /** {@code chain}: each thread passes on to the next; {@code pairs}: pairs that know nothing of each other. */
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
        Stream<Handoff<Message>> channels = IntStream.range(0, length)
                .mapToObj(i -> Handoffs.open(peer, 1, 1, Capacity.parse(capacity, lengthened(messages))));
        TeamThreads threads = TeamThreads.parse(kind);
        return switch (layout) {
            case "chain" -> new Chain(channels.toList(), lengthened(messages), threads);
            case "pairs" -> Pairs.over(channels.toList(), lengthened(messages), threads);
            default -> throw new IllegalArgumentException("layout is '" + layout + "', allowed are chain and pairs");
        };
    }
}
