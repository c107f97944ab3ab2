package io.millrace.bench.suite.offheap;

import io.millrace.bench.suite.harness.CostedBenchmark;
import io.millrace.bench.suite.harness.FixedWork;
import org.openjdk.jmh.annotations.Param;

/** Messages of bytes from some senders to several receivers, each message to one of them. */
public class FanOut extends CostedBenchmark {

    /** Name of a {@link io.millrace.bench.suite.Peer}. */
    @Param("Millrace ring (spins then parks)")
    public String peer;

    /** How many threads send. */
    @Param("4")
    public int senders;

    /** How many threads receive. */
    @Param("4")
    public int receivers;

    /** Bytes of a message, 8 or more. */
    @Param("32")
    public int length;

    /** Bytes of the ring, or of all rings together. */
    @Param("65536")
    public int capacity;

    /** How many messages a run carries. */
    @Param("400000")
    public int messages;

    /** Makes the benchmark, for JMH. */
    public FanOut() {}

    @Override
    protected FixedWork open() {
        return new FanTraffic(
                ByteFans.open(peer, senders, receivers, capacity), senders, receivers, lengthened(messages), length);
    }
}
