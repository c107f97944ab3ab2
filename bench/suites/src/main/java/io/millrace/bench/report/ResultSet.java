package io.millrace.bench.report;

import com.google.gson.JsonObject;
import io.millrace.bench.report.jmh.Cell;
import io.millrace.bench.report.jmh.JmhResult;
import io.millrace.bench.suite.Figure;
import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Suite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * A run, read by the catalogue.
 *
 * @param measured in the catalogue's order
 * @param environment where
 * @param absent what has no result
 * @param unknown results that the catalogue does not name
 * @param foreign measured by other programs; their rows are among the measured
 */
record ResultSet(
        List<Measured> measured,
        Environment environment,
        List<Plan.Absent> absent,
        List<String> unknown,
        List<OtherRuntime> foreign) {

    /**
     * One cell with its figures.
     *
     * @param cell which
     * @param estimate the panel's figure
     * @param extras the panel's {@link #figures further figures}, without those that the benchmark did not hand
     *     over and {@linkplain JmhResult#isSure those of chance}
     * @param histograms one for each fork, or none
     * @param work parameters that grow with the profile, as they were
     * @param rounds the panel's figure in each round; empty if this was not measured in rounds
     */
    record Measured(
            Cell cell,
            Estimate estimate,
            Map<Figure, Estimate> extras,
            List<Histogram> histograms,
            Map<String, String> work,
            Map<Integer, Double> rounds) {}

    /** Where the histograms of a cell are. */
    interface HistogramSource {
        List<Histogram> of(Cell cell) throws IOException;
    }

    static ResultSet of(
            List<Suite> suites,
            List<JsonObject> results,
            HistogramSource histograms,
            Environment environment,
            List<Plan.Absent> absent)
            throws IOException {
        Map<String, List<Cell>> byBenchmark = new HashMap<>();
        Map<Cell, Integer> order = new HashMap<>();
        for (Cell cell : Plan.cells(suites)) {
            order.putIfAbsent(cell, order.size());
            byBenchmark
                    .computeIfAbsent(cell.panel().benchmark(), name -> new ArrayList<>())
                    .add(cell);
        }
        List<Measured> measured = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (JsonObject json : results) {
            JmhResult bare = new JmhResult(json, List.of());
            Map<String, String> params = bare.params();
            Cell cell = byBenchmark.getOrDefault(bare.benchmark(), List.of()).stream()
                    .filter(one -> one.peer().name().equals(params.get(Cell.PEER)))
                    .filter(one -> params.entrySet().containsAll(one.params().entrySet()))
                    .findFirst()
                    .orElse(null);
            if (cell == null) {
                unknown.add(bare.benchmark() + " " + Cell.text(params, " "));
                continue;
            }
            JmhResult result = new JmhResult(json, histograms.of(cell));
            double[] forks = result.forks(cell.panel().figure()).orElse(null);
            if (forks == null) {
                unknown.add(cell.id() + ": without " + cell.panel().figure().label());
                continue;
            }
            measured.add(new Measured(
                    cell,
                    Estimate.of(forks),
                    extras(cell, result),
                    result.histograms(),
                    work(cell, params),
                    result.byRound(cell.panel().figure())));
        }
        measured.sort(Comparator.comparing(one -> order.get(one.cell())));
        return new ResultSet(measured, environment, absent, unknown, List.of());
    }

    /** Returns these results with the rows of other programs, each at the end of its group. */
    ResultSet with(List<OtherRuntime> runtimes) {
        List<Measured> all = new ArrayList<>(measured);
        for (OtherRuntime runtime : runtimes) {
            for (Measured row : runtime.rows()) {
                int last = IntStream.range(0, all.size())
                        .filter(index ->
                                all.get(index).cell().group().equals(row.cell().group()))
                        .max()
                        .orElse(all.size() - 1);
                all.add(last + 1, row);
            }
        }
        return new ResultSet(all, environment, absent, unknown, runtimes);
    }

    /** Returns a panel's further figures; allocation is among them if messages are counted and it is not the panel's figure itself. */
    static List<Figure> figures(Panel panel) {
        List<Figure> all = new ArrayList<>(panel.extras());
        if (panel.figure().countsMessages()
                && Stream.concat(Stream.of(panel.figure()), all.stream())
                        .noneMatch(figure -> figure.kind() == Figure.Kind.ALLOCATION)) {
            all.add(Figure.allocation());
        }
        return all;
    }

    private static Map<Figure, Estimate> extras(Cell cell, JmhResult result) {
        Map<Figure, Estimate> extras = new LinkedHashMap<>();
        for (Figure figure : figures(cell.panel())) {
            result.forks(figure)
                    .filter(forks -> result.isSure(figure))
                    .ifPresent(forks -> extras.put(figure, Estimate.of(forks)));
        }
        return extras;
    }

    private static Map<String, String> work(Cell cell, Map<String, String> params) {
        Map<String, String> work = new LinkedHashMap<>();
        for (String name : cell.row().work().keySet()) {
            if (params.containsKey(name)) {
                work.put(name, params.get(name));
            }
        }
        return work;
    }
}
