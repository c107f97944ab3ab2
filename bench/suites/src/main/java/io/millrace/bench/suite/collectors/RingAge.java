package io.millrace.bench.suite.collectors;

import io.millrace.bench.suite.harness.CostedBenchmark;
import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.Flags;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.WaitVariants;
import io.millrace.bench.suite.peer.traffic.Message;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;

/**
 * One sender and one receiver under each collector, with a ring that is young, or old as in a program that has run for a while:
 * the reference to a fresh message in an old ring goes from the old generation to the young one, which collectors note.
 */
@Fork(
        value = 3,
        jvmArgsPrepend = Flags.EXPORTS,
        jvmArgsAppend = {Flags.LEAST_HEAP, Flags.MOST_HEAP})
public class RingAge extends CostedBenchmark {

    /** Value of {@link #collector}: whichever the JVM runs. */
    static final String ANY = "any";

    static final String YOUNG = "young";
    static final String OLD = "old";
    static final String FRESH = "fresh";
    static final String KEPT = "kept";

    /** What carries the messages. */
    @Param("Millrace (spins then parks)")
    public String peer;

    /** Which collector the JVM must run: G1, Parallel, ZGC or any. */
    @Param(ANY)
    public String collector;

    /** {@code young}: each run has a new ring; {@code old}: one ring that has survived two collections of everything. */
    @Param(OLD)
    public String ringAge;

    /** {@code fresh}: each message is a new object; {@code kept}: they are made before, and old. */
    @Param(FRESH)
    public String payload;

    /** How many messages fit, or {@code unbounded}. */
    @Param("1024")
    public String capacity;

    /** Messages in a run. */
    @Param("100000")
    public int messages;

    @Override
    protected FixedWork open() {
        if (!collector.equals(ANY)) {
            Collector.require(collector, Collector.running());
        }
        boolean old = is("ringAge", ringAge, OLD, YOUNG);
        boolean fresh = is("payload", payload, FRESH, KEPT);
        return new Relay(this::ring, old, fresh, lengthened(messages));
    }

    private Handoff<Message> ring() {
        return WaitVariants.open(peer, 1, 1, Capacity.parse(capacity, lengthened(messages)));
    }

    private static boolean is(String name, String value, String yes, String no) {
        if (!value.equals(yes) && !value.equals(no)) {
            throw new IllegalArgumentException(name + " is " + value + ", allowed are " + yes + " and " + no);
        }
        return value.equals(yes);
    }
}
