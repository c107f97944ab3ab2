package io.millrace.bench.exchange.feed;

import io.millrace.bench.exchange.itch.ItchReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where ITCH bytes come from. It can be opened any number of times and gives the same bytes each time. */
public interface Feed {

    /** Opens a reader at the first byte. */
    ItchReader open() throws IOException;

    /** Says what it is, for the report. */
    String description();

    /** A file, plain or gzip. */
    static Feed file(Path path) {
        return new Feed() {
            @Override
            public ItchReader open() throws IOException {
                return new ItchReader(Files.newInputStream(path));
            }

            @Override
            public String description() {
                return "file " + path;
            }
        };
    }

    /** Bytes in memory. */
    static Feed recording(Recording recording, String description) {
        return new Feed() {
            @Override
            public ItchReader open() throws IOException {
                return new ItchReader(recording.open());
            }

            @Override
            public String description() {
                return description;
            }
        };
    }
}
