package io.millrace.bench.suite.select;

import io.millrace.bench.suite.Figure;
import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Peers;
import io.millrace.bench.suite.Profile;
import io.millrace.bench.suite.Row;
import io.millrace.bench.suite.Suite;
import io.millrace.bench.suite.peer.selection.Selection;
import java.util.ArrayList;
import java.util.List;

/** The suite {@code select}. */
public final class SelectSuite {

    private static final String[] CLAUSES = {"1", "2", "8", "64"};

    private SelectSuite() {}

    /** Returns the suite. */
    public static Suite suite() {
        List<Row> rows = new ArrayList<>();
        rows.add(row(Profile.SMOKE, List.of(Peers.MILLRACE), "platform", "16", "2"));
        rows.add(row(Profile.QUICK, List.of(Peers.MILLRACE), "platform", "16", "1", "8", "64"));
        rows.add(row(Profile.QUICK, List.of(Peers.JOX, Peers.KOTLIN), "platform", "16", "2", "8"));
        rows.add(row(Profile.NIGHT, List.of(Peers.JOX, Peers.KOTLIN), "platform", "16", "1", "64"));
        rows.add(row(Profile.QUICK, Selection.peers(), "virtual", "16", "2"));
        rows.add(row(Profile.NIGHT, Selection.peers(), "virtual", "16", "1", "8", "64"));
        rows.add(row(Profile.NIGHT, Selection.peers(), "platform", "0", CLAUSES));
        rows.add(row(Profile.NIGHT, Selection.peers(), "virtual", "0", CLAUSES));
        return new Suite(
                "select",
                "Select",
                "What does it cost to wait for one of several channels?",
                List.of(new Panel(
                        "clauses",
                        "Number of clauses",
                        "One thread sends over each channel in turn, the other selects from all of them. "
                                + Selection.ABSENT
                                + " Millrace's select is fair; those of Jox and Kotlin prefer the clauses that come first. A Kotlin"
                                + " channel is used from threads here, not from coroutines: what would suspend, parks.",
                        Selects.class.getName() + ".run",
                        Figure.perMessage(),
                        Panel.Chart.LINES,
                        "clauses",
                        List.of(Figure.cpu(), Figure.allocation()),
                        rows)));
    }

    private static Row row(Profile from, List<Peer> peers, String kind, String capacity, String... clauses) {
        return Row.of(from, peers)
                .with("clauses", clauses)
                .with("capacity", capacity)
                .with("kind", kind)
                .work("messages", "2000", "50000", "1000000");
    }
}
