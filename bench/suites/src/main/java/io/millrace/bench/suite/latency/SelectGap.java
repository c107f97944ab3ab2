package io.millrace.bench.suite.latency;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.LatencyBenchmark;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.selection.InTurn;
import io.millrace.bench.suite.peer.selection.Selection;
import org.openjdk.jmh.annotations.Param;

/** A message to one of several channels, all of which a thread has waited for. */
public class SelectGap extends LatencyBenchmark {

    /** Name of a peer that can select, see {@link Selection#peers()}. */
    @Param("Millrace (spins then parks)")
    public String peer;

    /** How many channels, and so clauses; the messages go to them in turn. */
    @Param({"1", "2", "8", "64", "512"})
    public int clauses;

    /** How long the receiver has waited when a message comes, in microseconds. */
    @Param("1000")
    public int gapMicros;

    /** How long the gaps of a run are together, in milliseconds; a run has one message at least. */
    @Param("20")
    public int runMillis;

    /** Makes the benchmark, for JMH. */
    public SelectGap() {}

    @Override
    protected FixedWork open() {
        Selection<Stamp> selection = Selection.open(peer, clauses, Capacity.parse("16", 1));
        return WakeUp.after(gapMicros, runMillis, new InTurn<>(selection.channels()), selection::fromAny, latencies());
    }
}
