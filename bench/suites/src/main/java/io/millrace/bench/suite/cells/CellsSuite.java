package io.millrace.bench.suite.cells;

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
import io.millrace.bench.suite.peer.selection.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The suite {@code cells}. */
public final class CellsSuite {

    /**
     * Where each message costs a switch of threads, a run carries fewer. In the profile quick few enough for the slowest peer: the
     * runs of others are lengthened.
     */
    private static final List<String> SLOW = List.of("0", "1");

    private static final List<String> CAPACITIES = List.of("0", "1", "64", "1024", Capacity.ALL, Capacity.UNBOUNDED);
    private static final List<String> QUICK = List.of("0", "1024", Capacity.UNBOUNDED);

    /** The shape of which only the profile night measures more than one row: it decides nothing that its neighbours do not. */
    private static final String BY_NIGHT = "spmc";

    /** Stands for the messages of a run where only the kind of a capacity matters. */
    private static final int ANY_NUMBER = 1 << 10;

    private static final List<Peer> ALWAYS = List.of(
            Peers.MILLRACE,
            Peers.MILLRACE_TOLD,
            Peers.MILLRACE_TOLD_RECEIVER,
            Peers.SIMPLE_CHANNEL,
            Peers.ARRAY_BLOCKING_QUEUE,
            Peers.LINKED_TRANSFER_QUEUE,
            Peers.SYNCHRONOUS_QUEUE,
            Peers.JOX,
            Peers.KOTLIN);

    private static final Map<String, List<Peer>> BEST = Map.of(
            "alone", List.of(Peers.JCTOOLS_SPSC, Peers.AGRONA_SPSC, Peers.JCTOOLS_MPMC, Peers.AGRONA_MPMC),
            "spsc",
                    List.of(
                            Peers.JCTOOLS_SPSC,
                            Peers.JCTOOLS_SPSC_UNBOUNDED,
                            Peers.JCTOOLS_MPMC_XADD,
                            Peers.AGRONA_SPSC),
            "mpsc",
                    List.of(
                            Peers.JCTOOLS_MPSC,
                            Peers.JCTOOLS_MPSC_BLOCKING,
                            Peers.JCTOOLS_MPSC_XADD,
                            Peers.AGRONA_MPSC),
            "spmc", List.of(Peers.MILLRACE_TOLD_SENDER, Peers.JCTOOLS_SPMC, Peers.JCTOOLS_MPMC, Peers.AGRONA_MPMC),
            "mpmc", List.of(Peers.JCTOOLS_MPMC, Peers.JCTOOLS_MPMC_XADD, Peers.AGRONA_MPMC));

    private static final String FEWER =
            " Runs over the capacities 0 and 1 carry fewer messages, since there each may cost a switch of threads.";

    private CellsSuite() {}

    /** Returns the suite. */
    public static Suite suite() {
        return new Suite(
                        "cells",
                        "Threads and capacities",
                        "How long does a message take from thread to thread?",
                        List.of(
                                queues("seq", "One thread", "One thread sends everything, then receives it.", 1, 1),
                                queues(
                                        "alone",
                                        "One thread, in portions",
                                        "One thread sends " + Cells.PORTION
                                                + " messages, then receives them, again and again: what the steps "
                                                + "cost without another thread.",
                                        1,
                                        1),
                                queues("spsc", "One to one", "One thread sends, one receives.", 1, 1),
                                variant(
                                        "unplaced",
                                        "One to one, where the scheduler puts them",
                                        "As one to one, but the threads have no processors of their own.",
                                        UnplacedCells.class,
                                        List.of(
                                                Peers.MILLRACE,
                                                Peers.ARRAY_BLOCKING_QUEUE,
                                                Peers.AGRONA_MPMC,
                                                Peers.JCTOOLS_MPMC,
                                                Peers.JOX)),
                                variant(
                                        "after-others",
                                        "One to one, after three others",
                                        "As one to one, in a JVM that has used three other channels or queues of the peer's family before.",
                                        CellsAfterOthers.class,
                                        CellsAfterOthers.peers()),
                                queues("mpsc", "Many to one", "Four threads send, one receives.", Cells.THREADS, 1),
                                queues("spmc", "One to many", "One thread sends, four receive.", 1, Cells.THREADS),
                                queues(
                                        "mpmc",
                                        "Many to many",
                                        "Four threads send, four receive.",
                                        Cells.THREADS,
                                        Cells.THREADS),
                                selects(
                                        "select_rx",
                                        "Selecting receiver",
                                        "Four threads send, each over its channel; one selects."),
                                selects(
                                        "select_both",
                                        "Selecting on both sides",
                                        "Four threads send and four receive, each selecting among four channels.")))
                .deciding(
                        beside(
                                "spsc",
                                "1024",
                                Peers.MILLRACE,
                                Peers.AGRONA_MPMC,
                                Peers.JCTOOLS_MPMC,
                                Peers.ARRAY_BLOCKING_QUEUE),
                        beside("spsc", "1024", Peers.MILLRACE_TOLD, Peers.JCTOOLS_SPSC, Peers.AGRONA_SPSC),
                        beside("mpsc", "1024", Peers.MILLRACE, Peers.AGRONA_MPSC, Peers.ARRAY_BLOCKING_QUEUE),
                        beside("mpmc", "1024", Peers.MILLRACE, Peers.AGRONA_MPMC, Peers.ARRAY_BLOCKING_QUEUE),
                        beside(
                                "spsc",
                                Capacity.UNBOUNDED,
                                Peers.MILLRACE,
                                Peers.JCTOOLS_MPMC_XADD,
                                Peers.LINKED_TRANSFER_QUEUE),
                        beside("spsc", Capacity.UNBOUNDED, Peers.MILLRACE_TOLD, Peers.JCTOOLS_SPSC_UNBOUNDED),
                        beside(
                                "mpsc",
                                Capacity.UNBOUNDED,
                                Peers.MILLRACE,
                                Peers.JCTOOLS_MPSC_XADD,
                                Peers.LINKED_TRANSFER_QUEUE),
                        beside(
                                "mpmc",
                                Capacity.UNBOUNDED,
                                Peers.MILLRACE,
                                Peers.JCTOOLS_MPMC_XADD,
                                Peers.LINKED_TRANSFER_QUEUE),
                        beside("alone", "1024", Peers.MILLRACE, Peers.AGRONA_MPMC),
                        besideOn("unplaced", Peers.AGRONA_MPMC),
                        besideOn("after-others", Peers.ARRAY_BLOCKING_QUEUE),
                        beside("spsc", "0", Peers.MILLRACE, Peers.SYNCHRONOUS_QUEUE, Peers.JOX),
                        beside("select_rx", "1024", Peers.MILLRACE, Peers.KOTLIN, Peers.JOX));
    }

    private static Headline beside(String shape, String capacity, Peer own, Peer... peers) {
        return at(Headline.of(panelId(shape), own, peers), shape, capacity);
    }

    /** One to one over 1024 places, in another panel. */
    private static Headline besideOn(String panel, Peer... peers) {
        return at(Headline.of(panel, Peers.MILLRACE, peers), "spsc", "1024");
    }

    private static Headline at(Headline headline, String shape, String capacity) {
        return headline.at("shape", shape).at("capacity", capacity).at("payload", "preallocated");
    }

    private static String panelId(String shape) {
        return shape.replace('_', '-');
    }

    private static Panel queues(String shape, String title, String note, int senders, int receivers) {
        List<Row> rows = new ArrayList<>();
        for (String capacity : capacities(shape)) {
            Capacity places = Capacity.parse(capacity, ANY_NUMBER);
            List<Peer> peers = Handoffs.peers().stream()
                    .filter(peer -> Handoffs.refusal(peer.name(), senders, receivers, places)
                            .isEmpty())
                    .filter(peer -> peer != Peers.MILLRACE_COUNTING || isCounted(shape, capacity))
                    .toList();
            rows.addAll(rows(shape, capacity, peers));
        }
        String absent =
                " Queues that lack a capacity, or hold another number of messages than asked for, are absent from it.";
        return panel(panelId(shape), title, note + absent + FEWER, Cells.class, rows);
    }

    private static Panel variant(String id, String title, String note, Class<?> benchmark, List<Peer> peers) {
        return panel(id, title, note, benchmark, List.of(row(Profile.QUICK, "spsc", "1024", "preallocated", peers)));
    }

    private static Panel selects(String shape, String title, String note) {
        List<Row> rows = new ArrayList<>();
        for (String capacity : CAPACITIES) {
            rows.addAll(rows(shape, capacity, Selection.peers()));
        }
        return panel(panelId(shape), title, note + " " + Selection.ABSENT + FEWER, Cells.class, rows);
    }

    private static List<Row> rows(String shape, String capacity, List<Peer> peers) {
        List<Peer> chosen = peers.stream().filter(peer -> isQuick(shape, peer)).toList();
        List<Peer> others = peers.stream().filter(peer -> !isQuick(shape, peer)).toList();
        Profile from = QUICK.contains(capacity) && !shape.equals(BY_NIGHT) ? Profile.QUICK : Profile.NIGHT;
        // The smallest profile only looks whether everything works: one cell of each shape does.
        boolean smoke = capacity.equals(shape.equals("seq") ? Capacity.UNBOUNDED : "1024");
        List<Row> rows = new ArrayList<>();
        if (smoke) {
            rows.add(row(Profile.SMOKE, shape, capacity, "preallocated", chosen.subList(0, 1)));
            rows.add(row(from, shape, capacity, "preallocated", chosen.subList(1, chosen.size())));
        } else {
            rows.add(row(from, shape, capacity, "preallocated", chosen));
        }
        rows.add(row(Profile.NIGHT, shape, capacity, "preallocated", others));
        if (!shape.equals(BY_NIGHT) && (capacity.equals("1024") || capacity.equals(Capacity.UNBOUNDED))) {
            rows.add(row(Profile.NIGHT, shape, capacity, "same", chosen));
            rows.add(row(Profile.NIGHT, shape, capacity, "fresh", chosen));
        }
        return rows;
    }

    /** Counters cost the same in every shape: where they are measured, their share is largest. */
    private static boolean isCounted(String shape, String capacity) {
        return (shape.equals("alone") || shape.equals("spsc")) && capacity.equals("1024");
    }

    /** Whether a peer is among the strongest or best known of a shape: those of the profile quick, and of the other payloads. */
    private static boolean isQuick(String shape, Peer peer) {
        return ALWAYS.contains(peer) || BEST.getOrDefault(shape, List.of()).contains(peer);
    }

    private static Row row(Profile from, String shape, String capacity, String payload, List<Peer> peers) {
        Row row = Row.of(from, peers)
                .with("shape", shape)
                .with("capacity", capacity)
                .with("payload", payload);
        return SLOW.contains(capacity)
                ? row.work("messages", "400", "1000", "200000")
                : row.work("messages", "20000", "100000", "5000000");
    }

    private static List<String> capacities(String shape) {
        return switch (shape) {
            case "seq" -> List.of(Capacity.ALL, Capacity.UNBOUNDED);
            case "alone" -> List.of("1024", Capacity.UNBOUNDED);
            case BY_NIGHT -> List.of("64", "1024", Capacity.UNBOUNDED);
            default -> CAPACITIES;
        };
    }

    private static Panel panel(String id, String title, String note, Class<?> benchmark, List<Row> rows) {
        return new Panel(
                id,
                title,
                note,
                benchmark.getName() + ".run",
                Figure.perMessage(),
                Panel.Chart.BARS,
                "capacity",
                List.of(Figure.cpu(), Figure.allocation()),
                rows);
    }
}
