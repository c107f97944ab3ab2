package io.millrace.bench.report.jmh;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.millrace.bench.suite.Histograms;
import io.millrace.bench.suite.Profile;
import io.millrace.bench.suite.harness.Flags;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Gives a cell a turn: one fork of its benchmark. */
public interface Measurer {

    /** How long an iteration of a trial lasts. */
    long TRIAL_MILLIS = 20;

    /**
     * Measures a cell in one fork of its own.
     *
     * @param cell what
     * @param profile how long
     * @param histograms where the fork writes its own
     * @param log what JMH prints
     * @return the element of JMH's results
     * @throws MeasurementFailed if the benchmark failed; the message says why and where its output is
     */
    JsonObject measure(Cell cell, Profile profile, Path histograms, Path log);

    /** Returns the options that all forks have; a row may replace the collector. */
    static List<String> commonFlags() {
        List<String> flags = new ArrayList<>(List.of(Flags.LEAST_HEAP, Flags.MOST_HEAP, Flags.COLLECTOR));
        flags.addAll(Flags.access());
        return flags;
    }

    /** Returns the measurer that runs JMH in this process, which starts the forks. */
    static Measurer jmh() {
        return Measurer::runJmh;
    }

    private static JsonObject runJmh(Cell cell, Profile profile, Path histograms, Path log) {
        UnsafeWarnings.silence();
        List<String> flags = commonFlags();
        Pattern collector = Pattern.compile("-XX:\\+Use\\w+GC");
        if (cell.row().jvmArgs().stream().anyMatch(collector.asMatchPredicate())) {
            flags.removeIf(collector.asMatchPredicate());
        }
        flags.addAll(cell.row().jvmArgs());
        if (profile.isTrial()) {
            flags.add(Flags.NO_WARM_UP);
        }
        flags.add("-D" + Histograms.DIRECTORY + "=" + histograms.toAbsolutePath());
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(cell.panel().benchmark()) + "$")
                .forks(1)
                .warmupForks(0)
                .timeout(TimeValue.minutes(30)) // ends what hangs, on machines of any speed
                .jvmArgs()
                .jvmArgsPrepend()
                .jvmArgsAppend(flags.toArray(String[]::new))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .output(log.toString());
        if (profile.isTrial()) {
            options.warmupIterations(0).measurementIterations(1).measurementTime(TimeValue.milliseconds(TRIAL_MILLIS));
        }
        cell.jmhParams(profile).forEach((name, value) -> options.param(name, value));
        try {
            RunResult result = new Runner(options.build()).runSingle();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
                ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(List.of(result));
            }
            JsonArray results = JsonParser.parseString(bytes.toString(StandardCharsets.UTF_8))
                    .getAsJsonArray();
            return withoutPaths(results.get(0).getAsJsonObject());
        } catch (RunnerException e) {
            throw new MeasurementFailed("failed: " + firstLine(e) + "; its output is in cells/" + log.getFileName(), e);
        }
    }

    /** Results are published: the directories of a machine are nobody's business. */
    private static JsonObject withoutPaths(JsonObject result) {
        result.addProperty("jvm", "java");
        JsonArray flags = new JsonArray();
        for (JsonElement flag : result.getAsJsonArray("jvmArgs")) {
            if (!flag.getAsString().startsWith("-D" + Histograms.DIRECTORY)) {
                flags.add(flag);
            }
        }
        result.add("jvmArgs", flags);
        return result;
    }

    private static String firstLine(Throwable error) {
        String message = error.getMessage() == null ? error.toString() : error.getMessage();
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse(error.toString());
    }
}
