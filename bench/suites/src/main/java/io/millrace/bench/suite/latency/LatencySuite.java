package io.millrace.bench.suite.latency;

import io.millrace.bench.suite.Figure;
import io.millrace.bench.suite.Headline;
import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Peers;
import io.millrace.bench.suite.Profile;
import io.millrace.bench.suite.Row;
import io.millrace.bench.suite.Suite;
import io.millrace.bench.suite.limits.LimitsSuite;
import io.millrace.bench.suite.peer.WaitVariants;
import java.util.List;
import java.util.stream.Stream;

/** How long one message takes. */
public final class LatencySuite {

    private static final double MEDIAN = 50;
    private static final double TAIL = 99.9;
    private static final double MAXIMUM = 100;

    /** A message in the receiver's hands: one line went over, at least. */
    private static final double ONE_WAY = 1;

    private static final double BOTH_WAYS = 2;

    /** Those of the profile night where one thread sends and one receives. */
    private static final List<Peer> FURTHER = List.of(
            WaitVariants.MILLRACE_PARKS,
            WaitVariants.MILLRACE_SPINS,
            Peers.LINKED_BLOCKING_QUEUE,
            Peers.JCTOOLS_MPMC,
            Peers.AGRONA_SPSC,
            Peers.CONVERSANT_DISRUPTOR,
            Peers.DISRUPTOR,
            Peers.JOX);

    private LatencySuite() {}

    /** Returns the suite. */
    public static Suite suite() {
        return new Suite(
                        "latency",
                        "Latency",
                        "How long does a message take, at a rate, there and back, and to a receiver that sleeps?",
                        List.of(fixedRate(), roundTrip(), wakeUp()))
                .deciding(
                        Headline.of("round-trip", Peers.MILLRACE, Peers.ARRAY_BLOCKING_QUEUE, Peers.JCTOOLS_SPSC)
                                .at("capacity", "1024"),
                        Headline.of("wake-up", Peers.MILLRACE, Peers.ARRAY_BLOCKING_QUEUE)
                                .at("capacity", "1024")
                                .at("gapMicros", "100"));
    }

    private static Panel fixedRate() {
        List<Peer> quick = List.of(Peers.MILLRACE, Peers.ARRAY_BLOCKING_QUEUE, Peers.JCTOOLS_SPSC);
        return new Panel(
                "fixed-rate",
                "At a fixed rate",
                "Open loop: from the time at which a message was to be sent by the schedule until the receiver has it, so "
                        + "messages that a stall held up count as late as they were (no coordinated omission). Response time, "
                        + "one sender, one receiver, capacity 1024. Sent late: the next message was due as well, the sender "
                        + "did not keep up.",
                FixedRate.class.getName() + ".run",
                Figure.percentile(TAIL),
                Panel.Chart.PERCENTILES,
                "",
                List.of(
                        Figure.percentile(MEDIAN),
                        Figure.percentile(90),
                        Figure.percentile(99),
                        Figure.percentile(99.99),
                        Figure.percentile(MAXIMUM),
                        Figure.share("late", Figure.RECEIVED, "sent late", "")),
                List.of(
                        rate(Profile.SMOKE, List.of(Peers.MILLRACE), "100000"),
                        rate(Profile.QUICK, List.of(Peers.MILLRACE), "1000000"),
                        rate(Profile.QUICK, quick.subList(1, quick.size()), "100000", "1000000"),
                        rate(Profile.NIGHT, quick, "10000", "500000", "2000000", "5000000"),
                        rate(Profile.NIGHT, FURTHER, "10000", "100000", "500000", "1000000", "2000000", "5000000")));
    }

    private static Row rate(Profile from, List<Peer> peers, String... rates) {
        return Row.of(from, peers)
                .with("rate", rates)
                .work("runMillis", "10", "50", "500")
                .bound(LimitsSuite.LINE_TRANSFER, ONE_WAY);
    }

    private static Panel roundTrip() {
        return new Panel(
                "round-trip",
                "There and back",
                "Ping-pong over two channels: one message at a time, both threads wait for each other. Service time: a stall "
                        + "holds everything up and counts once. The mean is over time: a percentile is over trips, and leaves out how "
                        + "long the rare ones are.",
                RoundTrip.class.getName() + ".run",
                Figure.perMessage().named("mean round trip"),
                Panel.Chart.PERCENTILES,
                "",
                Stream.concat(Stream.of(Figure.cpu(), Figure.percentile(MEDIAN)), tail().stream())
                        .toList(),
                List.of(
                        trip(Profile.SMOKE, "1024", Peers.MILLRACE),
                        trip(Profile.QUICK, "1024", Peers.ARRAY_BLOCKING_QUEUE, Peers.JCTOOLS_SPSC),
                        trip(Profile.QUICK, "0", Peers.MILLRACE, Peers.SYNCHRONOUS_QUEUE),
                        trip(Profile.NIGHT, "1024", FURTHER.toArray(Peer[]::new)),
                        trip(
                                Profile.NIGHT,
                                "0",
                                WaitVariants.MILLRACE_PARKS,
                                WaitVariants.MILLRACE_SPINS,
                                Peers.LINKED_TRANSFER_QUEUE,
                                Peers.JOX),
                        trip(
                                Profile.NIGHT,
                                "unbounded",
                                Peers.MILLRACE,
                                Peers.LINKED_BLOCKING_QUEUE,
                                Peers.LINKED_TRANSFER_QUEUE)));
    }

    private static Row trip(Profile from, String capacity, Peer... peers) {
        return Row.of(from, peers)
                .with("capacity", capacity)
                .work("messages", "500", "2000", "20000")
                .bound(LimitsSuite.LINE_TRANSFER, BOTH_WAYS);
    }

    private static Panel wakeUp() {
        return new Panel(
                "wake-up",
                "Waking a receiver",
                "From the send until a receiver that has waited for so many microseconds has the message. The sender is awake "
                        + "and waits for each receipt: service time. Long gaps give few samples: a tail needs the night "
                        + "profile.",
                IdleGap.class.getName() + ".run",
                Figure.percentile(MEDIAN),
                Panel.Chart.LINES,
                "gapMicros",
                Stream.concat(Stream.of(Figure.cpu()), tail().stream()).toList(),
                List.of(
                        gap(Profile.SMOKE, "1024", List.of("100"), Peers.MILLRACE),
                        gap(Profile.QUICK, "1024", List.of("10", "10000"), Peers.MILLRACE),
                        gap(Profile.QUICK, "1024", List.of("100"), Peers.ARRAY_BLOCKING_QUEUE),
                        gap(Profile.QUICK, "unbounded", List.of("100"), Peers.MILLRACE, Peers.LINKED_TRANSFER_QUEUE),
                        gap(Profile.NIGHT, "1024", List.of("1000"), Peers.MILLRACE),
                        gap(Profile.NIGHT, "1024", List.of("10", "1000", "10000"), Peers.ARRAY_BLOCKING_QUEUE),
                        gap(
                                Profile.NIGHT,
                                "1024",
                                List.of("10", "100", "1000", "10000"),
                                WaitVariants.MILLRACE_PARKS,
                                WaitVariants.MILLRACE_SPINS,
                                Peers.LINKED_BLOCKING_QUEUE,
                                Peers.JCTOOLS_MPSC_BLOCKING,
                                Peers.CONVERSANT_DISRUPTOR,
                                Peers.JOX),
                        gap(
                                Profile.NIGHT,
                                "0",
                                List.of("10", "100", "1000", "10000"),
                                Peers.MILLRACE,
                                WaitVariants.MILLRACE_PARKS,
                                WaitVariants.MILLRACE_SPINS,
                                Peers.SYNCHRONOUS_QUEUE,
                                Peers.JOX),
                        gap(
                                Profile.NIGHT,
                                "unbounded",
                                List.of("10", "1000", "10000"),
                                Peers.MILLRACE,
                                Peers.LINKED_TRANSFER_QUEUE)));
    }

    private static Row gap(Profile from, String capacity, List<String> gaps, Peer... peers) {
        return Row.of(from, peers)
                .with("capacity", capacity)
                .with("gapMicros", gaps.toArray(String[]::new))
                .work("runMillis", "10", "50", "500")
                .bound(LimitsSuite.LINE_TRANSFER, ONE_WAY);
    }

    private static List<Figure> tail() {
        return List.of(
                Figure.percentile(90),
                Figure.percentile(99),
                Figure.percentile(TAIL),
                Figure.percentile(99.99),
                Figure.percentile(MAXIMUM));
    }
}
