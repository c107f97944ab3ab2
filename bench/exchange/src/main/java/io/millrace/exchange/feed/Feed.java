package io.millrace.exchange.feed;

import io.millrace.exchange.itch.ItchReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

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
                return new ItchReader(Files.newInputStream(path), path.toString());
            }

            @Override
            public String description() {
                return "file " + path;
            }
        };
    }

    /**
     * A pipe or another source that can be read only once: its bytes are kept in memory, packed if they come so.
     *
     * @param source the bytes; closed at their end
     * @param name what it is, for messages
     * @param most how many bytes may be kept
     * @throws IOException if it cannot be read, or is larger
     */
    static Feed once(InputStream source, String name, long most) throws IOException {
        Recording recording = new Recording();
        byte[] part = new byte[1 << 16];
        try (source) {
            int count;
            while ((count = source.read(part)) >= 0) {
                recording.write(part, 0, count);
                if (recording.size() > most) {
                    throw new IOException(String.format(
                            Locale.ROOT,
                            "%s has more than %,d MB, which the heap has no room for: give a file, or run java with a larger -Xmx",
                            name,
                            most >> 20));
                }
            }
        }
        return recording(recording, name, name);
    }

    /** Bytes in memory. */
    static Feed recording(Recording recording, String description) {
        return recording(recording, description, "ITCH input");
    }

    private static Feed recording(Recording recording, String description, String name) {
        return new Feed() {
            @Override
            public ItchReader open() throws IOException {
                return new ItchReader(recording.open(), name);
            }

            @Override
            public String description() {
                return description;
            }
        };
    }
}
