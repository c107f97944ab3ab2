package io.millrace.bench.report;

import io.millrace.bench.report.jmh.Cell;
import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Profile;
import io.millrace.bench.suite.Row;
import io.millrace.bench.suite.Suite;
import io.millrace.bench.suite.scaling.ScalingSuite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a run measures, in order, and what it cannot measure.
 *
 * @param profile how long each cell is measured
 * @param budget after which time no round begins any more; zero if that is never
 * @param cells what runs
 * @param absent what does not run here, and why
 */
record Plan(Profile profile, Duration budget, List<Cell> cells, List<Absent> absent) {

    private static final int FIRST_JDK_WITH_VIRTUAL_THREADS = 21;

    /**
     * A cell without a result.
     *
     * @param cell its {@link Cell#id}
     * @param reason why, as a sentence without its stop
     */
    record Absent(String cell, String reason) {}

    /** Tells what this program can run. */
    interface Runtime {

        /** Returns the feature number of the JDK, such as 17. */
        int jdk();

        /** Returns how many processors there are. */
        int processors();

        /** Whether the class path has a class. */
        boolean has(String type);

        /** Returns the runtime that executes this. */
        static Runtime here() {
            return new Runtime() {
                @Override
                public int jdk() {
                    return java.lang.Runtime.version().feature();
                }

                @Override
                public int processors() {
                    return java.lang.Runtime.getRuntime().availableProcessors();
                }

                @Override
                public boolean has(String type) {
                    try {
                        Class.forName(type, false, Plan.class.getClassLoader());
                        return true;
                    } catch (ClassNotFoundException | LinkageError e) {
                        return false;
                    }
                }
            };
        }
    }

    /**
     * Makes the plan.
     *
     * @param suites all that may be chosen from
     * @param profile how long
     * @param chosenSuites ids; empty for all
     * @param chosenPeers parts of names, in any case; empty for all. Millrace and the limits are always measured
     * @param runtime what can run
     * @throws IllegalArgumentException if a choice fits nothing; the message names what is allowed
     */
    static Plan of(
            List<Suite> suites, Profile profile, List<String> chosenSuites, List<String> chosenPeers, Runtime runtime) {
        checkSuites(suites, chosenSuites);
        checkPeers(suites, chosenPeers);
        List<Cell> cells = new ArrayList<>();
        List<Absent> absent = new ArrayList<>();
        for (Cell cell : cells(suites)) {
            boolean named = !profile.looks().rounds().isEmpty() && Series.isNamed(cell);
            if (!named && !profile.includes(cell.row().from())
                    || !chosenSuites.isEmpty()
                            && !chosenSuites.contains(cell.suite().id())
                    || !chosen(cell.peer(), chosenPeers)
                    || profile == Profile.SCALING && ScalingSuite.threads(cell.params()) > runtime.processors()) {
                continue;
            }
            String reason = reason(cell, runtime);
            if (reason == null) {
                cells.add(cell);
            } else {
                absent.add(new Absent(cell.id(), reason));
            }
        }
        return new Plan(profile, profile.budget(), cells, absent);
    }

    /** Returns the same plan with another budget than the profile's. */
    Plan within(Duration other) {
        return new Plan(profile, other, cells, absent);
    }

    /** Returns the cells that are measured in rounds. */
    List<Series> series() {
        return profile.looks().rounds().isEmpty() ? List.of() : Series.of(cells);
    }

    /** Returns the cells that get no verdict. */
    List<Cell> others() {
        Set<Cell> inSeries = new LinkedHashSet<>();
        series().forEach(one -> inSeries.addAll(one.cells()));
        return cells.stream().filter(cell -> !inSeries.contains(cell)).toList();
    }

    /** Returns how long it takes at most by plan, in milliseconds. */
    long millis() {
        int others = others().size();
        int turns = (cells.size() - others) * profile.looks().last() + others * profile.turns();
        long most = turns * profile.turnMillis();
        return budget.isZero() ? most : Math.min(budget.toMillis(), most);
    }

    /** Returns every cell of all profiles. */
    static List<Cell> cells(List<Suite> suites) {
        List<Cell> cells = new ArrayList<>();
        for (Suite suite : suites) {
            for (Panel panel : suite.panels()) {
                for (Row row : panel.rows()) {
                    for (Map<String, String> params : combinations(row)) {
                        row.peers().forEach(peer -> cells.add(new Cell(suite, panel, row, peer, params)));
                    }
                }
            }
        }
        return cells;
    }

    private static List<Map<String, String>> combinations(Row row) {
        List<Map<String, String>> all = List.of(Map.of());
        for (Map.Entry<String, List<String>> param : row.params().entrySet()) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> shorter : all) {
                for (String value : param.getValue()) {
                    Map<String, String> one = new LinkedHashMap<>(shorter);
                    one.put(param.getKey(), value);
                    longer.add(one);
                }
            }
            all = longer;
        }
        return all;
    }

    private static String reason(Cell cell, Runtime runtime) {
        int jdk = cell.peer().leastJdk();
        if ("virtual".equals(cell.params().get("kind"))) {
            jdk = Math.max(jdk, FIRST_JDK_WITH_VIRTUAL_THREADS);
        }
        if (runtime.jdk() < jdk) {
            return "needs JDK " + jdk + " or later, this is JDK " + runtime.jdk();
        }
        String type = cell.peer().type();
        return runtime.has(type) ? null : type + " is not on the class path";
    }

    private static boolean chosen(Peer peer, List<String> chosenPeers) {
        return chosenPeers.isEmpty()
                || peer.family() == Peer.Family.MILLRACE
                || peer.family() == Peer.Family.LIMIT
                || chosenPeers.stream().anyMatch(part -> matches(peer, part));
    }

    private static boolean matches(Peer peer, String part) {
        return peer.name().toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    private static void checkSuites(List<Suite> suites, List<String> chosen) {
        List<String> allowed = suites.stream().map(Suite::id).toList();
        for (String id : chosen) {
            if (!allowed.contains(id)) {
                throw new IllegalArgumentException(
                        "--suite is '" + id + "', allowed are " + String.join(", ", allowed));
            }
        }
    }

    private static void checkPeers(List<Suite> suites, List<String> chosen) {
        Set<Peer> all = new LinkedHashSet<>();
        cells(suites).forEach(cell -> all.add(cell.peer()));
        for (String part : chosen) {
            if (all.stream().noneMatch(peer -> matches(peer, part))) {
                throw new IllegalArgumentException("--peer is '" + part + "', allowed are parts of "
                        + String.join(", ", all.stream().map(Peer::name).toList()));
            }
        }
    }
}
