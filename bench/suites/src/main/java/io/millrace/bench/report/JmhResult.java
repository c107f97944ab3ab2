package io.millrace.bench.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.millrace.bench.suite.Figure;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.HdrHistogram.Histogram;
import org.apache.commons.math3.stat.StatUtils;

/**
 * One element of a JMH result file, and the histograms that its forks wrote.
 *
 * @param json as JMH wrote it
 * @param histograms one for each fork, or none
 */
record JmhResult(JsonObject json, List<Histogram> histograms) {

    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final Map<String, Double> NANOS = Map.of("ns/op", 1.0, "us/op", 1e3, "ms/op", 1e6, "s/op", 1e9);

    String benchmark() {
        return json.get("benchmark").getAsString();
    }

    Map<String, String> params() {
        Map<String, String> params = new LinkedHashMap<>();
        if (json.has("params")) {
            json.getAsJsonObject("params")
                    .entrySet()
                    .forEach(
                            entry -> params.put(entry.getKey(), entry.getValue().getAsString()));
        }
        return params;
    }

    /** Returns a figure of each fork; nothing if the benchmark did not hand it over. */
    Optional<double[]> forks(Figure figure) {
        return switch (figure.kind()) {
            case SCORE -> Optional.of(inUnit(json.getAsJsonObject("primaryMetric"), figure.unit()));
            case METRIC -> metric(figure.metric()).map(metric -> inUnit(metric, figure.unit()));
            case SHARE -> shares(figure);
            case ALLOCATION -> allocation();
            case PERCENTILE ->
                histograms.isEmpty() ? Optional.empty() : Optional.of(percentiles(histograms, figure.percentile()));
        };
    }

    /** Returns a percentile of each fork. */
    static double[] percentiles(List<Histogram> forks, double percentile) {
        return forks.stream()
                .mapToDouble(fork -> fork.getValueAtPercentile(percentile))
                .toArray();
    }

    private Optional<double[]> shares(Figure figure) {
        Optional<JsonObject> above = metric(figure.metric());
        Optional<JsonObject> below = metric(figure.per());
        if (above.isEmpty() || below.isEmpty()) {
            return Optional.empty();
        }
        double[][] counted = iterations(above.get());
        double[][] per = iterations(below.get());
        return Optional.of(IntStream.range(0, counted.length)
                .mapToDouble(fork -> StatUtils.sum(counted[fork]) / StatUtils.sum(per[fork]))
                .toArray());
    }

    /** An operation of most benchmarks is a run of many messages: its time by that of a message is their number. */
    private Optional<double[]> allocation() {
        Optional<JsonObject> allocated = metric(ALLOCATED);
        if (allocated.isEmpty()) {
            return Optional.empty();
        }
        double[] bytes = medians(allocated.get());
        Optional<JsonObject> messages = metric(Figure.MESSAGES);
        if (messages.isPresent()) {
            double[] run = inUnit(json.getAsJsonObject("primaryMetric"), "ns");
            double[] message = inUnit(messages.get(), "ns");
            for (int fork = 0; fork < bytes.length; fork++) {
                bytes[fork] *= message[fork] / run[fork];
            }
        }
        return Optional.of(bytes);
    }

    private Optional<JsonObject> metric(String name) {
        return Optional.ofNullable(json.getAsJsonObject("secondaryMetrics"))
                .filter(all -> all.has(name))
                .map(all -> all.getAsJsonObject(name));
    }

    private static double[] inUnit(JsonObject metric, String unit) {
        double[] forks = medians(metric);
        Double nanos = NANOS.get(metric.get("scoreUnit").getAsString());
        if (unit.equals("ns") && nanos != null) {
            for (int fork = 0; fork < forks.length; fork++) {
                forks[fork] *= nanos;
            }
        }
        return forks;
    }

    private static double[] medians(JsonObject metric) {
        return Arrays.stream(iterations(metric))
                .mapToDouble(fork -> StatUtils.percentile(fork, 50))
                .toArray();
    }

    private static double[][] iterations(JsonObject metric) {
        boolean sampled = metric.has("rawDataHistogram");
        JsonArray forks = metric.getAsJsonArray(sampled ? "rawDataHistogram" : "rawData");
        return stream(forks)
                .map(fork -> stream(fork.getAsJsonArray())
                        .mapToDouble(one -> sampled ? mean(one.getAsJsonArray()) : one.getAsDouble())
                        .toArray())
                .toArray(double[][]::new);
    }

    /** The mean of pairs of a value and how often it came. */
    private static double mean(JsonArray pairs) {
        double sum = 0;
        double count = 0;
        for (JsonElement pair : pairs) {
            double often = pair.getAsJsonArray().get(1).getAsDouble();
            sum += pair.getAsJsonArray().get(0).getAsDouble() * often;
            count += often;
        }
        return sum / count;
    }

    private static Stream<JsonElement> stream(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
