package io.millrace.bench.suite.processes;

import io.millrace.bench.suite.Figure;
import io.millrace.bench.suite.Headline;
import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Profile;
import io.millrace.bench.suite.Row;
import io.millrace.bench.suite.Suite;
import io.millrace.bench.suite.limits.LimitsSuite;
import java.util.ArrayList;
import java.util.List;

/** The suite {@code processes}. */
public final class ProcessesSuite {

    private static final String SHORT = "32";
    private static final String[] FURTHER = {"8", "256", "1024"};
    private static final double BOTH_WAYS = 2;

    private ProcessesSuite() {}

    /** Returns the suite. */
    public static Suite suite() {
        return new Suite(
                        "processes",
                        "Between processes",
                        "What does a message of bytes take to another process, and what to another thread over the same memory?",
                        List.of(stream(), roundTrip()))
                .deciding(beside("stream"), beside("round-trip"));
    }

    private static Headline beside(String panel) {
        return Headline.of(panel, Endpoints.MILLRACE, Endpoints.AGRONA, Endpoints.AERON)
                .at("place", "processes")
                .at("length", SHORT);
    }

    private static Panel stream() {
        return new Panel(
                "stream",
                "Stream",
                "Time per message until the other side has received all of a run and checked each, by its length in bytes. "
                        + "One sender and one receiver, which takes up to 64 messages at once; 1 MiB each way. CPU and allocation are those "
                        + "of the measuring process, which sends.",
                Stream.class.getName() + ".run",
                Figure.perMessage(),
                Panel.Chart.BARS,
                "length",
                List.of(Figure.cpu(), Figure.allocation()),
                rows("5000", "400000", "400000"));
    }

    private static Panel roundTrip() {
        return new Panel(
                "round-trip",
                "Round trip",
                "Ping-pong: a message to the other side and back over a second ring, by its length in bytes. Service time: a "
                        + "stall holds everything up and counts once. The mean is over time: a percentile is over trips, and leaves out "
                        + "how long the rare ones are.",
                RoundTrip.class.getName() + ".run",
                Figure.perMessage().named("mean round trip"),
                Panel.Chart.BARS,
                "length",
                List.of(
                        Figure.cpu(),
                        Figure.percentile(50),
                        Figure.percentile(90),
                        Figure.percentile(99),
                        Figure.percentile(99.9),
                        Figure.percentile(100)),
                rows("500", "10000", "20000").stream()
                        .map(row -> row.bound(LimitsSuite.LINE_TRANSFER, BOTH_WAYS))
                        .toList());
    }

    /** The rows of a panel. Each peer has its own, because each may need options of its own. */
    private static List<Row> rows(String smoke, String quick, String night) {
        List<Row> rows = new ArrayList<>();
        rows.add(row(Profile.SMOKE, Endpoints.MILLRACE, "processes").with("length", SHORT));
        rows.add(row(Profile.QUICK, Endpoints.MILLRACE, "threads").with("length", SHORT));
        for (Peer peer : Endpoints.peers()) {
            if (peer != Endpoints.MILLRACE) {
                rows.add(row(Profile.QUICK, peer, "processes", "threads").with("length", SHORT));
            }
            rows.add(row(Profile.NIGHT, peer, "processes", "threads").with("length", FURTHER));
        }
        return rows.stream()
                .map(row -> row.work("messages", smoke, quick, night))
                .toList();
    }

    private static Row row(Profile from, Peer peer, String... places) {
        return Row.of(from, peer)
                .with("place", places)
                .jvm(Endpoints.flags(peer.name()).toArray(String[]::new));
    }
}
