package io.millrace.bench.suite.broadcast;

import io.millrace.bench.suite.Figure;
import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Peers;
import io.millrace.bench.suite.Profile;
import io.millrace.bench.suite.Row;
import io.millrace.bench.suite.Suite;
import java.util.List;

/** The suite {@code broadcast}. */
public final class BroadcastSuite {

    private BroadcastSuite() {}

    /** Returns the suite. */
    public static Suite suite() {
        return new Suite(
                "broadcast",
                "Broadcast",
                "What does it cost that every receiver gets every message?",
                List.of(new Panel(
                        "multicast",
                        "One to each",
                        "One thread sends, and each receiver gets every message; no receiver may miss one, so the slowest sets "
                                + "the pace. Capacity 1024. Time and CPU are per message sent. \"For each receiver\" is a queue "
                                + "for each, and a sender that sends to all of them in turn.",
                        Multicast.class.getName() + ".run",
                        Figure.perMessage(),
                        Panel.Chart.BARS,
                        "receivers",
                        List.of(Figure.cpu(), Figure.switches()),
                        List.of(
                                row(Profile.SMOKE, List.of(Multicasts.MILLRACE), "3"),
                                row(
                                        Profile.QUICK,
                                        List.of(
                                                Multicasts.forEach(Peers.ARRAY_BLOCKING_QUEUE),
                                                Multicasts.DISRUPTOR,
                                                Multicasts.DISRUPTOR_PARKS),
                                        "3"),
                                row(
                                        Profile.NIGHT,
                                        List.of(
                                                Multicasts.forEach(Peers.MILLRACE_TOLD),
                                                Multicasts.forEach(Peers.JCTOOLS_SPSC),
                                                Multicasts.forEach(Peers.CONVERSANT_PUSH_PULL)),
                                        "3"),
                                row(Profile.NIGHT, Multicasts.peers(), "1", "8")))));
    }

    private static Row row(Profile from, List<Peer> peers, String... receivers) {
        return Row.of(from, peers).with("receivers", receivers).work("messages", "12000", "160000", "1000000");
    }
}
