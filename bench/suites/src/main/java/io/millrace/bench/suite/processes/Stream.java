package io.millrace.bench.suite.processes;

import io.millrace.bench.suite.harness.CostedBenchmark;
import io.millrace.bench.suite.harness.FixedWork;
import org.openjdk.jmh.annotations.Param;

/** Messages of bytes to another thread or process, until that has received them. */
public class Stream extends CostedBenchmark {

    /** Name of a {@link io.millrace.bench.suite.Peer}. */
    @Param("Millrace shared ring (spins then naps)")
    public String peer;

    /** Where the receiver is: {@code threads} for this process, {@code processes} for another. */
    @Param("processes")
    public String place;

    /** Bytes of a message, 8 or more. */
    @Param("32")
    public int length;

    /** Bytes of a ring, a term for Aeron; Chronicle has no limit. */
    @Param("1048576")
    public int capacity;

    /** How many messages a run carries. */
    @Param("100000")
    public int messages;

    /** Makes the benchmark, for JMH. */
    public Stream() {}

    @Override
    protected FixedWork open() {
        return new OneWay(new Task(peer, length, capacity, false), Place.parse(place), lengthened(messages));
    }
}
