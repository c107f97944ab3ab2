package io.millrace.bench.suite.cells;

import io.millrace.bench.suite.harness.CostedBenchmark;
import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.TeamThreads;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.Handoffs;
import io.millrace.bench.suite.peer.Receives;
import io.millrace.bench.suite.peer.Sends;
import io.millrace.bench.suite.peer.selection.Selection;
import io.millrace.bench.suite.peer.traffic.Message;
import io.millrace.bench.suite.peer.traffic.MessagePayload;
import io.millrace.bench.suite.peer.traffic.MessageTally;
import io.millrace.bench.suite.peer.traffic.Sequential;
import io.millrace.bench.suite.peer.traffic.Traffic;
import org.openjdk.jmh.annotations.Param;

/** The cells that crossbeam's own benchmarks have: how many threads send and receive, over which capacity, and select. */
public class Cells extends CostedBenchmark {

    /** Threads on a side that has several. */
    static final int THREADS = 4;

    /** What a thread alone sends before it receives it. */
    static final int PORTION = 512;

    /** Name of a {@link io.millrace.bench.suite.Peer}. */
    @Param("Millrace (spins then parks)")
    public String peer;

    /** Who sends and receives. */
    @Param({"seq", "alone", "spsc", "mpsc", "spmc", "mpmc", "select_rx", "select_both"})
    public String shape;

    /** As {@link Capacity#parse} reads it. */
    @Param("N")
    public String capacity;

    /** A {@link MessagePayload}. */
    @Param("preallocated")
    public String payload;

    /** Messages in a run. */
    @Param("5000000")
    public int messages;

    /** Makes the cells, for JMH. */
    public Cells() {}

    @Override
    protected FixedWork open() {
        MessagePayload objects = MessagePayload.parse(payload);
        return switch (shape) {
            case "seq" -> sequential(messages, objects);
            case "alone" -> sequential(PORTION, objects);
            case "spsc" -> queue(1, 1, objects);
            case "mpsc" -> queue(THREADS, 1, objects);
            case "spmc" -> queue(1, THREADS, objects);
            case "mpmc" -> queue(THREADS, THREADS, objects);
            case "select_rx" ->
                new Traffic(
                        new SelectWays(Selection.open(peer, THREADS, places(lengthened(messages))), false),
                        THREADS,
                        1,
                        lengthened(messages),
                        objects,
                        TeamThreads.PLATFORM);
            case "select_both" ->
                new Traffic(
                        new SelectWays(Selection.open(peer, THREADS, places(lengthened(messages))), true),
                        THREADS,
                        THREADS,
                        lengthened(messages),
                        objects,
                        TeamThreads.PLATFORM);
            default -> throw new IllegalArgumentException("shape is '" + shape + "', which is none of the cells");
        };
    }

    private Capacity places(int run) {
        return Capacity.parse(capacity, run);
    }

    /** A run of one thread releases none, so it need not be long. */
    private Sequential sequential(int portion, MessagePayload objects) {
        Handoff<Message> handoff = Handoffs.open(peer, 1, 1, places(messages));
        return new Sequential(handoff, handoff, MessageTally.Order.NEXT, objects, messages, portion);
    }

    private Traffic queue(int senders, int receivers, MessagePayload objects) {
        int run = lengthened(messages);
        Handoff<Message> handoff = Handoffs.open(peer, senders, receivers, places(run));
        return new Traffic(Traffic.ways(handoff), senders, receivers, run, objects, TeamThreads.PLATFORM);
    }

    /** Receivers select from all channels; each sender has its own or selects too. */
    private record SelectWays(Selection<Message> selection, boolean bothSides) implements Traffic.Ways {

        @Override
        public Sends<Message> sender(int index) {
            return bothSides ? selection.toAny() : selection.channels().get(index);
        }

        @Override
        public Receives<Message> receiver(int index) {
            return selection.fromAny();
        }

        @Override
        public MessageTally.Order order(int receivers) {
            return bothSides ? MessageTally.Order.NONE : MessageTally.Order.NEXT;
        }
    }
}
