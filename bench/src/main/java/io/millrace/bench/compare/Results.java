package io.millrace.bench.compare;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One JMH result file, reduced to what the table shows.
 *
 * @param setup which JVM and how it was run
 * @param rows the rows of the comparison, in the file's order
 * @param skipped names of benchmarks in the file that are no comparison
 */
record Results(Setup setup, List<Row> rows, List<String> skipped) {

    /** The metric that {@link Comparison.Count} adds, and the suffix that all comparison benchmarks share. */
    private static final String METRIC = "messages";

    private static final String METHOD = ".run";
    private static final String UNIT = "ns/op";

    /**
     * Which JVM and how it was run; the same for all rows of a file.
     *
     * @param jdk version of the JDK
     * @param vm name and version of the virtual machine
     * @param flags options of the forks
     * @param jmh version of JMH
     * @param forks how many JVMs ran each row
     * @param warmups iterations of a fork that do not count
     * @param iterations iterations of a fork that count
     * @param iterationTime how long each of those lasts, at least
     */
    record Setup(
            String jdk,
            String vm,
            String flags,
            String jmh,
            int forks,
            int warmups,
            int iterations,
            String iterationTime) {}

    /**
     * One implementation in one cell, nanoseconds per message. A fork's figure is the median of its iterations.
     *
     * @param cell shape and kind
     * @param implementation who carried the messages
     * @param messages how many messages a run carried
     * @param median of the forks
     * @param best of the forks
     * @param worst of the forks
     */
    record Row(String cell, String implementation, long messages, double median, double best, double worst) {}

    /**
     * Reads a result file.
     *
     * @param json what JMH wrote with {@code -rf json}
     * @return its rows
     * @throws IllegalArgumentException if it is not such a file, or its forks were not all run alike
     */
    static Results parse(String json) {
        try {
            List<Row> rows = new ArrayList<>();
            List<String> skipped = new ArrayList<>();
            Setup setup = null;
            for (JsonElement element : JsonParser.parseString(json).getAsJsonArray()) {
                JsonObject result = element.getAsJsonObject();
                JsonObject metrics = member(result, "secondaryMetrics").getAsJsonObject();
                if (!metrics.has(METRIC)) {
                    skipped.add(text(result, "benchmark"));
                    continue;
                }
                Setup own = setup(result);
                if (setup != null && !setup.equals(own)) {
                    throw new IllegalArgumentException(
                            "results of different runs in one file: " + setup + " and " + own);
                }
                setup = own;
                rows.add(row(result, member(metrics, METRIC).getAsJsonObject()));
            }
            if (setup == null) {
                throw new IllegalArgumentException("no results of a comparison, only of " + skipped);
            }
            return new Results(setup, rows, skipped);
        } catch (JsonParseException | IllegalStateException e) {
            throw new IllegalArgumentException("no JMH results in JSON: " + e.getMessage(), e);
        }
    }

    private static Row row(JsonObject result, JsonObject metric) {
        String unit = text(metric, "scoreUnit");
        if (!unit.equals(UNIT)) {
            throw new IllegalArgumentException("unit is " + unit + ", allowed is " + UNIT);
        }
        JsonObject params = member(result, "params").getAsJsonObject();
        double[] forks = elements(member(metric, "rawData"))
                .mapToDouble(fork -> median(elements(fork).mapToDouble(JsonElement::getAsDouble)))
                .toArray();
        return new Row(
                cell(text(result, "benchmark")),
                text(params, "implementation"),
                Long.parseLong(text(params, "messages")),
                median(Arrays.stream(forks)),
                Arrays.stream(forks).min().orElseThrow(),
                Arrays.stream(forks).max().orElseThrow());
    }

    private static Setup setup(JsonObject result) {
        return new Setup(
                text(result, "jdkVersion"),
                text(result, "vmName") + " " + text(result, "vmVersion"),
                String.join(
                        " ",
                        elements(member(result, "jvmArgs"))
                                .map(JsonElement::getAsString)
                                .toList()),
                text(result, "jmhVersion"),
                member(result, "forks").getAsInt(),
                member(result, "warmupIterations").getAsInt(),
                member(result, "measurementIterations").getAsInt(),
                text(result, "measurementTime"));
    }

    /** Cuts package and method off, so that the cell reads {@code Spsc.Bounded}. */
    private static String cell(String benchmark) {
        String name =
                benchmark.endsWith(METHOD) ? benchmark.substring(0, benchmark.length() - METHOD.length()) : benchmark;
        String home = Results.class.getPackageName() + ".";
        return name.startsWith(home) ? name.substring(home.length()) : name;
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static Stream<JsonElement> elements(JsonElement array) {
        return StreamSupport.stream(array.getAsJsonArray().spliterator(), false);
    }

    private static String text(JsonObject object, String name) {
        return member(object, name).getAsString();
    }

    private static JsonElement member(JsonObject object, String name) {
        JsonElement member = object.get(name);
        if (member == null) {
            throw new IllegalArgumentException("no JMH results: " + name + " is missing");
        }
        return member;
    }
}
