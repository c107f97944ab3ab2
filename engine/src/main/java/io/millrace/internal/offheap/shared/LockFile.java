package io.millrace.internal.offheap.shared;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.millrace.internal.park.Insistent;
import io.millrace.internal.park.NapBackoff;
import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;

/**
 * A file whose bytes are locked by the owners of places. The operating system lets go of the locks of a process when
 * the last of its threads has ended, at once and however it ended.
 *
 * <p>It also lets go of them when the process closes <em>any</em> descriptor of the file. So a process has one of these
 * for each file, shared by all that use it, and its channels are closed when the last of them has left. The channels
 * are asynchronous ones because an interrupt does not close them.
 */
final class LockFile {

    /**
     * Looks of others at a lock take microseconds, or until a preempted process goes on; so many, with naps between,
     * are no coincidence.
     */
    private static final int ATTEMPTS = 5_000;

    /** Made beforehand: it runs where memory is short. */
    private static final Consumer<@Nullable FileLock> QUIET_CLOSE = CloseHelper::quietClose;

    private static final ReentrantLock REGISTRY = new ReentrantLock();
    private static final Map<Object, LockFile> OPEN = new HashMap<>();

    final Path path;
    private final Object key;
    private final ArrayList<AsynchronousFileChannel> channels = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private @Nullable AsynchronousFileChannel writable;
    private int users;

    /** A lock of this process. In the list before it is taken, as nobody could give back a lock that is not there. */
    private static final class Held {

        private final long at;
        private @Nullable FileLock lock;

        private Held(long at) {
            this.at = at;
        }
    }

    private LockFile(Path path, Object key) {
        this.path = path;
        this.key = key;
    }

    // ---- opening ----

    /**
     * Opens a lock file, which is made if there is none. Only its owner can open it, unless {@code trust} says
     * otherwise.
     */
    static LockFile make(Path path, FileTrust trust) throws IOException {
        return open(path, trust, Set.of(CREATE, READ, WRITE, NOFOLLOW_LINKS));
    }

    /** Opens the lock file of a ring that was made. */
    static LockFile open(Path path, FileTrust trust) throws IOException {
        return open(path, trust, Set.of(READ, WRITE, NOFOLLOW_LINKS));
    }

    /** Opens a lock file to look only. */
    static LockFile look(Path path) throws IOException {
        return open(path, null, Set.of(READ, NOFOLLOW_LINKS));
    }

    private static LockFile open(Path path, @Nullable FileTrust trust, Set<OpenOption> options) throws IOException {
        Insistent.lock(REGISTRY);
        try {
            boolean exists = Files.exists(path, NOFOLLOW_LINKS);
            if (exists && trust != null) {
                trust.requireFile(path, "lock file");
            } else if (exists && !Files.isRegularFile(path, NOFOLLOW_LINKS)) {
                throw new IOException("it is no regular file"); // opening a pipe would wait
            }
            LockFile present = exists ? OPEN.get(FileTrust.key(path)) : null;
            if (present == null) {
                present = openNew(path, options, trust);
            } else if (options.contains(WRITE) && present.writable == null) {
                present.makeRoom();
                present.add(channel(path, options, trust), true);
            }
            present.users++;
            return present;
        } finally {
            REGISTRY.unlock();
        }
    }

    private static LockFile openNew(Path path, Set<OpenOption> options, @Nullable FileTrust trust) throws IOException {
        AsynchronousFileChannel channel = channel(path, options, trust);
        boolean kept = false;
        try {
            if (trust != null) {
                trust.requireFile(path, "lock file");
            }
            Object key = FileTrust.key(path);
            LockFile file = OPEN.get(key);
            if (file == null) {
                file = new LockFile(path, key);
                file.makeRoom();
                OPEN.put(key, file);
            } else {
                kept = true; // in any case: closing it would let go of the locks of the others
                file.makeRoom();
            }
            kept = true;
            file.add(channel, options.contains(WRITE));
            return file;
        } finally {
            if (!kept) {
                CloseHelper.quietClose(channel);
            }
        }
    }

    private static AsynchronousFileChannel channel(Path path, Set<OpenOption> options, @Nullable FileTrust trust)
            throws IOException {
        ExecutorService none = null; // nothing asynchronous is ever asked for
        if (!options.contains(CREATE) || trust == null) {
            return AsynchronousFileChannel.open(path, options, none);
        }
        boolean made = !Files.exists(path, NOFOLLOW_LINKS);
        FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(trust.permissions());
        AsynchronousFileChannel channel = AsynchronousFileChannel.open(path, options, none, mode);
        if (made && trust.opensToGroup()) { // the mask of the process may have taken it away
            try {
                Files.setPosixFilePermissions(path, trust.permissions());
            } catch (Throwable e) {
                CloseHelper.quietClose(channel);
                throw e;
            }
        }
        return channel;
    }

    private void makeRoom() {
        channels.ensureCapacity(channels.size() + 1);
    }

    /** Once there is {@link #makeRoom room}. */
    private void add(AsynchronousFileChannel channel, boolean writes) {
        channels.add(channel);
        if (writes) {
            writable = channel;
        }
    }

    /** Ends one use. */
    void close() {
        Insistent.lock(REGISTRY);
        try {
            if (--users == 0 && !usedByAnotherLoader()) {
                OPEN.remove(key);
                for (int channel = 0; channel < channels.size(); channel++) {
                    CloseHelper.quietClose(channels.get(channel));
                }
            }
        } finally {
            REGISTRY.unlock();
        }
    }

    /** Classes that were loaded twice have two registries, but the JDK knows all locks of the process. */
    private boolean usedByAnotherLoader() {
        for (int tries = 0; ; tries++) {
            try {
                return isLockedByAnotherLoader();
            } catch (OutOfMemoryError e) {
                Insistent.pause(tries, e);
            }
        }
    }

    private boolean isLockedByAnotherLoader() {
        try {
            release(channels.get(0).tryLock(0, Long.MAX_VALUE, true));
            return false;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    // ---- locks ----

    /** Whether its name still leads to it. */
    boolean isThere() {
        try {
            return FileTrust.key(path).equals(key);
        } catch (IOException e) {
            return false;
        }
    }

    /** Its number in its file system. */
    long inode() throws IOException {
        return ((Number) Files.getAttribute(path, "unix:ino", NOFOLLOW_LINKS)).longValue();
    }

    /**
     * Locks a byte until it is unlocked, or this process ends. False: it is locked, by this process or another.
     *
     * @throws IOException if the operating system cannot tell
     */
    boolean tryLock(long at) throws IOException {
        Insistent.lock(REGISTRY);
        try {
            if (find(at) != null) {
                return false;
            }
            Held place = new Held(at);
            held.add(place);
            try {
                place.lock = lockAlone(at);
            } finally {
                if (place.lock == null) {
                    held.remove(place);
                }
            }
            return place.lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // by classes of another loader in this process
        } finally {
            REGISTRY.unlock();
        }
    }

    private @Nullable Held find(long at) {
        for (int i = 0; i < held.size(); i++) {
            if (held.get(i).at == at) {
                return held.get(i);
            }
        }
        return null;
    }

    private @Nullable FileLock lockAlone(long at) throws IOException {
        NapBackoff naps = new NapBackoff(true, true);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            FileLock lock = lock(at, false);
            if (lock != null) {
                return lock;
            }
            if (isLockedByOwner(at)) {
                return null;
            }
            naps.pause(this, Long.MAX_VALUE);
        }
        throw new IOException("others look at the lock without a pause");
    }

    /** Owners lock exclusively; an observer, as here, takes a shared lock for a moment. */
    private boolean isLockedByOwner(long at) throws IOException {
        FileLock look = lock(at, true);
        if (look == null) {
            return true;
        }
        release(look);
        return false;
    }

    private @Nullable FileLock lock(long at, boolean shared) throws IOException {
        AsynchronousFileChannel channel = shared || writable == null ? channels.get(0) : writable;
        return channel.tryLock(at, 1, shared);
    }

    /**
     * Whether a byte is locked, by this process or another.
     *
     * @throws IOException if the operating system cannot tell
     */
    boolean isLocked(long at) throws IOException {
        Insistent.lock(REGISTRY);
        try {
            return find(at) != null || isLockedByOwner(at);
        } catch (OverlappingFileLockException e) {
            return true;
        } finally {
            REGISTRY.unlock();
        }
    }

    void unlock(long at) {
        Insistent.lock(REGISTRY);
        try {
            Held place = find(at);
            if (place != null) {
                release(place.lock);
                held.remove(place);
            }
        } finally {
            REGISTRY.unlock();
        }
    }

    /** Also where there is little memory: what is not released here stays locked as long as the file is open. */
    private static void release(@Nullable FileLock lock) {
        Insistent.run(QUIET_CLOSE, lock);
    }

    /** Deletes it if no process has a lock in it. For a creator that has made it but no ring. */
    void deleteIfUnused() throws IOException {
        Insistent.lock(REGISTRY);
        try {
            if (users > 1 || !held.isEmpty()) {
                return;
            }
            FileLock all = channels.get(0).tryLock(0, Long.MAX_VALUE, false);
            if (all != null) {
                try {
                    if (isThere()) {
                        Files.deleteIfExists(path);
                    }
                } finally {
                    release(all);
                }
            }
        } catch (OverlappingFileLockException e) {
            // used by classes of another loader
        } finally {
            REGISTRY.unlock();
        }
    }
}
