package io.millrace.bench.suite.chain;

import io.millrace.bench.suite.Figure;
import io.millrace.bench.suite.Headline;
import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Peers;
import io.millrace.bench.suite.Profile;
import io.millrace.bench.suite.Row;
import io.millrace.bench.suite.Suite;
import java.util.ArrayList;
import java.util.List;

/** The suite {@code chain}. */
public final class ChainSuite {

    private static final List<Peer> RENDEZVOUS =
            List.of(Peers.MILLRACE, Peers.SYNCHRONOUS_QUEUE, Peers.LINKED_TRANSFER_QUEUE, Peers.JOX, Peers.KOTLIN);
    private static final List<Peer> BUFFERED =
            List.of(Peers.MILLRACE, Peers.ARRAY_BLOCKING_QUEUE, Peers.LINKED_BLOCKING_QUEUE, Peers.JOX, Peers.KOTLIN);

    private static final String NOTE =
            " Time for a message over one channel. Only those take part that block by themselves. A Kotlin"
                    + " channel is used from threads here, not from coroutines: what would suspend, parks.";

    private ChainSuite() {}

    /** Returns the suite. */
    public static Suite suite() {
        return new Suite(
                        "chain",
                        "Chains and pairs",
                        "How do channels do between many threads, platform and virtual?",
                        List.of(
                                panel(
                                        "single",
                                        "One channel",
                                        "One thread sends, one receives.",
                                        "pairs",
                                        new String[] {"1", "1"},
                                        new String[] {"1000", "50000", "1000000"}),
                                panel(
                                        "chain",
                                        "A chain",
                                        "Each thread passes on to the next: 10,000 channels between virtual threads, 100 between platform"
                                                + " threads.",
                                        "chain",
                                        new String[] {"100", "10000"},
                                        new String[] {"10", "20", "1000"}),
                                panel(
                                        "pairs",
                                        "Pairs side by side",
                                        "Pairs of a sender and a receiver: 10,000 of virtual threads, 100 of platform threads.",
                                        "pairs",
                                        new String[] {"100", "10000"},
                                        new String[] {"10", "100", "1000"}),
                                shared()))
                .deciding(
                        beside("single", "pairs", "1", "1024", Peers.ARRAY_BLOCKING_QUEUE, Peers.JOX),
                        beside("single", "pairs", "1", "0", Peers.SYNCHRONOUS_QUEUE, Peers.JOX),
                        beside("pairs", "pairs", "10000", "16", Peers.JOX));
    }

    /** Between virtual threads. */
    private static Headline beside(String panel, String layout, String length, String capacity, Peer... peers) {
        return Headline.of(panel, Peers.MILLRACE, peers)
                .at("layout", layout)
                .at("kind", "virtual")
                .at("length", length)
                .at("capacity", capacity);
    }

    private static Panel panel(String id, String title, String note, String layout, String[] lengths, String[] work) {
        List<Row> rows = new ArrayList<>();
        String[] kinds = {"platform", "virtual"};
        for (int i = 0; i < kinds.length; i++) {
            for (String capacity : List.of("16", "0")) {
                boolean quick = capacity.equals("16");
                Profile from = !quick ? Profile.NIGHT : i == 0 ? Profile.SMOKE : Profile.QUICK;
                List<Peer> peers = capacity.equals("0") ? RENDEZVOUS : BUFFERED;
                List<Peer> first = from == Profile.SMOKE ? peers.subList(0, 1) : peers;
                rows.add(row(from, first, layout, kinds[i], lengths[i], capacity, work));
                if (first.size() < peers.size()) {
                    rows.add(row(
                            Profile.QUICK,
                            peers.subList(1, peers.size()),
                            layout,
                            kinds[i],
                            lengths[i],
                            capacity,
                            work));
                }
            }
        }
        if (id.equals("single")) {
            rows.add(row(Profile.QUICK, BUFFERED, layout, "virtual", "1", "1024", work));
        }
        return panel(id, title, note, rows);
    }

    private static Panel panel(String id, String title, String note, List<Row> rows) {
        return new Panel(
                id,
                title,
                note + NOTE,
                Chains.class.getName() + ".run",
                Figure.perMessage(),
                Panel.Chart.BARS,
                "capacity",
                List.of(Figure.cpu(), Figure.allocation()),
                rows);
    }

    private static Panel shared() {
        List<Row> rows = new ArrayList<>();
        for (String layout : List.of("mpsc", "mpmc")) {
            for (String capacity : List.of("0", "1", "64")) {
                List<Peer> peers = capacity.equals("0") ? RENDEZVOUS : BUFFERED;
                peers = peers.subList(0, peers.size() - 1); // Kotlin's is one of coroutines
                String[] work = {"1000", "50000", "1000000"};
                rows.add(row(Profile.NIGHT, peers, layout, "virtual", "1", capacity, work));
            }
        }
        return panel(
                "shared", "One channel of several threads", "Four virtual threads send, one or four receive.", rows);
    }

    private static Row row(
            Profile from, List<Peer> peers, String layout, String kind, String length, String capacity, String[] work) {
        return Row.of(from, peers)
                .with("layout", layout)
                .with("kind", kind)
                .with("length", length)
                .with("capacity", capacity)
                .work("messages", work[0], work[1], work[2]);
    }
}
