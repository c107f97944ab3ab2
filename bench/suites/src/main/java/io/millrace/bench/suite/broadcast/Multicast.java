package io.millrace.bench.suite.broadcast;

import io.millrace.bench.suite.harness.CostedBenchmark;
import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.TeamThreads;
import io.millrace.bench.suite.peer.traffic.MessagePayload;
import io.millrace.bench.suite.peer.traffic.Traffic;
import org.openjdk.jmh.annotations.Param;

/** One thread sends, and each of several receivers gets every message. */
public class Multicast extends CostedBenchmark {

    /** Name of a {@link io.millrace.bench.suite.Peer}. */
    @Param("Millrace Broadcast (spins then parks)")
    public String peer;

    /** How many threads receive. */
    @Param("3")
    public int receivers;

    /** How far the sender can get ahead of the slowest receiver. */
    @Param("1024")
    public int capacity;

    /** Messages in a run. */
    @Param("1000000")
    public int messages;

    /** Makes the benchmark, for JMH. */
    public Multicast() {}

    @Override
    protected FixedWork open() {
        Traffic.Ways ways = Multicasts.open(peer, receivers, capacity);
        return new Traffic(ways, 1, receivers, lengthened(messages), MessagePayload.PREALLOCATED, TeamThreads.PLATFORM);
    }
}
