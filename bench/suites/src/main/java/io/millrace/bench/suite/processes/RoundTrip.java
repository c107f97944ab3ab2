package io.millrace.bench.suite.processes;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.LatencyBenchmark;
import org.openjdk.jmh.annotations.Param;

/** A message of bytes to another thread or process, and back. */
public class RoundTrip extends LatencyBenchmark {

    /** Name of a {@link io.millrace.bench.suite.Peer}. */
    @Param("Millrace shared ring (spins then naps)")
    public String peer;

    /** Where the other side is: {@code threads} for this process, {@code processes} for another. */
    @Param("processes")
    public String place;

    /** Bytes of a message, 8 or more. */
    @Param("32")
    public int length;

    /** Bytes of a ring, a term for Aeron; Chronicle has no limit. */
    @Param("1048576")
    public int capacity;

    /** How many round trips a run has. */
    @Param("2000")
    public int messages;

    /** Makes the benchmark, for JMH. */
    public RoundTrip() {}

    @Override
    protected FixedWork open() {
        return new RemotePingPong(
                new Task(peer, length, capacity, true), Place.parse(place), lengthened(messages), latencies());
    }
}
