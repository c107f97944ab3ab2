package io.millrace.internal.offheap.shared;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.jspecify.annotations.Nullable;

/** Opens and maps the files of rings. */
final class RingFile {

    /** How often a file is opened that is replaced each time. */
    private static final int ATTEMPTS = 100;

    private static final Set<OpenOption> READ_WRITE = Set.of(READ, WRITE, NOFOLLOW_LINKS);
    private static final Set<OpenOption> READ_ONLY = Set.of(READ, NOFOLLOW_LINKS);

    private RingFile() {}

    /** Deletes the other name of a ring whose creator has died between giving it its name and that. */
    private static void removeOtherName(Path path, long id, RingLocks locks) throws IOException {
        Path temporary = RingMaker.temporary(path, id);
        if (Files.exists(temporary, NOFOLLOW_LINKS) && locks.canTell() && locks.take(RingLocks.CREATOR)) {
            try {
                Files.deleteIfExists(temporary);
            } catch (AccessDeniedException e) {
                // a process that may write in the folder will delete it
            } finally {
                locks.giveBack(RingLocks.CREATOR);
            }
        }
    }

    /** Attaches to the ring in a file; without trust to look only, whatever its owner. */
    static Mapping attach(Path name, @Nullable FileTrust trust) {
        try {
            Path path = trust == null ? name.toRealPath() : trust.resolve(name);
            requireRegular(name, path);
            if (trust != null) {
                trust.requireFolder(path);
            }
            return open(name, path, trust);
        } catch (Header.Unusable | FileTrust.Untrusted e) {
            throw new IllegalStateException(cannot("attach to", name) + ": " + e.getMessage());
        } catch (InternalError e) { // of the memory
            throw new IllegalStateException(cannot("attach to", name) + ": it was cut off meanwhile", e);
        } catch (IOException e) {
            throw new UncheckedIOException(cannot("attach to", name), e);
        }
    }

    private static void requireRegular(Path name, Path path) throws IOException {
        if (Files.exists(path, NOFOLLOW_LINKS) && !Files.isRegularFile(path, NOFOLLOW_LINKS)) {
            throw new Header.Unusable("'" + name + "' is no regular file"); // opening a pipe would wait
        }
    }

    /** Opens a file until what was checked and what was opened is one and the same: others may rotate it meanwhile. */
    private static Mapping open(Path name, Path path, @Nullable FileTrust trust) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Mapping mapping = openOnce(name, path, trust);
            if (mapping != null) {
                return mapping;
            }
        }
        throw new IOException("another file has the name each time");
    }

    private static @Nullable Mapping openOnce(Path name, Path path, @Nullable FileTrust trust) throws IOException {
        Object key = FileTrust.key(path);
        if (trust != null) {
            trust.requireFile(path, "file");
        }
        FileChannel file = FileChannel.open(path, trust == null ? READ_ONLY : READ_WRITE);
        RandomAccessFile length = null;
        RingLocks locks = null;
        Mapping mapping = null;
        boolean opened = false;
        try {
            ByteBuffer header = ByteBuffer.allocate(Header.LENGTH);
            while (header.hasRemaining() && file.read(header, header.position()) >= 0) {}
            length = second(path);
            if (!FileTrust.key(path).equals(key) || !hasHeader(length, header.flip())) {
                return null;
            }
            Header.Content content = Header.read(header, file.size());
            FileWatch watch = new FileWatch(path, key);
            locks = locks(path, key, content, trust);
            FileChannel.MapMode mode = trust == null ? FileChannel.MapMode.READ_ONLY : FileChannel.MapMode.READ_WRITE;
            mapping = map(name, content.layout(), file, mode, length, watch, locks);
            if (trust != null) {
                removeOtherName(path, content.id(), locks);
            }
            requireSound(mapping);
            opened = true;
            return mapping;
        } finally {
            CloseHelper.quietClose(file);
            if (!opened) {
                close(mapping, locks, length);
            }
        }
    }

    /** Closes what was opened. A mapping closes the others. */
    private static void close(@Nullable Mapping mapping, @Nullable RingLocks locks, @Nullable RandomAccessFile length) {
        if (mapping != null) {
            mapping.release();
            return;
        }
        CloseHelper.quietClose(length);
        if (locks != null) {
            locks.close();
        }
    }

    /** A second descriptor, which an interrupt does not close. */
    static RandomAccessFile second(Path path) throws IOException {
        try {
            return new RandomAccessFile(path.toFile(), "r");
        } catch (FileNotFoundException e) {
            if (!Files.exists(path, NOFOLLOW_LINKS)) {
                throw new NoSuchFileException(path.toString());
            }
            throw e;
        }
    }

    private static boolean hasHeader(RandomAccessFile file, ByteBuffer header) throws IOException {
        byte[] bytes = new byte[header.limit()];
        file.seek(0);
        int read = 0;
        int more = 0;
        while (read < bytes.length && more >= 0) {
            more = file.read(bytes, read, bytes.length - read);
            read += Math.max(0, more);
        }
        return read == header.limit() && ByteBuffer.wrap(bytes).equals(header.duplicate());
    }

    private static RingLocks locks(Path path, Object key, Header.Content content, @Nullable FileTrust trust) {
        Path lockPath = path.resolveSibling(content.lockName());
        try {
            if (FileTrust.key(lockPath).equals(key)) { // closing the ring would let go of the locks
                return RingLocks.unknown("its lock file '" + lockPath + "' is the ring itself");
            }
            LockFile file = trust == null ? LockFile.look(lockPath) : LockFile.open(lockPath, trust);
            RingLocks locks = null;
            try {
                if (file.inode() == content.lockInode()) {
                    locks = new RingLocks(file, content.id());
                }
            } finally {
                if (locks == null) {
                    file.close();
                }
            }
            return locks != null
                    ? locks
                    : RingLocks.unknown("its lock file '" + lockPath + "' was replaced since it was made");
        } catch (NoSuchFileException e) {
            return RingLocks.unknown("its lock file '" + lockPath + "' was deleted");
        } catch (FileTrust.Untrusted e) {
            return RingLocks.unknown(e.getMessage());
        } catch (IOException e) {
            return RingLocks.unknown("its lock file '" + lockPath + "' cannot be used: " + e);
        }
    }

    /** If this fails, the second descriptor is closed, and the locks are not. */
    static Mapping map(
            Path name,
            Layout layout,
            FileChannel file,
            FileChannel.MapMode mode,
            RandomAccessFile length,
            FileWatch watch,
            RingLocks locks)
            throws IOException {
        MappedByteBuffer mapped = null;
        try {
            mapped = file.map(mode, 0, layout.length());
            return new Mapping(name, layout, mapped, length, watch, locks);
        } catch (Throwable e) {
            CloseHelper.quietClose(length);
            if (mapped != null) {
                IoUtil.unmap(mapped);
            }
            throw e;
        }
    }

    private static void requireSound(Mapping mapping) {
        for (int lane = 0; lane < mapping.lanes.size(); lane++) {
            Lane words = mapping.lanes.get(lane);
            if (!words.isSound()) {
                String found = "lane " + lane + " has head " + words.head() + " and end " + Lane.position(words.end())
                        + ", allowed are multiples of 8 at most " + words.capacity() + " apart";
                throw new Header.Unusable(found);
            }
        }
    }

    static String cannot(String what, Path path) {
        return "cannot " + what + " the ring '" + path + "'";
    }
}
