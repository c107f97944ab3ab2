package io.millrace.internal.offheap.shared;

import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whether the name of a ring still leads to its file. Deleting the file or renaming it leaves the memory as it is. */
final class FileWatch {

    private static final long INTERVAL_MILLIS = 100;

    /** A look at the identity allocates; between two of them the time of the last change has to do. */
    private static final long IDENTITY_MILLIS = 2_000;

    private final Path path;
    private final File file;
    private final Object key;

    /**
     * When it was last checked.
     * <p>Written by: any thread that looks.
     * <p>Read by: any thread that might. Orders nothing: a race of two threads for it only means one look more or less.
     */
    private volatile long lookedAt;

    /**
     * When its identity was looked at.
     * <p>Written by: any thread that looks.
     * <p>Read by: any thread that looks next. Orders nothing, as {@link #lookedAt}.
     */
    private volatile long identifiedAt;

    /**
     * When the file was changed, as seen last.
     * <p>Written by: any thread that looks.
     * <p>Read by: any thread that looks next. Orders nothing, as {@link #lookedAt}.
     */
    private volatile long changedAt;

    FileWatch(Path path, Object key) {
        this.path = path;
        this.file = path.toFile();
        this.key = key;
    }

    /** What has happened to the file, null if nothing; looks only if no thread has for some time. */
    @Nullable String look(long epochMillis) {
        if (epochMillis - lookedAt < INTERVAL_MILLIS) {
            return null;
        }
        lookedAt = epochMillis;
        long changed = file.lastModified(); // 0 if there is none
        if (changed != 0 && changed == changedAt && epochMillis - identifiedAt < IDENTITY_MILLIS) {
            return null;
        }
        changedAt = changed;
        identifiedAt = epochMillis;
        return look();
    }

    /** What has happened to the file, null if nothing. */
    @Nullable String look() {
        try {
            return FileTrust.key(path).equals(key)
                    ? null
                    : "its file was replaced: another has the name '" + path + "'";
        } catch (NoSuchFileException e) {
            return "its file was deleted or renamed: there is no '" + path + "' any more";
        } catch (IOException e) {
            return null; // it cannot be seen, which says nothing
        }
    }
}
