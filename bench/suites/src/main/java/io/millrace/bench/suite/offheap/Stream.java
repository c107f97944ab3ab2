package io.millrace.bench.suite.offheap;

import io.millrace.bench.suite.harness.CostedBenchmark;
import io.millrace.bench.suite.harness.FixedWork;
import org.openjdk.jmh.annotations.Param;

/** Messages of bytes from some senders to one receiver, which takes up to 64 at once. */
public class Stream extends CostedBenchmark {

    /** Name of a {@link io.millrace.bench.suite.Peer}. */
    @Param("Millrace ring told its roles (spins then parks)")
    public String peer;

    /** How many threads send. */
    @Param("1")
    public int senders;

    /** Bytes of a message, 8 or more. */
    @Param("32")
    public int length;

    /** Bytes of the ring. */
    @Param("65536")
    public int capacity;

    /** How many messages a run carries. */
    @Param("1000000")
    public int messages;

    /** Makes the benchmark, for JMH. */
    public Stream() {}

    @Override
    protected FixedWork open() {
        return new ByteTraffic(ByteHandoffs.open(peer, senders, capacity), senders, lengthened(messages), length);
    }
}
