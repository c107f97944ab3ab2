package io.millrace.bench.report;

import io.millrace.bench.report.Findings.Group;
import io.millrace.bench.report.Findings.Result;
import io.millrace.bench.report.Findings.Tally;
import io.millrace.bench.report.Findings.Versus;
import io.millrace.bench.report.ResultSet.Measured;
import io.millrace.bench.report.jmh.Cell;
import io.millrace.bench.statistics.Verdict;
import io.millrace.bench.suite.Figure;
import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Suite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the templates of the report print. Every number in it comes from the results. */
final class ReportModel {

    private final ResultSet results;
    private final Findings findings;
    private final ChartData charts;

    ReportModel(ResultSet results) {
        this.results = results;
        this.findings = new Findings(results);
        this.charts = new ChartData(results.measured());
    }

    /** Returns the values by the names that the templates use. */
    Map<String, Object> values() {
        Environment environment = results.environment();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("trial", environment.trial());
        values.put("profile", environment.get(Environment.PROFILE));
        values.put("verdict", findings.sentence());
        values.put("machine", environment.machine());
        values.put("jdk", environment.get(Environment.JDK));
        values.put("commit", environment.get(Environment.COMMIT));
        values.put("date", environment.get(Environment.STARTED).replaceAll("T.*", ""));
        values.put("command", environment.get(Environment.COMMAND));
        values.put("repeat", environment.get(Environment.COMMAND).replaceAll("^.*\\.jar", ReportCommand.PROGRAM));
        values.put("flags", environment.get(Environment.FLAGS));
        values.put("headlines", headlines());
        values.put("tallies", tallies());
        values.put("warnings", environment.warnings());
        values.put(
                "facts",
                environment.facts().entrySet().stream()
                        .map(fact -> Map.of("name", fact.getKey(), "value", fact.getValue()))
                        .toList());
        values.put("standings", charts.addStandings(findings.results()).orElse(""));
        values.put("suites", suites());
        values.put("allocations", allocations());
        values.put("absent", absent());
        values.put("unknown", results.unknown());
        values.put(
                "foreign", results.foreign().stream().map(ReportModel::foreign).toList());
        values.put("data", charts.json());
        return values;
    }

    private static Map<String, Object> foreign(OtherRuntime runtime) {
        return Map.of("runtime", runtime.runtime(), "machine", runtime.machine(), "command", runtime.command());
    }

    private List<Map<String, Object>> tallies() {
        List<Tally> all = new ArrayList<>(findings.byFamily());
        all.add(findings.overall());
        return all.stream()
                .filter(tally -> !tally.versus().isEmpty())
                .map(tally -> {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("title", tally.title());
                    one.put("pairs", tally.versus().size());
                    for (Verdict verdict : Verdict.values()) {
                        one.put(verdict.toString(), tally.count(verdict));
                    }
                    return one;
                })
                .toList();
    }

    private List<Map<String, Object>> headlines() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Result result : findings.results()) {
            for (Versus versus : result.versus()) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("cell", result.cell().suite().title() + ": " + Texts.group(result.cell()));
                one.put("own", result.cell().peer().name());
                one.put("peer", versus.peer().cell().peer().name());
                one.put("standing", Texts.standing(versus));
                one.put("verdict", versus.verdict().toString());
                one.put("interval", Texts.interval(versus.ratio()));
                one.put("rounds", versus.ratio().rounds());
                one.put("visible", Texts.visible(versus.ratio()));
                all.add(one);
            }
        }
        return all;
    }

    private List<Map<String, Object>> suites() {
        Map<String, Map<String, List<Group>>> all = new LinkedHashMap<>();
        for (Group group : findings.groups()) {
            all.computeIfAbsent(group.cell().suite().id(), suite -> new LinkedHashMap<>())
                    .computeIfAbsent(group.cell().panel().id(), panel -> new ArrayList<>())
                    .add(group);
        }
        List<Map<String, Object>> suites = new ArrayList<>();
        for (Map<String, List<Group>> panels : all.values()) {
            List<List<Group>> each = List.copyOf(panels.values());
            Suite suite = each.get(0).get(0).cell().suite();
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("id", suite.id());
            one.put("title", suite.title());
            one.put("question", suite.question());
            one.put("panels", each.stream().map(this::panel).toList());
            suites.add(one);
        }
        return suites;
    }

    private Map<String, Object> panel(List<Group> groups) {
        Panel panel = groups.get(0).cell().panel();
        Map<String, Object> one = new LinkedHashMap<>();
        List<Figure> extras = ResultSet.figures(panel).stream()
                .filter(extra -> groups.stream()
                        .flatMap(group -> group.rows().stream())
                        .anyMatch(row -> row.extras().containsKey(extra)))
                .toList();
        one.put("title", panel.title());
        one.put("note", panel.note());
        one.put("figure", heading(panel.figure()));
        one.put("better", panel.figure().lowerIsBetter() ? "less is better" : "more is better");
        one.put("bars", panel.chart() == Panel.Chart.BARS);
        one.put("charts", charts(panel, groups));
        one.put("extras", extras.stream().map(ReportModel::heading).toList());
        one.put(
                "rows",
                groups.stream()
                        .flatMap(group -> group.rows().stream().map(row -> row(group, row, extras)))
                        .toList());
        return one;
    }

    private List<Map<String, Object>> charts(Panel panel, List<Group> groups) {
        List<Map<String, Object>> all = new ArrayList<>();
        switch (panel.chart()) {
            case BARS ->
                groups.forEach(group ->
                        all.add(chart(charts.addBars(group), group.cell().params(), List.of(group))));
            case LINES ->
                ChartData.withoutAxis(panel, groups)
                        .forEach((params, some) -> all.add(chart(charts.addLines(panel, some), params, some)));
            case PERCENTILES -> {
                for (Group group : groups) {
                    String id = charts.addPercentiles(group).orElseGet(() -> charts.addBars(group));
                    all.add(chart(id, group.cell().params(), List.of(group)));
                }
            }
        }
        return all;
    }

    private Map<String, Object> chart(String id, Map<String, String> params, List<Group> groups) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("id", id);
        one.put("title", Texts.params(params));
        one.put("bounds", new Bounds(findings).texts(groups));
        return one;
    }

    private Map<String, Object> row(Group group, Measured row, List<Figure> extras) {
        Optional<Versus> versus = group.versus(row);
        Peer peer = row.cell().peer();
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("params", Texts.params(row.cell().params()));
        one.put("peer", peer.name());
        one.put("own", peer.family() == Peer.Family.MILLRACE);
        one.put("value", Texts.number(row.estimate().value()));
        one.put("range", Texts.range(row.estimate()));
        one.put("turns", row.estimate().forks().length);
        one.put("standing", versus.map(Texts::standing).orElse(""));
        one.put("verdict", versus.map(it -> it.verdict().toString()).orElse(""));
        one.put(
                "extras",
                extras.stream()
                        .map(extra -> Optional.ofNullable(row.extras().get(extra))
                                .map(estimate -> Texts.number(estimate.value()))
                                .orElse("–"))
                        .toList());
        one.put("work", Cell.text(row.work(), ", "));
        return one;
    }

    /** For each peer the least and the most that it allocates per message in any cell. */
    private List<Map<String, Object>> allocations() {
        Map<Peer, List<Double>> byPeer = new LinkedHashMap<>();
        for (Measured one : results.measured()) {
            if (!one.cell().panel().figure().countsMessages()) {
                continue; // what is allocated per run says nothing about messages
            }
            Map<Figure, Estimate> figures = new LinkedHashMap<>(one.extras());
            figures.put(one.cell().panel().figure(), one.estimate());
            figures.forEach((figure, estimate) -> {
                if (figure.kind() == Figure.Kind.ALLOCATION && one.cell().peer().family() != Peer.Family.LIMIT) {
                    byPeer.computeIfAbsent(one.cell().peer(), peer -> new ArrayList<>())
                            .add(estimate.value());
                }
            });
        }
        List<Map<String, Object>> all = new ArrayList<>();
        byPeer.forEach((peer, values) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("peer", peer.name());
            one.put("own", peer.family() == Peer.Family.MILLRACE);
            one.put("cells", values.size());
            one.put("least", Texts.number(values.stream().min(Double::compare).orElseThrow()));
            one.put("most", Texts.number(values.stream().max(Double::compare).orElseThrow()));
            all.add(one);
        });
        return all;
    }

    private List<Map<String, Object>> absent() {
        Map<String, List<String>> byReason = results.absent().stream()
                .collect(Collectors.groupingBy(
                        Plan.Absent::reason,
                        LinkedHashMap::new,
                        Collectors.mapping(Plan.Absent::cell, Collectors.toList())));
        List<Map<String, Object>> all = new ArrayList<>();
        byReason.forEach((reason, cells) -> all.add(Map.of("reason", reason, "count", cells.size(), "cells", cells)));
        return all;
    }

    private static String heading(Figure figure) {
        return figure.label() + (figure.unit().isEmpty() ? "" : ", " + figure.unit());
    }
}
