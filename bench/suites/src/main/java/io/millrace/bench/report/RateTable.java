package io.millrace.bench.report;

import io.millrace.bench.report.Findings.Group;
import io.millrace.bench.report.ResultSet.Measured;
import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Peer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;

/** Latency percentiles by rate, for each combination of the other parameters. */
record RateTable(Panel panel, List<Group> groups) {

    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};

    List<Map<String, Object>> values() {
        List<Map<String, Object>> tables = new ArrayList<>();
        ChartData.withoutAxis(panel, groups).forEach((params, some) -> {
            Map<String, Object> table = new LinkedHashMap<>();
            table.put("title", params.isEmpty() ? "peer" : Texts.params(params));
            table.put("axis", panel.axis());
            table.put("rows", rows(some));
            tables.add(table);
        });
        return tables;
    }

    private List<Map<String, Object>> rows(List<Group> some) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Group group : some) {
            for (Measured one : group.rows()) {
                ChartData.sum(one.histograms()).ifPresent(sum -> {
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("at", Texts.grouped(one.cell().params().getOrDefault(panel.axis(), "")));
                    row.put("peer", one.cell().peer().name());
                    row.put("own", one.cell().peer().family() == Peer.Family.MILLRACE);
                    row.put("values", percentiles(sum));
                    rows.add(row);
                });
            }
        }
        return rows;
    }

    private static List<String> percentiles(Histogram histogram) {
        return DoubleStream.of(PERCENTILES)
                .mapToObj(percentile -> Texts.number(histogram.getValueAtPercentile(percentile)))
                .toList();
    }
}
