package io.millrace.stress.gate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;

/** One jcstress run in a JVM of its own. It may take as long as it likes, as long as tests go on ending. */
final class BatchRun {
    private static final String RECORDED = "jcstress-results-*.bin.gz";

    /** jcstress tells of each fork that ends, or at the latest 15 s later; the longest mode's forks take 50 s on an idle machine. */
    static final Duration LONGEST_SILENCE = Duration.ofMinutes(30);

    private final Path directory;
    private final Duration longestSilence;
    private final PrintStream out;

    BatchRun(Path directory, Duration longestSilence, PrintStream out) {
        this.directory = directory;
        this.longestSilence = longestSilence;
        this.out = out;
    }

    /** Runs the batch to its end and returns jcstress's exit code, which tells failures but not omissions. */
    int run(Batch batch, StressOptions options) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        deleteRecorded();
        Process jcstress = new ProcessBuilder(batch.command(options))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        Thread killer = new Thread(() -> kill(jcstress), "jcstress-killer");
        Runtime.getRuntime().addShutdownHook(killer);
        jcstress.getOutputStream().close();
        Silence silence = new Silence(longestSilence, () -> kill(jcstress));
        silence.start();
        try (BufferedReader lines = jcstress.inputReader(StandardCharsets.UTF_8);
                PrintWriter log = new PrintWriter(Files.newBufferedWriter(log()))) {
            copy(lines, log, batch.name(), silence);
        } finally {
            silence.interrupt();
        }
        int exitCode = jcstress.waitFor();
        Runtime.getRuntime().removeShutdownHook(killer);
        if (silence.tooLong()) {
            out.println(
                    "  " + batch.name() + ": killed, because no test ended for " + longestSilence.toMinutes() + " min");
        }
        return exitCode;
    }

    /** What jcstress recorded; nothing if it never came to run a test. */
    List<TestResult> results() throws IOException, ClassNotFoundException {
        InProcessCollector collector = new InProcessCollector();
        try (DirectoryStream<Path> recorded = Files.newDirectoryStream(directory, RECORDED)) {
            for (Path file : recorded) {
                DiskReadCollector reader = new DiskReadCollector(file.toString(), collector);
                reader.dump();
                reader.close();
            }
        }
        return List.copyOf(collector.getTestResults());
    }

    Path log() {
        return directory.resolve("jcstress.log");
    }

    Path report() {
        return directory.resolve("report").resolve("index.html");
    }

    /** Everything goes to the log, the two lines of jcstress that tell its progress also to the user, as one. */
    private void copy(BufferedReader lines, PrintWriter log, String name, Silence silence) throws IOException {
        String eta = "";
        String results = "";
        String line;
        while ((line = lines.readLine()) != null) {
            log.println(line);
            if (line.startsWith("(ETA: ")) {
                eta = inner(line);
            } else if (line.startsWith("(Results: ")) {
                if (!line.equals(results)) {
                    // jcstress repeats itself while it waits for a fork.
                    results = line;
                    silence.end();
                }
                out.println("  " + name + ": " + inner(line) + "; " + eta);
            }
        }
    }

    private static String inner(String line) {
        return line.strip().replaceAll("^\\(|\\)$", "");
    }

    private void deleteRecorded() throws IOException {
        try (DirectoryStream<Path> recorded = Files.newDirectoryStream(directory, RECORDED)) {
            for (Path file : recorded) {
                Files.delete(file);
            }
        }
    }

    private static void kill(Process jcstress) {
        jcstress.descendants().forEach(ProcessHandle::destroyForcibly);
        jcstress.destroyForcibly();
    }
}
