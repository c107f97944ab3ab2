package io.millrace.bench.suite.scaling;

import io.millrace.bench.suite.peer.Capacity;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** So many senders and as many receivers on one bounded channel, up to far more threads than processors. */
public class Oversubscribed extends FixedWorkBenchmark {

    /** What carries the messages. */
    @Param("Millrace (spins then parks)")
    public String peer;

    /** How many senders, and how many receivers. */
    @Param({"1", "4", "16"})
    public int pairs;

    /** How many messages fit. */
    @Param("1024")
    public int capacity;

    /** Messages in a run, of all senders together; a multiple of {@code pairs}. */
    @Param("160000")
    public int messages;

    /** Starts the threads. */
    @Setup
    public void open() {
        open(new Deliveries(Tuned.open(peer, pairs, pairs, Capacity.of(capacity)), pairs, pairs, messages));
    }
}
