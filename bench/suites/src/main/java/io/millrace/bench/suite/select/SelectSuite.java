package io.millrace.bench.suite.select;

import io.millrace.bench.suite.Figure;
import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Peers;
import io.millrace.bench.suite.Profile;
import io.millrace.bench.suite.Row;
import io.millrace.bench.suite.Suite;
import io.millrace.bench.suite.latency.SelectGap;
import io.millrace.bench.suite.peer.selection.Selection;
import java.util.ArrayList;
import java.util.List;

/** The suite {@code select}. */
public final class SelectSuite {

    private static final String[] MORE_CLAUSES = {"8", "512"};

    private static final String NOTE = Selection.ABSENT
            + " Millrace's select is fair; those of Jox and Kotlin prefer the clauses that come first. A Kotlin"
            + " channel is used from threads here, not from coroutines: what would suspend, parks.";

    private SelectSuite() {}

    /** Returns the suite. */
    public static Suite suite() {
        List<Row> rows = new ArrayList<>();
        rows.add(row(Profile.SMOKE, List.of(Peers.MILLRACE), "platform", "16", "2"));
        rows.add(row(Profile.QUICK, List.of(Peers.MILLRACE), "platform", "16", "1", "8", "64"));
        rows.add(row(Profile.QUICK, List.of(Peers.JOX, Peers.KOTLIN), "platform", "16", "2", "8"));
        rows.add(row(Profile.NIGHT, List.of(Peers.JOX, Peers.KOTLIN), "platform", "16", "64"));
        rows.add(row(Profile.QUICK, Selection.peers(), "virtual", "16", "2"));
        rows.add(row(Profile.NIGHT, Selection.peers(), "virtual", "16", "8", "64"));
        rows.add(row(Profile.NIGHT, List.of(Peers.MILLRACE, Peers.JOX), "platform", "0", "2", "64"));
        rows.add(row(Profile.NIGHT, List.of(Peers.MILLRACE, Peers.JOX), "virtual", "0", "2", "64"));
        return new Suite(
                "select",
                "Select",
                "What does it cost to wait for one of several channels?",
                List.of(
                        new Panel(
                                "clauses",
                                "Number of clauses",
                                "One thread sends over each channel in turn, the other selects from all of them. "
                                        + NOTE,
                                Selects.class.getName() + ".run",
                                Figure.perMessage(),
                                Panel.Chart.LINES,
                                "clauses",
                                List.of(Figure.cpu(), Figure.allocation()),
                                rows),
                        ready(),
                        blocked()));
    }

    private static Panel ready() {
        List<Row> rows = new ArrayList<>();
        for (String ready : List.of("all", "one")) {
            rows.add(ready(Profile.QUICK, List.of(Peers.MILLRACE), ready, "2", "64"));
            rows.add(ready(Profile.NIGHT, List.of(Peers.MILLRACE), ready, MORE_CLAUSES));
            rows.add(ready(Profile.NIGHT, List.of(Peers.JOX), ready, "64"));
        }
        return new Panel(
                "ready",
                "What is ready",
                "One thread sends 512 messages over all channels in turn, or over one of them, and then selects what it has sent. "
                        + NOTE,
                ReadySelects.class.getName() + ".run",
                Figure.perMessage(),
                Panel.Chart.LINES,
                "clauses",
                List.of(Figure.cpu(), Figure.allocation()),
                rows);
    }

    private static Row ready(Profile from, List<Peer> peers, String ready, String... clauses) {
        return Row.of(from, peers)
                .with("clauses", clauses)
                .with("ready", ready)
                .work("messages", "5120", "51200", "512000");
    }

    private static Panel blocked() {
        return new Panel(
                "blocked",
                "Waking a select",
                "From the send until a thread has the message that has waited in a select for a millisecond. The channels have their messages "
                        + "in turn; the sender is awake and waits for each receipt. " + NOTE,
                SelectGap.class.getName() + ".run",
                Figure.percentile(50),
                Panel.Chart.LINES,
                "clauses",
                List.of(Figure.cpu(), Figure.percentile(90), Figure.percentile(99)),
                List.of(
                        blocked(Profile.QUICK, List.of(Peers.MILLRACE), "1", "64"),
                        blocked(Profile.NIGHT, List.of(Peers.MILLRACE), "2", "8", "512"),
                        blocked(Profile.NIGHT, List.of(Peers.JOX), "64")));
    }

    private static Row blocked(Profile from, List<Peer> peers, String... clauses) {
        return Row.of(from, peers)
                .with("clauses", clauses)
                .with("gapMicros", "1000")
                .work("runMillis", "10", "50", "500");
    }

    private static Row row(Profile from, List<Peer> peers, String kind, String capacity, String... clauses) {
        return Row.of(from, peers)
                .with("clauses", clauses)
                .with("capacity", capacity)
                .with("kind", kind)
                .work("messages", "2000", "50000", "1000000");
    }
}
