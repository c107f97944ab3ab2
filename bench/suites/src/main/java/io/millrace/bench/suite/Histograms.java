package io.millrace.bench.suite;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** How a benchmark hands its latencies to the report: one file per fork. */
public final class Histograms {

    /** System property with the directory; without it nothing is written. */
    public static final String DIRECTORY = "millrace.histograms";

    private Histograms() {}

    /**
     * Writes what this fork measured; call it once, at the end of the trial.
     *
     * @param histogram of the counted iterations, nanoseconds
     */
    public static void write(Histogram histogram) {
        String directory = System.getProperty(DIRECTORY);
        if (directory == null) {
            return;
        }
        Path file = Path.of(directory, "fork-" + ProcessHandle.current().pid() + ".hlog");
        try {
            Files.createDirectories(file.getParent());
            try (PrintStream out = new PrintStream(Files.newOutputStream(file), false, "UTF-8")) {
                HistogramLogWriter writer = new HistogramLogWriter(out);
                writer.outputLogFormatVersion();
                writer.outputLegend();
                writer.outputIntervalHistogram(histogram);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
