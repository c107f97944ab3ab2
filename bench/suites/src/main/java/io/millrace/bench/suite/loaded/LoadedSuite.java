package io.millrace.bench.suite.loaded;

import io.millrace.bench.suite.Figure;
import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Peers;
import io.millrace.bench.suite.Profile;
import io.millrace.bench.suite.Row;
import io.millrace.bench.suite.Suite;
import io.millrace.bench.suite.peer.WaitVariants;
import java.util.ArrayList;
import java.util.List;

/** The suite {@code loaded}. */
public final class LoadedSuite {

    private static final List<Peer> WAYS_TO_WAIT =
            List.of(Peers.MILLRACE, WaitVariants.MILLRACE_PARKS, WaitVariants.MILLRACE_SPINS);

    private LoadedSuite() {}

    /** Returns the suite. */
    public static Suite suite() {
        List<Row> rows = new ArrayList<>();
        add(rows, "0", Peers.SYNCHRONOUS_QUEUE, Peers.LINKED_TRANSFER_QUEUE);
        add(rows, "1", Peers.ARRAY_BLOCKING_QUEUE);
        add(rows, "64", Peers.ARRAY_BLOCKING_QUEUE);
        add(rows, "1024", Peers.ARRAY_BLOCKING_QUEUE);
        return new Suite(
                "loaded",
                "Beside other processes",
                "What does a message take while other processes want the processors too?",
                List.of(new Panel(
                        "one-to-one",
                        "One to one beside busy processes",
                        "One thread sends, one receives; so many other processes, of one thread each, are busy all the time.",
                        Loaded.class.getName() + ".run",
                        Figure.perMessage(),
                        Panel.Chart.BARS,
                        "busyProcesses",
                        List.of(),
                        rows)));
    }

    private static void add(List<Row> rows, String capacity, Peer... jdk) {
        List<Peer> others = new ArrayList<>(WAYS_TO_WAIT.subList(1, WAYS_TO_WAIT.size()));
        others.addAll(List.of(jdk));
        boolean smoke = capacity.equals("1024");
        boolean quick = smoke || capacity.equals("0");
        rows.add(row(
                smoke ? Profile.SMOKE : quick ? Profile.QUICK : Profile.NIGHT, capacity, List.of(Peers.MILLRACE), "2"));
        rows.add(row(quick ? Profile.QUICK : Profile.NIGHT, capacity, others, "2"));
        List<Peer> all = new ArrayList<>(WAYS_TO_WAIT);
        all.addAll(List.of(jdk));
        rows.add(row(Profile.NIGHT, capacity, all, "0", "8"));
    }

    /** Where each message may cost a switch of threads, and each switch a slice, a run carries fewer. */
    private static Row row(Profile from, String capacity, List<Peer> peers, String... loads) {
        Row row = Row.of(from, peers).with("capacity", capacity).with("busyProcesses", loads);
        return capacity.equals("0") || capacity.equals("1")
                ? row.work("messages", "100", "1000", "5000")
                : row.work("messages", "2000", "20000", "200000");
    }
}
