package io.millrace.internal.offheap.shared;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.millrace.internal.offheap.Preallocation;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;

/**
 * Makes and opens the files of rings. A file is made under another name beside it, allocated to its last byte, forced, and then linked
 * to its name, which fails if there is one of that name: so whoever sees the name sees a whole ring, and one creator wins.
 */
final class RingFile {

    /** How often a file is opened that is another each time. */
    private static final int ATTEMPTS = 100;

    private static final Set<OpenOption> READ_WRITE = Set.of(READ, WRITE, NOFOLLOW_LINKS);
    private static final Set<OpenOption> READ_ONLY = Set.of(READ, NOFOLLOW_LINKS);

    private RingFile() {}

    // ---- making ----

    /** Makes a ring and attaches to it. Returns null if there is a file of that name. */
    static @Nullable Mapping create(Path name, Layout layout, FileTrust trust) {
        try {
            Path path = trust.resolve(name);
            trust.requireFolder(path);
            return Files.exists(path, NOFOLLOW_LINKS) ? null : createNew(name, path, layout, trust);
        } catch (Header.Unusable | FileTrust.Untrusted e) {
            throw new IllegalStateException(cannot("create", name) + ": " + e.getMessage());
        } catch (UnsupportedOperationException e) {
            throw new UncheckedIOException(cannot("create", name), new IOException("no hard links there", e));
        } catch (IOException e) {
            throw new UncheckedIOException(cannot("create", name) + " of " + layout, e);
        }
    }

    private static @Nullable Mapping createNew(Path name, Path path, Layout layout, FileTrust trust)
            throws IOException {
        Path lockPath = path.resolveSibling("." + path.getFileName() + ".lock");
        boolean madeLocks = !Files.exists(lockPath, NOFOLLOW_LINKS);
        long id = Header.newId();
        LockFile file = lockFile(lockPath, trust, id);
        RingLocks locks = new RingLocks(file, id);
        Mapping made = null;
        boolean exists = false;
        try {
            removeLeftovers(path, file);
            Header.Content header =
                    new Header.Content(layout, id, lockPath.getFileName().toString(), file.inode());
            Path temporary = temporary(path, id);
            try {
                Mapping mapping = write(name, path, temporary, header, trust, locks);
                try {
                    Files.createLink(path, temporary);
                    CrashPoint.pass(CrashPoint.LINKED);
                    made = mapping;
                } catch (FileAlreadyExistsException e) {
                    exists = true;
                } finally {
                    if (made == null) {
                        mapping.discard();
                    }
                }
            } finally {
                Files.deleteIfExists(temporary);
            }
            return made;
        } finally {
            locks.giveBack(RingLocks.CREATOR);
            if (made == null) {
                if (madeLocks && !exists) {
                    file.deleteIfUnused();
                }
                locks.close();
            }
        }
    }

    /** The lock file, with the creator's place locked: then nobody deletes it, or what the creator has made so far. */
    private static LockFile lockFile(Path path, FileTrust trust, long id) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            LockFile file = LockFile.make(path, trust);
            try {
                if (file.tryLock(id + RingLocks.CREATOR)) {
                    if (file.isThere()) {
                        return file;
                    }
                    file.unlock(id + RingLocks.CREATOR);
                }
            } catch (IOException e) {
                file.close();
                throw new IOException("'" + path + "' cannot be locked, and without locks nothing proves who lives", e);
            }
            file.close(); // another creator that has failed is about to delete it
        }
        throw new IOException("'" + path + "' is deleted again and again");
    }

    private static Mapping write(
            Path name, Path path, Path temporary, Header.Content header, FileTrust trust, RingLocks locks)
            throws IOException {
        FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(trust.permissions());
        Layout layout = header.layout();
        try (FileChannel file = FileChannel.open(temporary, Set.of(CREATE_NEW, READ, WRITE), mode)) {
            CrashPoint.pass(CrashPoint.TEMPORARY_MADE);
            if (trust.opensToGroup()) { // the mask of the process may have taken it away
                Files.setPosixFilePermissions(temporary, trust.permissions());
            }
            allocate(file, layout.length());
            CrashPoint.pass(CrashPoint.ALLOCATED);
            Preallocation.writeFully(file, Header.write(header), 0);
            FileWatch watch = new FileWatch(path, FileTrust.key(temporary));
            Mapping mapping = map(name, layout, file, FileChannel.MapMode.READ_WRITE, second(temporary), watch, locks);
            mapping.counters.label(layout.lanes());
            mapping.force();
            file.force(true);
            CrashPoint.pass(CrashPoint.FORCED);
            return mapping;
        }
    }

    private static void allocate(FileChannel file, int length) throws IOException {
        Preallocation.allocate(file, 0, length / 2);
        CrashPoint.pass(CrashPoint.HALF_ALLOCATED);
        Preallocation.allocate(file, length / 2, length);
    }

    private static Path temporary(Path path, long id) {
        return path.resolveSibling(prefix(path) + String.format("%016x", id) + ".tmp");
    }

    private static String prefix(Path path) {
        return "." + path.getFileName() + ".";
    }

    /** Deletes what creators have left that died before they were done: they hold their place no more. */
    private static void removeLeftovers(Path path, LockFile locks) throws IOException {
        Pattern name = Pattern.compile(Pattern.quote(prefix(path)) + "([0-9a-f]{16})\\.tmp");
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(path.toAbsolutePath().getParent())) {
            for (Path file : files) {
                Matcher matcher = name.matcher(file.getFileName().toString());
                if (matcher.matches()) {
                    long place = Long.parseUnsignedLong(matcher.group(1), 16) + RingLocks.CREATOR;
                    if (place >= 0 && locks.tryLock(place)) {
                        Files.deleteIfExists(file);
                        locks.unlock(place);
                    }
                }
            }
        }
    }

    /** Deletes the other name of a ring whose creator has died between giving it its name and that. */
    private static void removeOtherName(Path path, long id, RingLocks locks) throws IOException {
        Path temporary = temporary(path, id);
        if (Files.exists(temporary, NOFOLLOW_LINKS) && locks.canTell() && locks.take(RingLocks.CREATOR)) {
            try {
                Files.deleteIfExists(temporary);
            } catch (AccessDeniedException e) {
                // whoever may write in the folder will delete it
            } finally {
                locks.giveBack(RingLocks.CREATOR);
            }
        }
    }

    // ---- attaching ----

    /** Attaches to the ring in a file. */
    static Mapping attach(Path name, FileTrust trust) {
        try {
            Path path = trust.resolve(name);
            requireRegular(name, path);
            trust.requireFolder(path);
            return open(name, path, trust);
        } catch (Header.Unusable | FileTrust.Untrusted e) {
            throw new IllegalStateException(cannot("attach to", name) + ": " + e.getMessage());
        } catch (InternalError e) { // of the memory
            throw new IllegalStateException(cannot("attach to", name) + ": it was cut off meanwhile", e);
        } catch (IOException e) {
            throw new UncheckedIOException(cannot("attach to", name), e);
        }
    }

    /** Attaches to the ring in a file to look only, whoever it belongs to. */
    static Mapping look(Path name) {
        try {
            Path path = name.toRealPath();
            requireRegular(name, path);
            return open(name, path, null);
        } catch (Header.Unusable e) {
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
        try (FileChannel file = FileChannel.open(path, trust == null ? READ_ONLY : READ_WRITE)) {
            ByteBuffer header = ByteBuffer.allocate(Header.LENGTH);
            while (header.hasRemaining() && file.read(header, header.position()) >= 0) {}
            RandomAccessFile length = second(path);
            Mapping mapping = null;
            try {
                if (!FileTrust.key(path).equals(key) || !hasHeader(length, header.flip())) {
                    return null;
                }
                Header.Content content = Header.read(header, file.size());
                FileChannel.MapMode mode =
                        trust == null ? FileChannel.MapMode.READ_ONLY : FileChannel.MapMode.READ_WRITE;
                RingLocks locks = locks(path, content, trust);
                try {
                    if (trust != null) {
                        removeOtherName(path, content.id(), locks);
                    }
                    mapping = map(name, content.layout(), file, mode, length, new FileWatch(path, key), locks);
                } finally {
                    if (mapping == null) {
                        locks.close();
                    }
                }
                requireSound(mapping);
                return mapping;
            } finally {
                if (mapping == null) {
                    CloseHelper.quietClose(length);
                }
            }
        }
    }

    /** A second descriptor, which an interrupt does not close. */
    private static RandomAccessFile second(Path path) throws IOException {
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

    private static RingLocks locks(Path path, Header.Content content, @Nullable FileTrust trust) {
        Path lockPath = path.resolveSibling(content.lockName());
        try {
            LockFile file = trust == null ? LockFile.look(lockPath) : LockFile.open(lockPath, trust);
            boolean sameFile = false;
            try {
                sameFile = file.inode() == content.lockInode();
            } finally {
                if (!sameFile) {
                    file.close();
                }
            }
            return sameFile
                    ? new RingLocks(file, content.id())
                    : RingLocks.unknown("its lock file '" + lockPath + "' was replaced since it was made");
        } catch (NoSuchFileException e) {
            return RingLocks.unknown("its lock file '" + lockPath + "' was deleted");
        } catch (FileTrust.Untrusted e) {
            return RingLocks.unknown(e.getMessage());
        } catch (IOException e) {
            return RingLocks.unknown("its lock file '" + lockPath + "' cannot be used: " + e);
        }
    }

    private static Mapping map(
            Path name,
            Layout layout,
            FileChannel file,
            FileChannel.MapMode mode,
            RandomAccessFile length,
            FileWatch watch,
            RingLocks locks)
            throws IOException {
        return new Mapping(name, layout, file.map(mode, 0, layout.length()), length, watch, locks);
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
