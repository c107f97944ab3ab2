package io.millrace.bench.report;

import io.millrace.bench.report.Findings.Group;
import io.millrace.bench.report.ResultSet.Measured;
import io.millrace.bench.suite.Bound;
import io.millrace.bench.suite.Suite;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts the physical limits of the same run beside the rows that they bound. */
final class Bounds {

    /** So many times a limit, something else bounds the row. */
    private static final int FAR = 100;

    private final Findings findings;

    Bounds(Findings findings) {
        this.findings = findings;
    }

    /** Says for each limit of a chart how much it is, and how many times it the best row takes. */
    List<String> texts(List<Group> groups) {
        List<String> texts = new ArrayList<>();
        List<Measured> rows =
                groups.stream().flatMap(group -> group.rows().stream()).toList();
        Set<Bound> bounds = new LinkedHashSet<>();
        rows.forEach(row -> bounds.addAll(row.cell().row().bounds()));
        for (Bound bound : bounds) {
            limit(bound).ifPresent(limit -> {
                String unit = groups.get(0).cell().panel().figure().unit();
                String best = rows.stream()
                        .map(row -> row.estimate().value() / limit)
                        .min(Double::compare)
                        .filter(times -> times < FAR)
                        .map(times -> "; the best row takes " + Texts.times(times) + " that")
                        .orElse("");
                texts.add("Limit: "
                        + (bound.times() == 1 ? "" : Texts.number(bound.times()).replaceAll("\\.0+$", "") + " × ")
                        + bound.limit() + " = " + Texts.number(limit) + Texts.unit(unit) + best + ".");
            });
        }
        return texts;
    }

    private Optional<Double> limit(Bound bound) {
        return findings.groups().stream()
                .filter(group -> group.cell().suite().id().equals(Suite.LIMITS))
                .flatMap(group -> group.rows().stream())
                .filter(row -> row.cell().peer().name().equals(bound.limit()))
                .map(row -> bound.times() * row.estimate().value())
                .findFirst();
    }
}
