package io.millrace.bench.report.jmh;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.millrace.bench.suite.Figure;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
public record JmhResult(JsonObject json, List<Histogram> histograms) {

    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final int LEAST_BEYOND = 10;
    private static final String PER_OPERATION = "/op";
    private static final Map<String, Double> NANOS = Map.of("ns/op", 1.0, "us/op", 1e3, "ms/op", 1e6, "s/op", 1e9);

    public String benchmark() {
        return json.get("benchmark").getAsString();
    }

    public Map<String, String> params() {
        Map<String, String> params = new LinkedHashMap<>();
        if (json.has("params")) {
            json.getAsJsonObject("params")
                    .entrySet()
                    .forEach(
                            entry -> params.put(entry.getKey(), entry.getValue().getAsString()));
        }
        return params;
    }

    /** Returns the round of each fork; nothing if this was not measured in rounds. */
    public List<Integer> rounds() {
        return json.has(MergedForks.ROUNDS)
                ? stream(json.getAsJsonArray(MergedForks.ROUNDS))
                        .map(JsonElement::getAsInt)
                        .toList()
                : List.of();
    }

    /** Returns a figure in each round. */
    public Map<Integer, Double> byRound(Figure figure) {
        Map<Integer, Double> all = new TreeMap<>();
        List<Integer> rounds = rounds();
        forks(figure)
                .filter(forks -> forks.length == rounds.size())
                .ifPresent(forks ->
                        IntStream.range(0, forks.length).forEach(fork -> all.put(rounds.get(fork), forks[fork])));
        return all;
    }

    /** Returns a figure of each fork; nothing if the benchmark did not hand it over. */
    public Optional<double[]> forks(Figure figure) {
        return switch (figure.kind()) {
            case SCORE -> Optional.of(whole(json.getAsJsonObject("primaryMetric"), figure.unit()));
            case METRIC -> metric(figure.metric()).map(metric -> whole(metric, figure.unit()));
            case SHARE -> shares(figure);
            case ALLOCATION -> allocation();
            case PERCENTILE ->
                histograms.isEmpty() ? Optional.empty() : Optional.of(percentiles(histograms, figure.percentile()));
        };
    }

    /** Whether a figure is no percentile beyond which a fork has a few samples by chance; the largest of all says what it is. */
    public boolean isSure(Figure figure) {
        double percentile = figure.percentile();
        return figure.kind() != Figure.Kind.PERCENTILE
                || percentile == 100
                || histograms.stream().allMatch(fork -> fork.getTotalCount() * (1 - percentile / 100) >= LEAST_BEYOND);
    }

    /** Returns a percentile of each fork. */
    public static double[] percentiles(List<Histogram> forks, double percentile) {
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
        double[] bytes = whole(allocated.get(), "B");
        Optional<JsonObject> messages = metric(Figure.MESSAGES);
        if (messages.isPresent()) {
            double[] run = whole(json.getAsJsonObject("primaryMetric"), "ns");
            double[] message = whole(messages.get(), "ns");
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

    /**
     * Returns a metric of each fork over all of its iterations: all time by all messages, not the mean of iterations, of which a short
     * one would count as much as a long one.
     */
    private double[] whole(JsonObject metric, String unit) {
        double[][] forks = iterations(metric);
        double[][] received = metric(Figure.RECEIVED)
                .map(JmhResult::iterations)
                .filter(counted -> counted.length == forks.length)
                .orElse(null);
        String jmhUnit = metric.get("scoreUnit").getAsString();
        double factor = unit.equals("ns") ? NANOS.getOrDefault(jmhUnit, 1.0) : 1;
        return IntStream.range(0, forks.length)
                .mapToDouble(fork -> {
                    if (received != null && jmhUnit.endsWith(PER_OPERATION)) {
                        return factor * weightedMean(forks[fork], received[fork]);
                    }
                    return factor
                            * (NANOS.containsKey(jmhUnit) ? harmonicMean(forks[fork]) : StatUtils.mean(forks[fork]));
                })
                .toArray();
    }

    /** Iterations last equally long, so the faster ones have more operations. */
    private static double harmonicMean(double[] values) {
        return values.length / Arrays.stream(values).map(value -> 1 / value).sum();
    }

    private static double weightedMean(double[] values, double[] weights) {
        double sum = IntStream.range(0, values.length)
                .mapToDouble(index -> values[index] * weights[index])
                .sum();
        return sum / StatUtils.sum(weights);
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
