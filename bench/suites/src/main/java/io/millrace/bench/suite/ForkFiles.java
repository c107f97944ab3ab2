package io.millrace.bench.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a fork tells the report beside its figures: small files in a directory of its own. */
public final class ForkFiles {

    /** System property with the directory; without it there is no report, and what would be written is printed. */
    public static final String DIRECTORY = Histograms.DIRECTORY;

    /** Where the threads ran, in a line. */
    public static final String PLACEMENT = "placement.txt";

    private ForkFiles() {}

    /** Writes a line; a later one of the same name takes its place. */
    public static void write(String name, String line) {
        String directory = System.getProperty(DIRECTORY);
        if (directory == null) {
            System.out.println(line);
            return;
        }
        try {
            Files.createDirectories(Path.of(directory));
            Files.writeString(Path.of(directory, name), line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
