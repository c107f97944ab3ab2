package io.millrace.bench.suite.select;

import io.millrace.bench.suite.harness.CostedBenchmark;
import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.TeamThreads;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.Receives;
import io.millrace.bench.suite.peer.Sends;
import io.millrace.bench.suite.peer.selection.InTurn;
import io.millrace.bench.suite.peer.selection.Selection;
import io.millrace.bench.suite.peer.traffic.Message;
import io.millrace.bench.suite.peer.traffic.MessagePayload;
import io.millrace.bench.suite.peer.traffic.MessageTally;
import io.millrace.bench.suite.peer.traffic.Traffic;
import org.openjdk.jmh.annotations.Param;

/** One thread sends over each of several channels in turn, one selects from all of them. */
public class Selects extends CostedBenchmark {

    /** Name of a peer that can select, see {@link Selection#peers()}. */
    @Param("Millrace (spins then parks)")
    public String peer;

    /** How many channels, and so clauses. */
    @Param({"1", "2", "8", "64"})
    public int clauses;

    /** As {@link Capacity#parse} reads it. */
    @Param("16")
    public String capacity;

    /** A {@link TeamThreads}. */
    @Param("platform")
    public String kind;

    /** Messages in a run. */
    @Param("1000000")
    public int messages;

    /** Makes the benchmark, for JMH. */
    public Selects() {}

    @Override
    protected FixedWork open() {
        Selection<Message> selection = Selection.open(peer, clauses, Capacity.parse(capacity, lengthened(messages)));
        Traffic.Ways ways = new Traffic.Ways() {
            @Override
            public Sends<Message> sender(int index) {
                return new InTurn<>(selection.channels());
            }

            @Override
            public Receives<Message> receiver(int index) {
                return selection.fromAny();
            }

            @Override
            public MessageTally.Order order(int receivers) {
                return clauses == 1 ? MessageTally.Order.NEXT : MessageTally.Order.NONE;
            }
        };
        return new Traffic(ways, 1, 1, lengthened(messages), MessagePayload.PREALLOCATED, TeamThreads.parse(kind));
    }
}
