package io.millrace.bench.suite.batch;

import io.millrace.bench.suite.Figure;
import io.millrace.bench.suite.Headline;
import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Peers;
import io.millrace.bench.suite.Profile;
import io.millrace.bench.suite.Row;
import io.millrace.bench.suite.Suite;
import java.util.List;

/** The suite {@code batch}. */
public final class BatchSuite {

    private static final List<Peer> FIRST = List.of(Peers.MILLRACE, Peers.MILLRACE_TOLD, Peers.JCTOOLS_SPSC);
    private static final List<Peer> ONE_TO_ONE = List.of(
            Peers.JCTOOLS_SPSC_VARHANDLE, Peers.JCTOOLS_MPMC, Peers.AGRONA_SPSC, Peers.AGRONA_MPMC, Peers.DISRUPTOR);
    private static final List<Peer> MANY_TO_ONE = List.of(
            Peers.MILLRACE,
            Peers.JCTOOLS_MPSC,
            Peers.JCTOOLS_MPMC,
            Peers.AGRONA_MPSC,
            Peers.AGRONA_MPMC,
            Peers.DISRUPTOR);

    private BatchSuite() {}

    /** Returns the suite. */
    public static Suite suite() {
        return new Suite(
                        "batch",
                        "Batches",
                        "What does it bring to send and receive many messages at once?",
                        List.of(
                                panel(
                                        "one-to-one",
                                        "One to one",
                                        List.of(
                                                row(Profile.SMOKE, FIRST, 1, "64"),
                                                row(Profile.QUICK, FIRST, 1, "1"),
                                                row(Profile.NIGHT, FIRST, 1, "8", "256"),
                                                row(Profile.NIGHT, ONE_TO_ONE, 1, "1", "8", "64", "256"))),
                                panel(
                                        "many-to-one",
                                        "Many to one",
                                        List.of(row(Profile.NIGHT, MANY_TO_ONE, 4, "1", "8", "64", "256")))))
                .deciding(Headline.of("one-to-one", Peers.MILLRACE_TOLD, Peers.JCTOOLS_SPSC, Peers.DISRUPTOR)
                        .at("senders", "1")
                        .at("batch", "64"));
    }

    private static Row row(Profile from, List<Peer> peers, int senders, String... batches) {
        return Row.of(from, peers)
                .with("senders", Integer.toString(senders))
                .with("batch", batches)
                .work("messages", "20000", "400000", "5000000");
    }

    private static Panel panel(String id, String title, List<Row> rows) {
        return new Panel(
                id,
                title,
                "Senders collect a batch and send it at once, the receiver drains up to a batch; capacity 1024. JCTools fills and"
                        + " drains, the Disruptor claims and frees batches, Agrona drains, all others go one by one. Every side of every peer,"
                        + " Millrace too, waits with the same back-off here.",
                Batches.class.getName() + ".run",
                Figure.perMessage(),
                Panel.Chart.BARS,
                "batch",
                List.of(Figure.cpu(), Figure.allocation()),
                rows);
    }
}
