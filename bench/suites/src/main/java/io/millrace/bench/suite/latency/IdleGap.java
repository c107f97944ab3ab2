package io.millrace.bench.suite.latency;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.LatencyBenchmark;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.WaitVariants;
import org.openjdk.jmh.annotations.Param;

/** A message after a time in which there was none. */
public class IdleGap extends LatencyBenchmark {

    /** What carries the messages. */
    @Param("Millrace (spins then parks)")
    public String peer;

    /** How many messages fit, or {@code unbounded}. */
    @Param("1024")
    public String capacity;

    /** How long the receiver has waited when a message comes, in microseconds. */
    @Param("100")
    public int gapMicros;

    /** How long the gaps of a run are together, in milliseconds; a run has one message at least. */
    @Param("20")
    public int runMillis;

    @Override
    protected FixedWork open() {
        Handoff<Stamp> handoff = WaitVariants.open(peer, 1, 1, Capacity.parse(capacity, 1));
        return WakeUp.after(gapMicros, runMillis, handoff, () -> handoff, latencies());
    }
}
