package io.millrace.bench.compare;

import io.millrace.bench.compare.Results.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes results as Markdown: the verdict, one table of all cells, and under it how they were measured. */
final class Summary {

    private static final Predicate<Row> MILLRACE = row -> row.implementation().equals(Handoffs.MILLRACE);
    private static final Predicate<Row> PEER = MILLRACE.negate();
    private static final Predicate<Row> JDK_PEER = row -> Handoffs.JDK_PEERS.contains(row.implementation());

    private static final int FORKS_OF_A_MEASUREMENT = 3;
    private static final String TRIAL =
            "**A trial, no measurement**: that takes at least " + FORKS_OF_A_MEASUREMENT + " forks, and a warm-up.\n\n";

    private final Results results;
    private final Map<String, List<Row>> cells;

    Summary(Results results) {
        this.results = results;
        this.cells = results.rows().stream()
                .collect(Collectors.groupingBy(Row::cell, LinkedHashMap::new, Collectors.toList()));
    }

    /**
     * Returns the section.
     *
     * @param machine where it was measured
     * @param commit what was measured
     * @param date when it was measured
     * @return lines that end with a newline
     */
    String markdown(String machine, String commit, String date) {
        Results.Setup setup = results.setup();
        boolean trial = setup.forks() < FORKS_OF_A_MEASUREMENT || setup.warmups() == 0;
        return """
                ### JDK %s

                %s%s
                %s

                | cell | implementation | ns/message | forks | to millrace | messages |
                |---|---|--:|--:|--:|--:|
                %s

                * machine: %s
                * JVM: %s
                * flags: %s
                * runs: JMH %s, forks: %d, iterations of each: %d warm-up, %d measured of %s
                * commit: %s
                * date: %s
                """.formatted(
                        setup.jdk(),
                        trial ? TRIAL : "",
                        verdict("the JDK's queues", JDK_PEER),
                        verdict("all peers", PEER),
                        cells.values().stream().flatMap(Summary::lines).collect(Collectors.joining("\n")),
                        machine,
                        setup.vm(),
                        setup.flags(),
                        setup.jmh(),
                        setup.forks(),
                        setup.warmups(),
                        setup.iterations(),
                        setup.iterationTime(),
                        commit,
                        date);
    }

    /** Returns the lines of a cell, fastest first whoever that is. */
    private static Stream<String> lines(List<Row> rows) {
        Optional<Row> millrace = rows.stream().filter(MILLRACE).findFirst();
        Optional<Row> bestPeer = best(rows, PEER);
        return rows.stream()
                .sorted(Comparator.comparingDouble(Row::median))
                .map(row -> String.format(
                        Locale.ROOT,
                        "| %s | %s%s | %s | %s..%s | %s | %,d |",
                        row.cell(),
                        row.implementation(),
                        bestPeer.filter(row::equals).isPresent() ? " (best peer)" : "",
                        nanos(row.median()),
                        nanos(row.best()),
                        nanos(row.worst()),
                        millrace.map(own -> ratio(row, own)).orElse("–"),
                        row.messages()));
    }

    /** Says where Millrace is ahead of such peers, and names every cell where it is not. */
    private String verdict(String peers, Predicate<Row> among) {
        int compared = 0;
        List<String> behind = new ArrayList<>();
        for (List<Row> rows : cells.values()) {
            Optional<Row> millrace = rows.stream().filter(MILLRACE).findFirst();
            Optional<Row> best = best(rows, among);
            if (millrace.isEmpty() || best.isEmpty()) {
                continue;
            }
            compared++;
            Row peer = best.get();
            if (peer.median() < millrace.get().median()) {
                behind.add(peer.cell() + " (" + peer.implementation() + " " + ratio(peer, millrace.get()) + ")");
            }
        }
        String where = behind.isEmpty() ? "" : "; behind in " + String.join(", ", behind);
        return "* Not behind " + peers + " in " + (compared - behind.size()) + " of " + compared + " cells" + where
                + ".";
    }

    private static Optional<Row> best(List<Row> rows, Predicate<Row> among) {
        return rows.stream().filter(among).min(Comparator.comparingDouble(Row::median));
    }

    /** How many times Millrace's time a row takes; ≈ where the forks of both overlap. */
    private static String ratio(Row row, Row millrace) {
        boolean overlap = PEER.test(row) && row.best() <= millrace.worst() && millrace.best() <= row.worst();
        return (overlap ? "≈ " : "") + String.format(Locale.ROOT, "%.2f", row.median() / millrace.median());
    }

    private static String nanos(double nanos) {
        String format = nanos < 10 ? "%.2f" : nanos < 100 ? "%.1f" : "%,.0f";
        return String.format(Locale.ROOT, format, nanos);
    }
}
