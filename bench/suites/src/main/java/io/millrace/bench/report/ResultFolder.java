package io.millrace.bench.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.millrace.bench.report.jmh.Cell;
import io.millrace.bench.report.jmh.MergedForks;
import io.millrace.bench.suite.ForkFiles;
import io.millrace.bench.suite.Suite;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipError;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;

/**
 * The files of a run: {@code cells/} with a result for each cell while it runs, and then {@code results.json} as JMH writes it,
 * {@code environment.json}, {@code absent.json} and {@code histograms/}. The last four are all that a report needs.
 *
 * <p>A published run is two files: {@code environment.json}, which is read by eye and compared by diff, and {@code raw.zip} with the
 * others. Both forms are read alike.
 *
 * @param root its directory
 */
record ResultFolder(Path root) {

    private static final String KEY = "key";
    private static final String RESULT = "result";

    /** The time stamp of every archived file: archiving the same results twice gives the same bytes. */
    private static final LocalDateTime ARCHIVED = LocalDateTime.of(2000, 1, 1, 0, 0);

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

    TurnLog turns() {
        return new TurnLog(root.resolve("turns.jsonl"));
    }

    private Path otherRuntimes() {
        return root.resolve("other-runtimes");
    }

    private Path archive() {
        return root.resolve("raw.zip");
    }

    /** Something that is read from the files of a folder. */
    private interface Reading<R> {
        R from(ResultFolder folder) throws IOException;
    }

    /** Reads from this folder or, if it is a published one, from its archive. */
    private <R> R unpacked(Reading<R> reading) throws IOException {
        if (!Files.isRegularFile(archive())) {
            return reading.from(this);
        }
        try (FileSystem zip = FileSystems.newFileSystem(archive())) {
            return reading.from(new ResultFolder(zip.getPath("/")));
        } catch (ZipException | ZipError | ProviderNotFoundException e) {
            throw new IOException(archive() + ": is no zip archive: " + e.getMessage(), e);
        }
    }

    /** Returns the rows of other runtimes that were imported before. */
    List<OtherRuntime> imported(List<Suite> catalogue) throws IOException {
        return unpacked(folder -> folder.readImported(catalogue));
    }

    private List<OtherRuntime> readImported(List<Suite> catalogue) throws IOException {
        List<OtherRuntime> all = new ArrayList<>();
        for (Path file : filesIn(otherRuntimes())) {
            if (file.toString().endsWith(".json")) {
                all.add(OtherRuntime.read(file, catalogue));
            }
        }
        return all;
    }

    private void requireUnpublished() throws IOException {
        if (Files.exists(archive())) {
            throw new IOException(
                    root + ": this run is published; rows are imported, and results published, before that");
        }
    }

    /** Returns the files of a directory in the order of their names; none if there is no such directory. */
    private static List<Path> filesIn(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    /** Writes this run to another directory in the form in which it is published. */
    void publish(Path directory) throws IOException {
        requireUnpublished();
        Files.createDirectories(directory);
        List<Path> files = new ArrayList<>(List.of(results(), absent()));
        if (Files.exists(turns().file())) {
            files.add(turns().file());
        }
        files.addAll(filesIn(root.resolve("histograms")));
        files.addAll(filesIn(otherRuntimes()));
        ResultFolder published = new ResultFolder(directory);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(published.archive()))) {
            zip.setLevel(Deflater.BEST_COMPRESSION);
            for (Path file : files) {
                ZipEntry entry = new ZipEntry(root.relativize(file).toString().replace('\\', '/'));
                entry.setTimeLocal(ARCHIVED);
                zip.putNextEntry(entry);
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
        Files.copy(environment(), published.environment(), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Copies files of other runtimes to the results. */
    void keepImports(List<Path> files) throws IOException {
        requireUnpublished();
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

    /** Returns the directory where the fork of a round writes its histogram, without what is left in it. */
    Path forkHistograms(Cell cell, int round) throws IOException {
        Path directory = cells().resolve(cell.slug()).resolve(Integer.toString(round));
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        return directory;
    }

    /** Returns where the threads of the fork of a round ran, in a line; nothing if it does not tell. */
    String placement(Cell cell, int round) throws IOException {
        Path file =
                cells().resolve(cell.slug()).resolve(Integer.toString(round)).resolve(ForkFiles.PLACEMENT);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** Keeps a cell's result, and the histograms of its forks in one file, in the order of their rounds. */
    void keep(Cell cell, RunKey key, JsonObject result) throws IOException {
        List<Path> forks = new ArrayList<>();
        for (JsonElement round : result.getAsJsonArray(MergedForks.ROUNDS)) {
            filesIn(cells().resolve(cell.slug()).resolve(round.getAsString())).stream()
                    .filter(file -> file.toString().endsWith(".hlog"))
                    .forEach(forks::add);
        }
        if (!forks.isEmpty()) {
            merge(forks, histogram(cell));
        }
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
        return unpacked(folder -> folder.readResults(suites, environment()));
    }

    private ResultSet readResults(List<Suite> suites, Path environmentFile) throws IOException {
        if (!Files.exists(results()) && Files.exists(cells())) {
            throw new IOException(root + ": this run has not ended; give its command again to go on with it");
        }
        try {
            List<JsonObject> results = new ArrayList<>();
            for (JsonElement element : Json.read(results()).getAsJsonArray()) {
                results.add(element.getAsJsonObject());
            }
            Environment environment = Environment.of(Json.read(environmentFile).getAsJsonObject());
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
    List<Histogram> histograms(Cell cell) throws IOException {
        Path file = histogram(cell);
        List<Histogram> histograms = new ArrayList<>();
        if (!Files.exists(file)) {
            return histograms;
        }
        try (HistogramLogReader reader = new HistogramLogReader(Files.newInputStream(file))) {
            EncodableHistogram next;
            while ((next = reader.nextIntervalHistogram()) != null) {
                histograms.add((Histogram) next);
            }
        }
        return histograms;
    }

    private static void merge(List<Path> files, Path into) throws IOException {
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
