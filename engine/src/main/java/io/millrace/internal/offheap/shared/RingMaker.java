package io.millrace.internal.offheap.shared;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.millrace.internal.offheap.Preallocation;
import io.millrace.internal.offheap.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;

/**
 * Makes the files of rings. A file is made under another name beside it, allocated to its last byte, forced, and then
 * linked to its name, which fails if there is one of that name: so a process that sees the name sees a whole ring, and
 * one creator wins.
 */
final class RingMaker {

    /** How often a lock file is made that another creator deletes. */
    private static final int ATTEMPTS = 100;

    private RingMaker() {}

    /** Makes a ring and attaches to it. Returns null if there is a file of that name. */
    static @Nullable Mapping create(Path name, Layout layout, FileTrust trust) {
        try {
            Path path = trust.resolve(name);
            trust.requireFolder(path);
            return Files.exists(path, NOFOLLOW_LINKS) ? null : createNew(name, path, layout, trust);
        } catch (Header.Unusable | FileTrust.Untrusted e) {
            throw new IllegalStateException(RingFile.cannot("create", name) + ": " + e.getMessage());
        } catch (UnsupportedOperationException e) {
            throw new UncheckedIOException(RingFile.cannot("create", name), new IOException("no hard links there", e));
        } catch (IOException e) {
            throw new UncheckedIOException(RingFile.cannot("create", name) + " of " + layout, e);
        }
    }

    private static @Nullable Mapping createNew(Path name, Path path, Layout layout, FileTrust trust)
            throws IOException {
        Path lockPath = path.resolveSibling("." + path.getFileName() + ".lock");
        boolean madeLocks = !Files.exists(lockPath, NOFOLLOW_LINKS);
        long id = Header.newId();
        LockFile file = lockFile(lockPath, trust, id);
        boolean exists = false;
        Mapping made = null;
        try {
            removeLeftovers(path, file);
            String lockName = lockPath.getFileName().toString();
            Header.Content header = new Header.Content(layout, id, lockName, file.inode());
            made = writeAndLink(name, path, header, trust, new RingLocks(file, id));
            exists = made == null;
            return made;
        } finally {
            try {
                file.unlock(id + RingLocks.CREATOR);
            } finally {
                if (made == null) {
                    closeUnused(file, madeLocks && !exists);
                }
            }
        }
    }

    private static void closeUnused(LockFile file, boolean deletes) throws IOException {
        try {
            if (deletes) {
                file.deleteIfUnused();
            }
        } finally {
            file.close();
        }
    }

    /**
     * The lock file, with the creator's place locked: then no process deletes it, or the files that the creator has
     * made so far.
     */
    private static LockFile lockFile(Path path, FileTrust trust, long id) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            LockFile file = LockFile.make(path, trust);
            boolean kept = false;
            try {
                kept = file.tryLock(id + RingLocks.CREATOR) && file.isThere();
            } catch (IOException e) {
                throw new IOException(
                        "'" + path + "' cannot be locked, and without locks nothing proves which owners live", e);
            } finally {
                if (!kept) { // perhaps as another creator that has failed is about to delete it
                    file.unlock(id + RingLocks.CREATOR);
                    file.close();
                }
            }
            if (kept) {
                return file;
            }
        }
        throw new IOException("'" + path + "' is deleted again and again");
    }

    /** Returns null if there is a file of that name. Leaves the locks as they are if it fails. */
    private static @Nullable Mapping writeAndLink(
            Path name, Path path, Header.Content header, FileTrust trust, RingLocks locks) throws IOException {
        Path temporary = temporary(path, header.id());
        Mapping mapping = null;
        boolean linked = false;
        boolean done = false;
        try {
            mapping = write(name, path, temporary, header, trust, locks);
            linked = link(path, temporary);
            done = linked;
        } finally {
            try {
                deleteTemporary(temporary, linked);
            } catch (Throwable e) {
                done = false;
                throw e;
            } finally {
                if (!done && mapping != null) {
                    mapping.discard();
                }
            }
        }
        return linked ? mapping : null;
    }

    private static boolean link(Path path, Path temporary) throws IOException {
        try {
            Files.createLink(path, temporary);
            CrashPoint.pass(CrashPoint.LINKED);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private static void deleteTemporary(Path temporary, boolean linked) throws IOException {
        try {
            Storage.delete(temporary);
        } catch (IOException e) {
            if (!linked) {
                throw e;
            } // else the next process that attaches deletes it
        }
    }

    private static Mapping write(
            Path name, Path path, Path temporary, Header.Content header, FileTrust trust, RingLocks locks)
            throws IOException {
        FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(trust.permissions());
        Layout layout = header.layout();
        FileChannel file = FileChannel.open(temporary, Set.of(CREATE_NEW, READ, WRITE), mode);
        Mapping mapping = null;
        try {
            CrashPoint.pass(CrashPoint.TEMPORARY_MADE);
            if (trust.opensToGroup()) { // the mask of the process may have taken it away
                Files.setPosixFilePermissions(temporary, trust.permissions());
            }
            allocate(file, layout.length());
            CrashPoint.pass(CrashPoint.ALLOCATED);
            Preallocation.writeFully(file, Header.write(header), 0);
            FileWatch watch = new FileWatch(path, FileTrust.key(temporary));
            mapping = RingFile.map(
                    name, layout, file, FileChannel.MapMode.READ_WRITE, RingFile.second(temporary), watch, locks);
            mapping.counters.label(layout.lanes());
            mapping.force();
            file.force(true);
            CrashPoint.pass(CrashPoint.FORCED);
            return mapping;
        } catch (Throwable e) {
            if (mapping != null) {
                mapping.discard();
            }
            throw e;
        } finally {
            CloseHelper.quietClose(file);
        }
    }

    private static void allocate(FileChannel file, int length) throws IOException {
        Preallocation.allocate(file, 0, length / 2);
        CrashPoint.pass(CrashPoint.HALF_ALLOCATED);
        Preallocation.allocate(file, length / 2, length);
    }

    /** The name under which a ring is made. */
    static Path temporary(Path path, long id) {
        return path.resolveSibling(prefix(path) + String.format("%016x", id) + ".tmp");
    }

    private static String prefix(Path path) {
        return "." + path.getFileName() + ".";
    }

    /** Deletes the files of creators that died before they were done: they hold their place no more. */
    private static void removeLeftovers(Path path, LockFile locks) throws IOException {
        Pattern name = Pattern.compile(Pattern.quote(prefix(path)) + "([0-9a-f]{16})\\.tmp");
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(path.toAbsolutePath().getParent())) {
            for (Path file : files) {
                Matcher matcher = name.matcher(file.getFileName().toString());
                if (matcher.matches()) {
                    long place = Long.parseUnsignedLong(matcher.group(1), 16) + RingLocks.CREATOR;
                    if (place >= 0 && locks.tryLock(place)) {
                        try {
                            Files.deleteIfExists(file);
                        } finally {
                            locks.unlock(place);
                        }
                    }
                }
            }
        }
    }
}
