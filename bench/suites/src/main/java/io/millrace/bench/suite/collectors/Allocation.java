package io.millrace.bench.suite.collectors;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.TimedBenchmark;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.WaitVariants;
import org.openjdk.jmh.annotations.Param;

/**
 * One sender and one receiver over one ring, and messages that are made before: what is allocated is the handoff's, but for the
 * release of the threads, once in a run. It reads no {@linkplain io.millrace.bench.suite.harness.Costs costs}, which would allocate
 * more than many a handoff does.
 */
public class Allocation extends TimedBenchmark {

    /** What carries the messages. */
    @Param("Millrace (spins then parks)")
    public String peer;

    /** How many messages fit, or {@code unbounded}. */
    @Param("1024")
    public String capacity;

    /** Messages in a run. */
    @Param("100000")
    public int messages;

    /** Makes the benchmark, for JMH. */
    public Allocation() {}

    @Override
    protected FixedWork open() {
        Capacity room = Capacity.parse(capacity, lengthened(messages));
        return new Relay(() -> WaitVariants.open(peer, 1, 1, room), true, false, lengthened(messages));
    }
}
