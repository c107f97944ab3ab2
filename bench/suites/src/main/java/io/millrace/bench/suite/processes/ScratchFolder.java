package io.millrace.bench.suite.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.IoUtil;

/** A folder in memory if the system has a place for such, else the one for temporary files. It goes when it is closed, or with the JVM. */
final class ScratchFolder implements AutoCloseable {

    private static final Path MEMORY = Path.of("/dev/shm");

    private static final String PREFIX = "millrace-bench-";

    /** A container may have a small one. */
    private static final long ENOUGH = 256L << 20;

    private final Path folder;
    private final Thread atExit = new Thread(this::delete, "scratch");

    ScratchFolder() {
        try {
            folder = Files.createTempDirectory(parent(), PREFIX);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    private static Path parent() {
        boolean inMemory = Files.isDirectory(MEMORY)
                && Files.isWritable(MEMORY)
                && MEMORY.toFile().getUsableSpace() >= ENOUGH;
        return inMemory ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
    }

    Path folder() {
        return folder;
    }

    /** Deletes the folder of a JVM that was killed, and no other. */
    static void deleteAbandoned(Path folder) {
        if (folder.getFileName().toString().startsWith(PREFIX)) {
            IoUtil.delete(folder.toFile(), true);
        }
    }

    private void delete() {
        deleteAbandoned(folder);
    }

    @Override
    public void close() {
        delete();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is about to end: the hook finds nothing.
        }
    }
}
