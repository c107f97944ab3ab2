package io.millrace.internal.offheap.shared;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The files that a process relies on. A user who can write to a ring can give its readers anything, and one who can
 * change its folder can put another file there.
 *
 * @param permissions of files that are made; users who may write to these may also be able to write to files that are
 *     found
 * @param acceptsForeign whether files and folders may belong to any user, and be writable by any
 * @param acceptsLinks whether a symbolic link may lead to the file
 */
public record FileTrust(Set<PosixFilePermission> permissions, boolean acceptsForeign, boolean acceptsLinks) {

    private static final Set<PosixFilePermission> LEAST = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> ALLOWED = PosixFilePermissions.fromString("rw-rw-rw-");
    private static final int ROOT = 0;
    private static final int STICKY = 01000;

    /** Files that only their owner can read and write. */
    public static final FileTrust DEFAULT = new FileTrust(LEAST, false, false);

    /** The user of this process, by number, once it is known. */
    private static final class Self {

        /**
         * Written by: any thread that finds it out. Read by: any thread that asks. Orders nothing: all find out the
         * same.
         */
        private static final AtomicReference<@Nullable Integer> UID = new AtomicReference<>();

        /**
         * As the operating system puts it on a file that is made: names of users may be missing or wrong. Null: it is
         * not known now.
         */
        private static @Nullable Integer uid() {
            Integer known = UID.get();
            if (known == null) {
                known = read();
                UID.set(known);
            }
            return known;
        }

        private static @Nullable Integer read() {
            try {
                Path made = Files.createTempFile("millrace", null);
                try {
                    return FileTrust.uid(made);
                } finally {
                    Files.deleteIfExists(made);
                }
            } catch (IOException | RuntimeException e) {
                return null;
            }
        }
    }

    /** Checks and copies. */
    public FileTrust {
        if (!permissions.containsAll(LEAST) || !ALLOWED.containsAll(permissions)) {
            throw new IllegalArgumentException("permissions is " + permissions
                    + ", allowed are OWNER_READ and OWNER_WRITE, and reading and writing by the group and others");
        }
        permissions = Set.copyOf(permissions);
    }

    boolean opensToGroup() {
        return permissions.size() > LEAST.size();
    }

    // ---- files ----

    /** The identity of a file among all files, whatever their names. */
    static Object key(Path path) throws IOException {
        Object key = Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS)
                .fileKey();
        if (key == null) {
            throw new IOException("files have no identity there");
        }
        return key;
    }

    /**
     * The path to use for a name: links are followed here once, or refused.
     *
     * @throws Untrusted if it is a link and must not be
     */
    Path resolve(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        if (!Files.isSymbolicLink(absolute)) {
            return absolute;
        }
        if (!Files.exists(absolute)) {
            throw new NoSuchFileException(absolute.toString(), null, "it is a symbolic link to nothing");
        }
        if (!acceptsLinks) {
            throw new Untrusted("it is a symbolic link; acceptLinks() accepts it");
        }
        return absolute.toRealPath();
    }

    /** Throws unless the folder of a file can be relied on. */
    void requireFolder(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (acceptsForeign || folder == null || !isPosix(path)) {
            return;
        }
        int mode = mode(folder);
        requireOwner(folder, "its folder '" + folder + "'");
        if ((mode & writers()) != 0 && (mode & STICKY) == 0) {
            throw new Untrusted("its folder '" + folder + "' has the mode 0" + Integer.toOctalString(mode & 07777)
                    + ": others can replace files there; acceptForeign() accepts it");
        }
    }

    /** Throws unless a file can be relied on. */
    void requireFile(Path path, String what) throws IOException {
        BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
        String name = "its " + what + " '" + path + "'";
        if (!file.isRegularFile()) {
            throw new Untrusted(name + " is no regular file");
        }
        if (acceptsForeign || !isPosix(path)) {
            return;
        }
        requireOwner(path, name);
        int mode = mode(path);
        if ((mode & writers()) != 0) {
            throw new Untrusted(name + " has the mode 0" + Integer.toOctalString(mode & 07777)
                    + ": others can write to it; permissions(...) with theirs, or acceptForeign(), accepts it");
        }
    }

    private static void requireOwner(Path path, String what) throws IOException {
        int owner = uid(path);
        Integer self = Self.uid();
        if (owner != ROOT && (self == null || owner != self)) {
            throw new Untrusted(what + " belongs to user " + owner + ", this process to "
                    + (self == null ? "an unknown one" : self) + "; acceptForeign() accepts it");
        }
    }

    /** The permission bits of users who must not be able to write. */
    private int writers() {
        int group = permissions.contains(PosixFilePermission.GROUP_WRITE) ? 0 : 0020;
        int others = permissions.contains(PosixFilePermission.OTHERS_WRITE) ? 0 : 0002;
        return group | others;
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    private static int uid(Path path) throws IOException {
        return (Integer) attribute(path, "unix:uid");
    }

    private static int mode(Path path) throws IOException {
        return (Integer) attribute(path, "unix:mode");
    }

    private static Object attribute(Path path, String name) throws IOException {
        Object value = Files.getAttribute(path, name, NOFOLLOW_LINKS);
        if (value == null) {
            throw new NoSuchFileException(path.toString());
        }
        return value;
    }

    /** Why a file is not relied on. */
    static final class Untrusted extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Untrusted(String message) {
            super(message, null, false, false);
        }
    }
}
