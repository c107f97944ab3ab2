package io.millrace.bench.suite.collectors;

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

/** What the collector does to a handoff, and what a handoff gives it to do. */
public final class CollectorsSuite {

    private CollectorsSuite() {}

    /** Returns the suite. */
    public static Suite suite() {
        return new Suite(
                        "collectors",
                        "Collectors",
                        "What do the collector's barriers cost, and what does a message allocate?",
                        List.of(ages(), allocation()))
                .deciding(Headline.of("ring-age", Peers.MILLRACE, Peers.JCTOOLS_MPMC)
                        .at("collector", Collector.G1.label())
                        .at("ringAge", RingAge.OLD)
                        .at("payload", RingAge.FRESH));
    }

    private static Panel ages() {
        List<Row> rows = new ArrayList<>();
        rows.add(age(Profile.SMOKE, Collector.G1, RingAge.OLD, Peers.MILLRACE));
        rows.add(age(Profile.QUICK, Collector.G1, RingAge.YOUNG, Peers.MILLRACE));
        for (Collector collector : List.of(Collector.PARALLEL, Collector.ZGC)) {
            rows.add(age(Profile.QUICK, collector, RingAge.OLD, Peers.MILLRACE));
            rows.add(age(Profile.NIGHT, collector, RingAge.YOUNG, Peers.MILLRACE));
        }
        for (Collector collector : Collector.values()) {
            rows.add(age(Profile.QUICK, collector, RingAge.OLD, Peers.ARRAY_BLOCKING_QUEUE));
            rows.add(age(Profile.NIGHT, collector, RingAge.YOUNG, Peers.ARRAY_BLOCKING_QUEUE));
            for (String age : List.of(RingAge.OLD, RingAge.YOUNG)) {
                rows.add(age(Profile.NIGHT, collector, age, Peers.JCTOOLS_SPSC, Peers.JCTOOLS_MPMC, Peers.AGRONA_MPMC));
            }
        }
        return new Panel(
                "ring-age",
                "Collectors and the age of the ring",
                "One sender, one receiver, capacity 1024, every message a new object. An old ring has survived two "
                        + "collections of everything before it is measured; a young one is new in each run.",
                RingAge.class.getName() + ".run",
                Figure.perMessage(),
                Panel.Chart.BARS,
                "collector",
                List.of(Figure.allocation(), Figure.cpu()),
                rows);
    }

    private static Row age(Profile from, Collector collector, String age, Peer... peers) {
        return Row.of(from, peers)
                .with("collector", collector.label())
                .with("ringAge", age)
                .with("payload", RingAge.FRESH)
                .work("messages", "20000", "500000", "2000000")
                .jvm(collector.option());
    }

    private static Panel allocation() {
        return new Panel(
                "allocation",
                "Allocation",
                "Bytes allocated for each message by all threads together. The messages are there before, so all of it is the "
                        + "handoff's but for the release of the threads: about a kilobyte in each run, for all of its messages.",
                Allocation.class.getName() + ".run",
                Figure.allocation(),
                Panel.Chart.BARS,
                "capacity",
                List.of(Figure.perMessage()),
                List.of(
                        kept(Profile.SMOKE, "1024", Peers.MILLRACE),
                        kept(
                                Profile.QUICK,
                                "1024",
                                Peers.ARRAY_BLOCKING_QUEUE,
                                Peers.LINKED_BLOCKING_QUEUE,
                                Peers.JCTOOLS_SPSC),
                        kept(Profile.QUICK, "unbounded", Peers.MILLRACE, Peers.LINKED_TRANSFER_QUEUE),
                        kept(
                                Profile.NIGHT,
                                "1024",
                                Peers.JCTOOLS_MPMC,
                                Peers.AGRONA_MPMC,
                                Peers.CONVERSANT_DISRUPTOR,
                                Peers.DISRUPTOR,
                                Peers.JOX,
                                Peers.KOTLIN),
                        kept(
                                Profile.NIGHT,
                                "0",
                                Peers.MILLRACE,
                                Peers.SYNCHRONOUS_QUEUE,
                                Peers.LINKED_TRANSFER_QUEUE,
                                Peers.JOX,
                                Peers.KOTLIN),
                        kept(
                                Profile.NIGHT,
                                "unbounded",
                                Peers.LINKED_BLOCKING_QUEUE,
                                Peers.CONCURRENT_LINKED_QUEUE,
                                Peers.JCTOOLS_MPMC_XADD,
                                Peers.JOX,
                                Peers.KOTLIN)));
    }

    private static Row kept(Profile from, String capacity, Peer... peers) {
        String[] work = capacity.equals("0")
                ? new String[] {"2000", "20000", "200000"}
                : new String[] {"20000", "500000", "2000000"};
        return Row.of(from, peers).with("capacity", capacity).work("messages", work[0], work[1], work[2]);
    }
}
