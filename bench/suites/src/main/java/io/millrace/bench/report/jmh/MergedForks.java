package io.millrace.bench.report.jmh;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.util.ListStatistics;

/** Puts JMH results of one fork each together into one result of several forks, as JMH writes it if it runs them in a row. */
public final class MergedForks {

    /** The round of each fork: what JMH does not know. */
    public static final String ROUNDS = "rounds";

    private static final String FORKS = "forks";
    private static final String PRIMARY = "primaryMetric";
    private static final String SECONDARY = "secondaryMetrics";
    private static final String[] RAW = {"rawData", "rawDataHistogram"};

    /** Units of metrics that JMH adds up, where it averages others. */
    private static final Set<String> SUMS = Set.of("#", "counts", "ms");

    /** JMH's own. */
    private static final double CONFIDENCE = 0.999;

    private MergedForks() {}

    /**
     * Adds a fork.
     *
     * @param before the forks so far; null if there is none
     * @param turn the result of one fork
     * @param round in which it was measured
     * @return both, and the arguments as they were
     */
    public static JsonObject add(JsonObject before, JsonObject turn, int round) {
        JsonObject all = before == null ? turn.deepCopy() : before.deepCopy();
        JsonArray rounds = before == null ? new JsonArray() : all.getAsJsonArray(ROUNDS);
        rounds.add(round);
        all.add(ROUNDS, rounds);
        if (before == null) {
            return all;
        }
        all.addProperty(FORKS, rounds.size());
        append(all.getAsJsonObject(PRIMARY), turn.getAsJsonObject(PRIMARY));
        JsonObject metrics = all.getAsJsonObject(SECONDARY);
        for (Map.Entry<String, JsonElement> metric :
                turn.getAsJsonObject(SECONDARY).entrySet()) {
            if (metrics.has(metric.getKey())) {
                append(
                        metrics.getAsJsonObject(metric.getKey()),
                        metric.getValue().getAsJsonObject());
            } else {
                metrics.add(metric.getKey(), metric.getValue().deepCopy());
            }
        }
        return all;
    }

    private static void append(JsonObject metric, JsonObject more) {
        for (String raw : RAW) {
            if (metric.has(raw) && more.has(raw)) {
                metric.getAsJsonArray(raw).addAll(more.getAsJsonArray(raw).deepCopy());
            }
        }
        if (metric.has(RAW[0])) {
            summarize(metric);
        }
    }

    private static void summarize(JsonObject metric) {
        ListStatistics values = new ListStatistics();
        for (JsonElement fork : metric.getAsJsonArray(RAW[0])) {
            fork.getAsJsonArray().forEach(value -> values.addValue(value.getAsDouble()));
        }
        boolean sum = SUMS.contains(metric.get("scoreUnit").getAsString());
        metric.add("score", number(sum ? values.getSum() : values.getMean()));
        if (sum) {
            return;
        }
        metric.add("scoreError", number(values.getMeanErrorAt(CONFIDENCE)));
        JsonArray interval = new JsonArray();
        for (double end : values.getConfidenceIntervalAt(CONFIDENCE)) {
            interval.add(number(end));
        }
        metric.add("scoreConfidence", interval);
        if (metric.has("scorePercentiles")) {
            JsonObject percentiles = metric.getAsJsonObject("scorePercentiles");
            Set.copyOf(percentiles.keySet())
                    .forEach(rank -> percentiles.add(rank, number(values.getPercentile(Double.parseDouble(rank)))));
        }
    }

    /** JSON has no word for what is no number: JMH writes it as text. */
    private static JsonPrimitive number(double value) {
        return Double.isFinite(value) ? new JsonPrimitive(value) : new JsonPrimitive(Double.toString(value));
    }
}
