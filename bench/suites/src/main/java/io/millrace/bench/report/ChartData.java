package io.millrace.bench.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.millrace.bench.report.Findings.Group;
import io.millrace.bench.report.Findings.Result;
import io.millrace.bench.report.Findings.Versus;
import io.millrace.bench.report.ResultSet.Measured;
import io.millrace.bench.report.jmh.JmhResult;
import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Peer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** What the charts of the HTML report draw, as JSON: short names, because it stands in the page. */
final class ChartData {

    private static final int POINTS_PER_NINE = 6;
    private static final int MOST_NINES = 6;

    private final List<Peer> peers;
    private final JsonObject charts = new JsonObject();

    ChartData(List<Measured> measured) {
        peers = measured.stream().map(one -> one.cell().peer()).distinct().toList();
    }

    /** Returns all as text that is safe inside a script element. */
    String json() {
        JsonObject all = new JsonObject();
        JsonArray names = new JsonArray();
        for (Peer peer : peers) {
            JsonObject one = new JsonObject();
            one.addProperty("name", peer.name());
            one.addProperty("family", peer.family().name());
            names.add(one);
        }
        all.add("peers", names);
        all.add("charts", charts);
        Gson gson = new GsonBuilder().disableHtmlEscaping().create();
        return gson.toJson(all).replace("<", "\\u003c");
    }

    /** Adds one interval for each pair of a headline cell. */
    Optional<String> addStandings(List<Result> results) {
        JsonArray rows = new JsonArray();
        for (Result result : results) {
            result.versus().stream().filter(ChartData::hasPlaceOnAxis).forEach(versus -> {
                JsonObject row = new JsonObject();
                row.addProperty("u", result.cell().suite().title());
                row.addProperty("g", Texts.group(result.cell()));
                row.addProperty("n", versus.peer().cell().peer().name());
                row.addProperty("v", round(versus.ratio().value()));
                if (versus.ratio().hasInterval()) {
                    ends(row, versus.ratio().low(), versus.ratio().high());
                }
                row.addProperty("t", Texts.standing(versus));
                row.addProperty("w", letter(versus));
                rows.add(row);
            });
        }
        return rows.isEmpty() ? Optional.empty() : Optional.of(add("standings", "STANDINGS", "", rows));
    }

    /** The axis of ratios is logarithmic. */
    private static boolean hasPlaceOnAxis(Versus versus) {
        return versus.ratio().value() > 0; // not for NaN
    }

    /** Adds the bars of a group and returns the chart's id. */
    String addBars(Group group) {
        JsonArray rows = new JsonArray();
        for (Measured one : group.rows()) {
            JsonObject row = new JsonObject();
            Optional<Versus> versus = group.versus(one);
            row.addProperty("p", peers.indexOf(one.cell().peer()));
            estimate(row, one.estimate());
            JsonArray forks = new JsonArray();
            for (double fork : one.estimate().forks()) {
                forks.add(round(fork));
            }
            row.add("f", forks);
            String unit = one.cell().panel().figure().unit();
            row.addProperty("t", Texts.number(one.estimate().value()) + Texts.unit(unit));
            versus.ifPresent(it -> {
                row.addProperty("s", Texts.standingOfMillrace(it));
                row.addProperty("w", letter(it));
            });
            rows.add(row);
        }
        return add("BARS", group.cell().panel(), rows);
    }

    /** Adds a line for each peer over the panel's axis and returns the chart's id. */
    String addLines(Panel panel, List<Group> groups) {
        JsonArray rows = new JsonArray();
        for (Group group : groups) {
            for (Measured one : group.rows()) {
                JsonObject row = new JsonObject();
                row.addProperty("p", peers.indexOf(one.cell().peer()));
                row.addProperty("x", one.cell().params().get(panel.axis()));
                estimate(row, one.estimate());
                rows.add(row);
            }
        }
        return add("LINES", panel, rows);
    }

    /** Adds the percentile lines of a group and returns the chart's id; nothing if there are no histograms. */
    Optional<String> addPercentiles(Group group) {
        JsonArray series = new JsonArray();
        for (Measured one : group.rows()) {
            if (!one.histograms().isEmpty()) {
                JsonObject line = new JsonObject();
                line.addProperty("p", peers.indexOf(one.cell().peer()));
                line.add("pts", points(one.histograms()));
                series.add(line);
            }
        }
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(add("PERCENTILES", group.cell().panel(), series));
    }

    /** Puts groups together that differ in the panel's axis only. */
    static Map<Map<String, String>, List<Group>> withoutAxis(Panel panel, List<Group> groups) {
        Function<Group, Map<String, String>> others = group -> {
            Map<String, String> params = new LinkedHashMap<>(group.cell().params());
            params.remove(panel.axis());
            return params;
        };
        return groups.stream().collect(Collectors.groupingBy(others, LinkedHashMap::new, Collectors.toList()));
    }

    /** As in the table, a percentile is that of the forks: their histograms added up would give it another value. */
    private static JsonArray points(List<Histogram> forks) {
        long samples = forks.stream().mapToLong(Histogram::getTotalCount).min().orElse(0);
        double most = Math.min(MOST_NINES, Math.log10(Math.max(2, samples)));
        List<Double> nines = new ArrayList<>();
        for (int step = 0; step < most * POINTS_PER_NINE; step++) {
            nines.add((double) step / POINTS_PER_NINE);
        }
        nines.add(most);
        JsonArray points = new JsonArray();
        for (double nine : nines) {
            JsonArray point = new JsonArray();
            point.add(round(nine));
            double percentile = 100 * (1 - Math.pow(10, -nine));
            point.add(
                    round(Estimate.of(JmhResult.percentiles(forks, percentile)).value()));
            points.add(point);
        }
        return points;
    }

    private String add(String kind, Panel panel, JsonArray rows) {
        return add("chart-" + charts.size(), kind, panel.figure().unit(), rows);
    }

    private String add(String id, String kind, String unit, JsonArray rows) {
        JsonObject chart = new JsonObject();
        chart.addProperty("kind", kind);
        chart.addProperty("unit", unit);
        chart.add("rows", rows);
        charts.add(id, chart);
        return id;
    }

    /** A for ahead, B for behind, E for equal, U for undecided. */
    private static String letter(Versus versus) {
        return versus.verdict().name().substring(0, 1);
    }

    private static void estimate(JsonObject row, Estimate estimate) {
        row.addProperty("v", round(estimate.value()));
        if (estimate.forks().length > 1) {
            ends(row, estimate.least(), estimate.most());
        }
    }

    private static void ends(JsonObject row, double low, double high) {
        row.addProperty("lo", round(low));
        row.addProperty("hi", round(high));
    }

    /** Four digits are more than a chart shows, and keep the page small. */
    private static Number round(double value) {
        if (!Double.isFinite(value)) {
            return 0;
        }
        double rounded = new BigDecimal(value).round(new MathContext(4)).doubleValue();
        return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e15 ? (Number) (long) rounded : (Number) rounded;
    }
}
