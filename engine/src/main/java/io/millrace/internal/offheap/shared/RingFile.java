package io.millrace.internal.offheap.shared;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.millrace.internal.offheap.Zeros;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.IoUtil;
import org.jspecify.annotations.Nullable;

/**
 * Makes and opens the files of rings. A file is made under another name beside it, allocated to its last byte, forced, and then linked
 * to its name, which fails if there is one of that name: so whoever sees the name sees a whole ring, and one creator wins.
 */
final class RingFile {

    /**
     * Numbers the files that this process makes.
     * <p>Written and read by: creators (get-and-add). Orders nothing: only to be different counts.
     */
    private static final AtomicLong TEMPORARIES = new AtomicLong();

    private RingFile() {}

    /** Makes a ring and attaches to it. Returns null if there is a file of that name. */
    static @Nullable Mapping create(Path path, Layout layout) {
        try {
            removeLeftovers(path);
            if (Files.exists(path)) {
                return null;
            }
            Path temporary = path.resolveSibling(
                    prefix(path) + Long.toHexString(Processes.self()) + "." + TEMPORARIES.incrementAndGet() + ".tmp");
            try {
                Mapping mapping = write(path, temporary, layout);
                boolean linked = false;
                try {
                    Files.createLink(path, temporary);
                    linked = true;
                    CrashPoint.pass(CrashPoint.LINKED);
                    return mapping;
                } catch (FileAlreadyExistsException e) {
                    return null;
                } finally {
                    if (!linked) {
                        mapping.release();
                    }
                }
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (UnsupportedOperationException e) {
            throw new UncheckedIOException(cannot("create", path), new IOException("no hard links there", e));
        } catch (IOException e) {
            throw new UncheckedIOException(cannot("create", path) + " of " + layout, e);
        }
    }

    private static Mapping write(Path path, Path temporary, Layout layout) throws IOException {
        try (FileChannel file = FileChannel.open(temporary, CREATE_NEW, READ, WRITE)) {
            CrashPoint.pass(CrashPoint.TEMPORARY_MADE);
            allocate(file, layout.length());
            CrashPoint.pass(CrashPoint.ALLOCATED);
            Zeros.writeFully(file, Header.write(layout, Processes.namespace()), 0);
            Mapping mapping = map(path, temporary, layout, file);
            mapping.counters.label(layout.lanes());
            mapping.force();
            file.force(true);
            CrashPoint.pass(CrashPoint.FORCED);
            return mapping;
        }
    }

    private static void allocate(FileChannel file, int length) throws IOException {
        Zeros.allocate(file, 0, length / 2);
        CrashPoint.pass(CrashPoint.HALF_ALLOCATED);
        Zeros.allocate(file, length / 2, length);
    }

    private static String prefix(Path path) {
        return "." + path.getFileName() + ".";
    }

    /** Deletes what creators have left that died before they were done. */
    private static void removeLeftovers(Path path) throws IOException {
        Pattern name = Pattern.compile(Pattern.quote(prefix(path)) + "([0-9a-f]{1,16})\\.\\d+\\.tmp");
        Path folder = path.toAbsolutePath().getParent();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder == null ? path : folder)) {
            for (Path file : files) {
                Matcher matcher = name.matcher(file.getFileName().toString());
                if (matcher.matches() && Processes.isGone(Long.parseUnsignedLong(matcher.group(1), 16))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Attaches to the ring in a file. */
    static Mapping attach(Path path) {
        if (Files.exists(path) && !Files.isRegularFile(path)) { // opening a pipe would wait
            throw new IllegalStateException(cannot("attach to", path) + ": it is no regular file");
        }
        try (FileChannel file = FileChannel.open(path, READ, WRITE)) {
            ByteBuffer header = ByteBuffer.allocate(Header.LENGTH);
            while (header.hasRemaining() && file.read(header, header.position()) >= 0) {}
            Layout layout = Header.read(header.flip(), file.size(), Processes.namespace());
            Mapping mapping = map(path, path, layout, file);
            requireSound(mapping);
            return mapping;
        } catch (Header.Unusable e) {
            throw new IllegalStateException(cannot("attach to", path) + ": " + e.getMessage());
        } catch (InternalError e) { // of the memory
            throw new IllegalStateException(cannot("attach to", path) + ": it was cut off meanwhile", e);
        } catch (IOException e) {
            throw new UncheckedIOException(cannot("attach to", path), e);
        }
    }

    private static Mapping map(Path path, Path present, Layout layout, FileChannel file) throws IOException {
        MappedByteBuffer mapped = file.map(FileChannel.MapMode.READ_WRITE, 0, layout.length());
        try {
            return new Mapping(path, layout, mapped, new RandomAccessFile(present.toFile(), "r"));
        } catch (IOException e) {
            IoUtil.unmap(mapped);
            throw e;
        }
    }

    private static void requireSound(Mapping mapping) {
        for (int lane = 0; lane < mapping.lanes.size(); lane++) {
            Lane words = mapping.lanes.get(lane);
            if (!words.isSound()) {
                String found = "lane " + lane + " has head " + words.head() + " and end " + Lane.position(words.end())
                        + ", allowed are multiples of 8 at most " + words.capacity() + " apart";
                mapping.release();
                throw new Header.Unusable(found);
            }
        }
    }

    static String cannot(String what, Path path) {
        return "cannot " + what + " the ring '" + path + "'";
    }
}
