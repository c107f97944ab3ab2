package io.millrace.bench.suite.throughput;

import io.millrace.bench.suite.Figure;
import io.millrace.bench.suite.Headline;
import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Peers;
import io.millrace.bench.suite.Profile;
import io.millrace.bench.suite.Row;
import io.millrace.bench.suite.Suite;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.Handoffs;
import java.util.List;

/** The suite {@code throughput}. */
public final class ThroughputSuite {

    private static final int CAPACITY = 1024;
    private static final String[] ALL_PAUSES = {"none", "yield", "nap"};

    private ThroughputSuite() {}

    /** Returns the suite. */
    public static Suite suite() {
        return new Suite(
                        "throughput",
                        "Tries and bursts",
                        "How many messages get through when all threads try without pause, and what does a burst cost?",
                        List.of(
                                offers("one-to-one", "Tries, one to one", "oneToOne", 1, 1),
                                offers("many-to-one", "Tries, four to one", "manyToOne", 4, 1),
                                offers("many-to-many", "Tries, four to four", "manyToMany", 4, 4),
                                bursts()))
                .deciding(
                        Headline.of("burst", Peers.MILLRACE, Peers.JCTOOLS_MPMC).at("burst", "100"));
    }

    private static Panel offers(String id, String title, String group, int senders, int receivers) {
        List<Peer> peers = peers(senders, receivers).stream()
                .filter(peer -> !peer.equals(Peers.JOX))
                .toList();
        boolean first = senders == 1;
        return new Panel(
                id,
                title,
                "Messages received in a microsecond, all receivers together, capacity " + CAPACITY
                        + ". Tries that fail never"
                        + " count. Absent: queues of another capacity, or of fewer threads, and Jox, which cannot try to send."
                        + " What a thread does after a try that failed: nothing, yield, or nap for a nanosecond.",
                Offers.class.getName() + "." + group,
                rate("pollsMade", "messages received"),
                Panel.Chart.BARS,
                "pause",
                List.of(rate("offersFailed", "sends without room")),
                List.of(
                        pausing(first ? Profile.SMOKE : Profile.QUICK, List.of(Peers.MILLRACE), "yield"),
                        pausing(
                                Profile.QUICK,
                                peers.stream()
                                        .filter(peer -> isQuick(peer, senders, receivers))
                                        .toList(),
                                "yield"),
                        pausing(
                                Profile.NIGHT,
                                peers.stream()
                                        .filter(peer -> peer != Peers.MILLRACE && !isQuick(peer, senders, receivers))
                                        .toList(),
                                "yield"),
                        pausing(Profile.NIGHT, peers, "none", "nap")));
    }

    /** The best known of each family. */
    private static boolean isQuick(Peer peer, int senders, int receivers) {
        Peer jctools = senders == 1 ? Peers.JCTOOLS_SPSC : receivers == 1 ? Peers.JCTOOLS_MPSC : Peers.JCTOOLS_MPMC;
        return peer == jctools || peer == Peers.ARRAY_BLOCKING_QUEUE;
    }

    private static Row pausing(Profile from, List<Peer> peers, String... pauses) {
        return Row.of(from, peers).with("capacity", Integer.toString(CAPACITY)).with("pause", pauses);
    }

    private static Figure rate(String counter, String label) {
        return new Figure(Figure.Kind.METRIC, counter, "", 0, label, "messages/µs", counter.equals("offersFailed"));
    }

    private static Panel bursts() {
        List<Peer> peers = peers(1, 1);
        return new Panel(
                "burst",
                "Burst",
                "One thread sends a burst and waits until the other one has received all of it; capacity " + CAPACITY
                        + ".",
                Burst.class.getName() + ".run",
                Figure.perMessage(),
                Panel.Chart.BARS,
                "burst",
                List.of(Figure.cpu(), Figure.allocation()),
                List.of(
                        Row.of(Profile.SMOKE, Peers.MILLRACE).with("burst", "100"),
                        Row.of(Profile.QUICK, Peers.ARRAY_BLOCKING_QUEUE, Peers.JCTOOLS_SPSC)
                                .with("burst", "100"),
                        Row.of(
                                        Profile.NIGHT,
                                        peers.stream()
                                                .filter(peer -> peer != Peers.MILLRACE && !isQuick(peer, 1, 1))
                                                .toList())
                                .with("burst", "100"),
                        Row.of(Profile.NIGHT, peers).with("burst", "1", "10", "1000")));
    }

    private static List<Peer> peers(int senders, int receivers) {
        return Handoffs.peers().stream()
                .filter(peer -> Handoffs.refusal(peer.name(), senders, receivers, Capacity.of(CAPACITY))
                        .isEmpty())
                .toList();
    }
}
