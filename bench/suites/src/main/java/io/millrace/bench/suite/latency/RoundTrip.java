package io.millrace.bench.suite.latency;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.LatencyBenchmark;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.WaitVariants;
import org.openjdk.jmh.annotations.Param;

/** There and back through two channels. */
public class RoundTrip extends LatencyBenchmark {

    /** What carries the messages. */
    @Param("Millrace (spins then parks)")
    public String peer;

    /** How many messages fit in each, or {@code unbounded}. */
    @Param("1024")
    public String capacity;

    /** Round trips in a run. */
    @Param("10000")
    public int messages;

    @Override
    protected FixedWork open() {
        Capacity room = Capacity.parse(capacity, lengthened(messages));
        return new PingPong(
                WaitVariants.open(peer, 1, 1, room),
                WaitVariants.open(peer, 1, 1, room),
                lengthened(messages),
                latencies());
    }
}
