package io.millrace.bench.suite.cells;

import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Peers;
import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.TeamThreads;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.Handoffs;
import io.millrace.bench.suite.peer.traffic.MessagePayload;
import io.millrace.bench.suite.peer.traffic.Traffic;
import java.util.List;
import java.util.Map;

/**
 * {@link Cells} in a JVM that has used three others of the peer's family before, as programs do: the calls of the benchmark have then
 * seen several targets. Elsewhere a JVM uses one.
 */
public class CellsAfterOthers extends Cells {

    private static final int RUNS = 20;
    private static final int MESSAGES = 20_000;

    /** Where each message costs a switch of threads, a run carries fewer. */
    private static final int RENDEZVOUS_MESSAGES = 1_000;

    /** What is used before, and over which capacity. */
    private record Other(Peer peer, String capacity) {}

    private static final Map<String, List<Other>> OTHERS = Map.of(
            Peers.MILLRACE.name(),
            List.of(
                    new Other(Peers.MILLRACE, "0"),
                    new Other(Peers.MILLRACE, Capacity.UNBOUNDED),
                    new Other(Peers.MILLRACE_TOLD, "1024")),
            Peers.ARRAY_BLOCKING_QUEUE.name(),
            List.of(
                    new Other(Peers.SYNCHRONOUS_QUEUE, "0"),
                    new Other(Peers.LINKED_TRANSFER_QUEUE, Capacity.UNBOUNDED),
                    new Other(Peers.LINKED_BLOCKING_QUEUE, "1024")),
            Peers.AGRONA_MPMC.name(),
            List.of(
                    new Other(Peers.CONCURRENT_LINKED_QUEUE, Capacity.UNBOUNDED),
                    new Other(Peers.AGRONA_MPSC, "1024"),
                    new Other(Peers.AGRONA_SPSC, "1024")));

    private boolean done;

    /** Makes the cells, for JMH. */
    public CellsAfterOthers() {}

    /** Returns the peers that have a family to be used before. */
    static List<Peer> peers() {
        return List.of(Peers.MILLRACE, Peers.ARRAY_BLOCKING_QUEUE, Peers.AGRONA_MPMC);
    }

    @Override
    protected FixedWork open() {
        List<Other> others = OTHERS.get(peer);
        if (others == null) {
            throw new IllegalArgumentException("peer is '" + peer + "', allowed are "
                    + peers().stream().map(Peer::name).toList());
        }
        if (!done) {
            others.forEach(CellsAfterOthers::use);
            done = true;
        }
        return super.open();
    }

    private static void use(Other other) {
        Capacity places = Capacity.parse(other.capacity(), MESSAGES);
        int messages = places.kind() == Capacity.Kind.RENDEZVOUS ? RENDEZVOUS_MESSAGES : MESSAGES;
        try (Traffic traffic = new Traffic(
                Traffic.ways(Handoffs.open(other.peer().name(), 1, 1, places)),
                1,
                1,
                messages,
                MessagePayload.PREALLOCATED,
                TeamThreads.PLATFORM)) {
            for (int run = 0; run < RUNS; run++) {
                traffic.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while others were used", e);
        }
    }
}
