package io.millrace.bench.suite.latency;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.LatencyBenchmark;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.WaitVariants;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Param;

/** Messages at a fixed rate, whatever becomes of them. */
public class FixedRate extends LatencyBenchmark {

    /** What carries the messages. */
    @Param("Millrace (spins then parks)")
    public String peer;

    /** How many messages fit. */
    @Param("1024")
    public int capacity;

    /** How many messages are to be sent in a second. */
    @Param("100000")
    public int rate;

    /** How long a run is by schedule, in milliseconds; a run has one message at least. */
    @Param("20")
    public int runMillis;

    @Override
    protected FixedWork open() {
        long messages = Math.max(1, (long) rate * runMillis / TimeUnit.SECONDS.toMillis(1));
        return new OpenLoop(
                WaitVariants.open(peer, 1, 1, Capacity.of(capacity)),
                capacity,
                rate,
                Math.toIntExact(messages),
                latencies());
    }
}
