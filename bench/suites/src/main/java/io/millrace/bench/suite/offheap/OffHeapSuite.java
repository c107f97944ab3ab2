package io.millrace.bench.suite.offheap;

import io.millrace.bench.suite.Figure;
import io.millrace.bench.suite.Headline;
import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Profile;
import io.millrace.bench.suite.Row;
import io.millrace.bench.suite.Suite;
import java.util.List;

/** The suite {@code offheap}. */
public final class OffHeapSuite {

    private static final String CAPACITY = "65536";

    private OffHeapSuite() {}

    /** Returns the suite. */
    public static Suite suite() {
        return new Suite(
                        "offheap",
                        "Rings of bytes",
                        "What do waiting, closing and selecting cost on top of Agrona's ring buffers?",
                        List.of(
                                stream("one-to-one", "Stream, one to one", 1),
                                stream("many-to-one", "Stream, four to one", 4),
                                fanOut("one-to-four", "One to four", 1),
                                fanOut("four-to-four", "Four to four", 4),
                                roundTrip()))
                .deciding(Headline.of("one-to-one", ByteHandoffs.TOLD, ByteHandoffs.AGRONA)
                        .at("senders", "1")
                        .at("capacity", CAPACITY)
                        .at("length", "32"));
    }

    private static Panel stream(String id, String title, int senders) {
        return new Panel(
                id,
                title,
                "Time per message, by its length in bytes; the ring has 64 KiB, the receiver takes up to 64 messages at once.",
                Stream.class.getName() + ".run",
                Figure.perMessage(),
                Panel.Chart.BARS,
                "length",
                List.of(Figure.cpu(), Figure.allocation()),
                List.of(
                        stream(senders == 1 ? Profile.SMOKE : Profile.QUICK, senders, "32"),
                        stream(Profile.NIGHT, senders, "8", "256", "1024")));
    }

    private static Row stream(Profile from, int senders, String... lengths) {
        return Row.of(from, ByteHandoffs.peers())
                .with("senders", Integer.toString(senders))
                .with("capacity", CAPACITY)
                .with("length", lengths)
                .work("messages", "20000", "400000", "4000000");
    }

    private static Panel fanOut(String id, String title, int senders) {
        return new Panel(
                id,
                title,
                "Time per message, each for one of four receivers. Either all take from one ring of 64 KiB, with a lock and a copy "
                        + "for each message; or each has a ring of 16 KiB of its own and reads in place, and a sender "
                        + "goes round the rings that are not full.",
                FanOut.class.getName() + ".run",
                Figure.perMessage(),
                Panel.Chart.BARS,
                "length",
                List.of(Figure.cpu(), Figure.allocation()),
                List.of(Row.of(Profile.QUICK, ByteFans.peers(senders))
                        .with("senders", Integer.toString(senders))
                        .with("receivers", "4")
                        .with("capacity", CAPACITY)
                        .with("length", "32")
                        .work("messages", "20000", "400000", "4000000")));
    }

    private static Panel roundTrip() {
        return new Panel(
                "round-trip",
                "Round trip",
                "Time for a message over one ring and back over another, by its length in bytes.",
                RoundTrip.class.getName() + ".run",
                Figure.score("round trip", "ns"),
                Panel.Chart.BARS,
                "length",
                List.of(Figure.allocation()),
                List.of(
                        Row.of(Profile.QUICK, ByteHandoffs.peers())
                                .with("capacity", CAPACITY)
                                .with("length", "32"),
                        Row.of(Profile.NIGHT, ByteHandoffs.peers())
                                .with("capacity", CAPACITY)
                                .with("length", "8", "256", "1024")));
    }
}
