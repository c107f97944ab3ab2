package io.millrace.bench.suite.select;

import io.millrace.bench.suite.harness.CostedBenchmark;
import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.Sends;
import io.millrace.bench.suite.peer.selection.InTurn;
import io.millrace.bench.suite.peer.selection.Selection;
import io.millrace.bench.suite.peer.traffic.Message;
import io.millrace.bench.suite.peer.traffic.MessagePayload;
import io.millrace.bench.suite.peer.traffic.MessageTally;
import io.millrace.bench.suite.peer.traffic.Sequential;
import org.openjdk.jmh.annotations.Param;

/** One thread sends over all channels in turn, or over one of them, and then selects what it has sent. */
public class ReadySelects extends CostedBenchmark {

    /** What is sent before it is received: eight for each of 64 channels. */
    private static final int PORTION = 512;

    /** Name of a peer that can select, see {@link Selection#peers()}. */
    @Param("Millrace (spins then parks)")
    public String peer;

    /** How many channels, and so clauses. */
    @Param({"1", "2", "8", "64", "512"})
    public int clauses;

    /** Which channels have messages: {@code all}, or {@code one}, the last. */
    @Param({"all", "one"})
    public String ready;

    /** Messages in a run. */
    @Param("100000")
    public int messages;

    /** Makes the benchmark, for JMH. */
    public ReadySelects() {}

    @Override
    protected FixedWork open() {
        Selection<Message> selection = Selection.open(peer, clauses, Capacity.parse("" + PORTION, messages));
        Sends<Message> to = switch (ready) {
            case "all" -> new InTurn<>(selection.channels());
            case "one" -> selection.channels().get(clauses - 1);
            default -> throw new IllegalArgumentException("ready is '" + ready + "', allowed are all and one");
        };
        return new Sequential(
                to, selection.fromAny(), MessageTally.Order.NONE, MessagePayload.PREALLOCATED, messages, PORTION);
    }
}
