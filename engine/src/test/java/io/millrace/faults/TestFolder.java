package io.millrace.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a scenario, and what of its files is there or still in use. */
final class TestFolder {

    final Path path;

    TestFolder() throws IOException {
        path = Files.createTempDirectory("fault");
    }

    /**
     * Throws if there is a file, but for an empty lock file, which stays if it cannot be proved that nobody uses it; files stay where the
     * operating system may have refused to delete them.
     */
    void requireNothing(Throwable thrown) throws IOException {
        Path lockFile = path.resolve(".ring.lock");
        if (!(thrown instanceof UncheckedIOException)) {
            requireFiles(Files.exists(lockFile) ? List.of(".ring.lock") : List.of());
        }
    }

    /** Throws unless exactly these files are there. */
    void requireFiles(List<String> allowed) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            List<String> names =
                    files.map(each -> each.getFileName().toString()).sorted().toList();
            if (!names.equals(allowed)) {
                throw new AssertionError("left are " + names + ", allowed " + allowed);
            }
        }
    }

    /** Neither a descriptor nor a mapping is left. */
    void requireNothingOpen() throws IOException {
        List<String> left = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            descriptors.forEach(descriptor -> {
                try {
                    left.add("descriptor of " + Files.readSymbolicLink(descriptor));
                } catch (IOException e) {
                    // that of this list
                }
            });
        }
        for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
            left.add("mapping " + line);
        }
        left.removeIf(each -> !each.contains(path.toString()));
        if (!left.isEmpty()) {
            throw new AssertionError("left open: " + left);
        }
    }

    /** Deletes it, with what is in it. */
    void delete() {
        try (Stream<Path> files = Files.list(path)) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
