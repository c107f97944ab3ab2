package io.millrace.bench.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.millrace.bench.suite.Suite;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;

/**
 * The files of a run: {@code cells/} with a result for each cell while it runs, and then {@code results.json} as JMH writes it,
 * {@code environment.json}, {@code absent.json} and {@code histograms/}. The last four are all that a report needs.
 *
 * @param root its directory
 */
record ResultFolder(Path root) {

    private static final String KEY = "key";
    private static final String RESULT = "result";

    Path cells() {
        return root.resolve("cells");
    }

    Path results() {
        return root.resolve("results.json");
    }

    Path environment() {
        return root.resolve("environment.json");
    }

    Path absent() {
        return root.resolve("absent.json");
    }

    private Path otherRuntimes() {
        return root.resolve("other-runtimes");
    }

    /** Returns the files of other runtimes that were imported before. */
    List<Path> imported() throws IOException {
        if (!Files.isDirectory(otherRuntimes())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(otherRuntimes())) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    /** Copies files of other runtimes to the results. */
    void keepImports(List<Path> files) throws IOException {
        Files.createDirectories(otherRuntimes());
        for (Path file : files) {
            Path copy = otherRuntimes().resolve(file.getFileName());
            if (!Files.exists(copy) || !Files.isSameFile(file, copy)) {
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    Path histogram(Cell cell) {
        return root.resolve("histograms").resolve(cell.slug() + ".hlog");
    }

    Path log(Cell cell) {
        return cells().resolve(cell.slug() + ".log");
    }

    /** Returns the directory where the forks of a cell write their histograms, without what is left in it. */
    Path forkHistograms(Cell cell) throws IOException {
        Path directory = cells().resolve(cell.slug());
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        return directory;
    }

    /** Keeps a cell's result, and the histograms of its forks in one file. */
    void keep(Cell cell, RunKey key, JsonObject result) throws IOException {
        merge(cells().resolve(cell.slug()), histogram(cell));
        JsonObject kept = new JsonObject();
        kept.add(KEY, key.json());
        kept.add(RESULT, result);
        Json.write(cells().resolve(cell.slug() + ".json"), kept);
    }

    /**
     * What was kept of a cell.
     *
     * @param result as JMH wrote it
     * @param differences what of the key has changed since; empty if the result still holds
     */
    record Kept(JsonObject result, List<String> differences) {}

    /** Returns what was kept of a cell; nothing if it has no file or one that is broken. */
    Optional<Kept> kept(Cell cell, RunKey key) {
        try {
            JsonObject kept = Json.read(cells().resolve(cell.slug() + ".json")).getAsJsonObject();
            return Optional.of(new Kept(
                    kept.getAsJsonObject(RESULT),
                    RunKey.of(kept.getAsJsonObject(KEY)).differences(key)));
        } catch (IOException | IllegalStateException | NullPointerException e) {
            return Optional.empty();
        }
    }

    /** Writes the files that end a run. */
    void write(List<JsonObject> results, Environment environment, List<Plan.Absent> absents) throws IOException {
        JsonArray all = new JsonArray();
        results.forEach(all::add);
        Json.write(results(), all);
        Json.write(environment(), environment.json());
        JsonArray missing = new JsonArray();
        for (Plan.Absent one : absents) {
            JsonObject json = new JsonObject();
            json.addProperty("cell", one.cell());
            json.addProperty("reason", one.reason());
            missing.add(json);
        }
        Json.write(absent(), missing);
    }

    /**
     * Reads a run.
     *
     * @param suites the catalogue, which says what the results are
     * @throws IOException if a file is missing or is not what it should be
     */
    ResultSet read(List<Suite> suites) throws IOException {
        if (!Files.exists(results()) && Files.exists(cells())) {
            throw new IOException(root + ": this run has not ended; give its command again to go on with it");
        }
        try {
            List<JsonObject> results = new ArrayList<>();
            for (JsonElement element : Json.read(results()).getAsJsonArray()) {
                results.add(element.getAsJsonObject());
            }
            Environment environment = Environment.of(Json.read(environment()).getAsJsonObject());
            List<Plan.Absent> absents = new ArrayList<>();
            if (Files.exists(absent())) {
                for (JsonElement element : Json.read(absent()).getAsJsonArray()) {
                    JsonObject one = element.getAsJsonObject();
                    absents.add(new Plan.Absent(
                            one.get("cell").getAsString(), one.get("reason").getAsString()));
                }
            }
            return ResultSet.of(suites, results, this::histograms, environment, absents);
        } catch (IllegalStateException | NullPointerException | UnsupportedOperationException e) {
            throw new IOException(root + ": these are no results of 'report': " + e.getMessage(), e);
        }
    }

    /** Returns the histograms of a cell's forks, or none. */
    List<Histogram> histograms(Cell cell) {
        Path file = histogram(cell);
        List<Histogram> histograms = new ArrayList<>();
        if (!Files.exists(file)) {
            return histograms;
        }
        try (HistogramLogReader reader = new HistogramLogReader(file.toFile())) {
            EncodableHistogram next;
            while ((next = reader.nextIntervalHistogram()) != null) {
                histograms.add((Histogram) next);
            }
            return histograms;
        } catch (IOException e) {
            return List.of();
        }
    }

    private static void merge(Path forks, Path into) throws IOException {
        if (!Files.isDirectory(forks)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(forks)) {
            files = all.sorted(Comparator.comparing(path -> path.toFile().lastModified()))
                    .toList();
        }
        Files.createDirectories(into.getParent());
        try (PrintStream out = new PrintStream(Files.newOutputStream(into), false, StandardCharsets.UTF_8)) {
            HistogramLogWriter writer = new HistogramLogWriter(out);
            writer.outputLogFormatVersion();
            writer.outputLegend();
            for (Path file : files) {
                try (HistogramLogReader reader = new HistogramLogReader(file.toFile())) {
                    EncodableHistogram next;
                    while ((next = reader.nextIntervalHistogram()) != null) {
                        writer.outputIntervalHistogram((Histogram) next);
                    }
                }
            }
        }
    }
}
