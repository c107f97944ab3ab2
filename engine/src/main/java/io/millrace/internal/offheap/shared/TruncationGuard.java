package io.millrace.internal.offheap.shared;

import io.millrace.ChannelClosedException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Whether another program has cut the file off. Memory behind its end can then be neither read nor written: the JVM
 * resumes behind the instruction with an undefined value, and raises an {@link InternalError} later. HotSpot 25 throws
 * it at the next safepoint poll of the thread; HotSpot 17 when the thread next calls the runtime, which compiled code
 * may not do for long. So the first sign may be the error, an exception about an impossible value, or nothing yet. The
 * length of the file decides.
 */
final class TruncationGuard {

    /** How often operations that neither wait nor fail look for it. */
    private static final long INTERVAL_MILLIS = 100;

    private static final long UNKNOWN = -1;

    private static int none;
    private static byte @Nullable [][] empty;

    private final Path path;
    private final UnsafeBuffer mapped;
    private final RandomAccessFile file;
    /**
     * The error or exception that showed that it is cut off; null if none has.
     * <p>Written by: any thread that finds out first (compare-and-set).
     * <p>Read by: every operation before it touches the memory. Orders nothing: a thread that misses it finds out for
     * itself.
     */
    private final AtomicReference<@Nullable InternalError> fault = new AtomicReference<>();

    /**
     * The action to run then.
     * <p>Written by: the thread that makes the handle, before any other has a reference to it.
     * <p>Read by: any thread that finds out first. Orders nothing: what the handle was published by does.
     */
    private volatile Runnable onCutOff = () -> {};

    /**
     * When it was last checked.
     * <p>Written by: any thread that looks.
     * <p>Read by: any thread that might. Orders nothing: a race of two threads for it only means one look more or less.
     */
    private volatile long lookedAt;

    /**
     * Makes one.
     *
     * @param path names the file
     * @param mapped all of it
     * @param file open as long as it is mapped; no channel, which would be closed if a thread was interrupted
     */
    TruncationGuard(Path path, UnsafeBuffer mapped, RandomAccessFile file) {
        this.path = path;
        this.mapped = mapped;
        this.file = file;
    }

    /** Sets the action to run once, when it is found out. */
    void onCutOff(Runnable action) {
        onCutOff = action;
    }

    /**
     * The exception for every operation from then on; null if it is not known to be cut off. Does not touch the memory.
     */
    @Nullable ChannelClosedException closed() {
        InternalError cause = fault.get();
        return cause == null
                ? null
                : new ChannelClosedException(
                        "ring '" + path + "' is closed in this process: its file was cut off while it was in use",
                        cause);
    }

    /** Whether it is known to be cut off. Does not touch the memory. */
    boolean isKnown() {
        return fault.get() != null;
    }

    /** Throws if it is known to be cut off. Does not touch the memory. */
    void requireUnknown() {
        ChannelClosedException closed = closed();
        if (closed != null) {
            throw closed;
        }
    }

    /** Throws if it is cut off. */
    void requireWhole() {
        if (!isWhole(null)) {
            requireUnknown();
        }
    }

    /** Throws if it is cut off; looks only if no thread has for some time. */
    void look(long epochMillis) {
        if (epochMillis - lookedAt >= INTERVAL_MILLIS) {
            lookedAt = epochMillis;
            requireWhole();
        }
    }

    /**
     * The exception of an operation that met an error or an exception: that, unless the file is cut off.
     *
     * @param thrown by the operation, its handler included
     */
    RuntimeException failure(Throwable thrown) {
        ChannelClosedException closed = isWhole(thrown instanceof InternalError error ? error : null) ? null : closed();
        if (closed != null) {
            return closed;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return (RuntimeException) thrown;
    }

    /** Whether the file has all that is mapped of it, and never was found to have less. */
    boolean isWhole() {
        return isWhole(null);
    }

    private boolean isWhole(@Nullable InternalError met) {
        if (fault.get() != null) {
            return false;
        }
        long length = length();
        if (length >= mapped.capacity()) {
            return true;
        }
        InternalError error = met == null || length == UNKNOWN ? touch() : met;
        if (error == null && length == UNKNOWN) {
            return true;
        }
        if (error == null) { // what is cut off is within a page
            error = new InternalError("the file has " + length + " bytes, " + mapped.capacity() + " are mapped");
        }
        if (fault.compareAndSet(null, error)) {
            onCutOff.run();
        }
        return false;
    }

    /** A file whose length cannot be read may still be whole: then only its memory tells. */
    private long length() {
        try {
            return file.length();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /** So that an error that the JVM has still to raise does not come out later. */
    private @Nullable InternalError touch() {
        try {
            mapped.getLongVolatile(mapped.capacity() - Long.BYTES);
            throwWhatIsOwed();
            return null;
        } catch (InternalError e) {
            return e;
        }
    }

    /** All compilers make a call of the runtime of this, also where they would make none of another allocation. */
    private static void throwWhatIsOwed() {
        empty = new byte[none][none];
    }

    /**
     * A compare-and-set that looks first: behind the end of the file, a load by the interpreter is an error, but a
     * compare-and-set by it is the end of the JVM. Only a cut between the two still brings that about. Such a load
     * yields 0 as a rule. A thread that changes a word has it in its cache, so that the look costs next to nothing.
     */
    static boolean compareAndSet(AtomicBuffer memory, int at, long from, long to) {
        long found = memory.getLongVolatile(at);
        if (from == 0) {
            throwWhatIsOwed();
        }
        return found == from && memory.compareAndSetLong(at, from, to);
    }
}
