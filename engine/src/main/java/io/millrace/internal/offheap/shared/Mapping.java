package io.millrace.internal.offheap.shared;

import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.offheap.Harmless;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The file of a ring in the memory of this process. It is unmapped when the last of its users has let it go; each user
 * keeps it while an operation of its own runs. Views are taken before it is used.
 */
final class Mapping {

    final Path path;
    final Layout layout;
    private final MappedByteBuffer mapped;
    private final RandomAccessFile file;
    private final List<UnsafeBuffer> views = new ArrayList<>();

    /**
     * How many use it; the thread that brings it to 0 unmaps.
     * <p>Written by: all threads that begin or end a use (compare-and-set, {@code USE}).
     * <p>Read by: the same.
     */
    private final AtomicInteger users = new AtomicInteger(1);

    /**
     * Whether it must not be unmapped.
     * <p>Written by: any thread that gives up the claim of a thread that has died, before it lets go of the memory.
     * <p>Read by: any thread that unmaps. Orders nothing: the count of users does.
     */
    private volatile boolean keptByAbandonedLease;

    final TruncationGuard cutOff;
    private final FileWatch watch;

    final RingLocks locks;
    final ControlBlock control;
    final List<Lane> lanes = new ArrayList<>();
    final RingCounters counters;

    Mapping(
            Path path,
            Layout layout,
            MappedByteBuffer mapped,
            RandomAccessFile file,
            FileWatch watch,
            RingLocks locks) {
        this.path = path;
        this.layout = layout;
        this.mapped = mapped;
        this.file = file;
        this.watch = watch;
        this.locks = locks;
        this.cutOff = new TruncationGuard(path, view(0, layout.length()), file);
        this.control = new ControlBlock(view(Layout.CONTROL, Layout.CONTROL_LENGTH));
        for (int lane = 0; lane < layout.lanes(); lane++) {
            lanes.add(new Lane(view(layout.laneOffset(lane), layout.laneLength())));
        }
        this.counters = new RingCounters(
                view(Layout.COUNTERS, layout.labelsLength()), view(layout.valuesOffset(), layout.valuesLength()));
    }

    private UnsafeBuffer view(int offset, int length) {
        UnsafeBuffer view = new UnsafeBuffer(mapped, offset, length);
        views.add(view);
        return view;
    }

    /** Throws if the file is cut off, also if this is not mapped any more. */
    void requireWhole() {
        StackRoom.ensure();
        if (retain()) {
            try {
                cutOff.requireWhole();
            } finally {
                release();
            }
        } else {
            cutOff.requireUnknown();
        }
    }

    /** Returns false if it is unmapped already. */
    boolean retain() {
        int present;
        do {
            present = users.get();
        } while (present > 0 && !users.compareAndSet(present, present + 1));
        return present > 0;
    }

    void release() {
        if (users.decrementAndGet() == 0) { // release USE -> release, acquire USE <- release
            try {
                unmap();
            } finally {
                locks.close();
            }
        }
    }

    /** Shows that an owner lives, and checks now and then that the ring does. */
    void beat(Processes.Owned owned) {
        long now = System.currentTimeMillis();
        owned.beat(now);
        lookAtFile(now);
    }

    /** Ends the ownership of a place. The memory of a file that is cut off is not touched. */
    void giveBack(int place, Processes.Owned owned) {
        try {
            if (cutOff.isWhole()) {
                owned.setOwner(0);
            }
        } finally {
            locks.giveBack(place);
        }
    }

    /** For a creator that fails or has come too late, and still needs the locks. */
    void discard() {
        users.set(0);
        unmap();
    }

    private void unmap() {
        for (int view = 0; view < views.size(); view++) {
            Harmless.end(views.get(view));
        }
        try {
            if (!keptByAbandonedLease) {
                IoUtil.unmap(mapped);
            }
        } finally {
            CloseHelper.quietClose(file);
        }
    }

    /**
     * A lease whose thread has died may have been given to other threads, which may still write: the collector unmaps
     * once none can.
     */
    void keepForAbandonedLease() {
        keptByAbandonedLease = true;
    }

    /**
     * Looks now and then whether the file is whole, and whether it still has its name: else the ring is closed for all.
     */
    private void lookAtFile(long epochMillis) {
        try {
            cutOff.look(epochMillis);
            String gone = watch.look(epochMillis);
            if (gone != null) {
                close(gone);
            }
        } catch (OutOfMemoryError | StackOverflowError e) {
            // It accompanies an operation that is done, or continues without it; a later look sees what this one
            // missed.
        }
    }

    /** As {@link #lookAtFile}, always. */
    void requireFile() {
        cutOff.requireWhole();
        String gone = watch.look();
        if (gone != null) {
            close(gone);
        }
    }

    /** Closes the ring for all. */
    void close(@Nullable String reason) {
        control.close(reason);
        CrashPoint.pass(CrashPoint.CLOSING);
        closeLanes();
    }

    /** Also done by every process that finds the ring closed: the closer may have died on its way. */
    void closeLanes() {
        for (int lane = 0; lane < lanes.size(); lane++) {
            lanes.get(lane).mark(Lane.CLOSED);
            CrashPoint.pass(CrashPoint.LANE_CLOSED);
        }
    }

    /** Looks at the memory, for any thread at any time. The value of {@code unmapped} if it is not mapped any more. */
    <R extends @Nullable Object> R look(Supplier<R> look, R unmapped) {
        StackRoom.ensure(); // what was retained is released
        if (cutOff.isKnown() || !retain()) {
            return unmapped;
        }
        try {
            return look.get();
        } catch (RuntimeException | InternalError e) {
            return unlessCutOff(e, unmapped);
        } finally {
            release();
        }
    }

    /** As {@link #look(Supplier, Object)}, without an object for the number. */
    long look(LongSupplier look, long unmapped) {
        StackRoom.ensure(); // what was retained is released
        if (cutOff.isKnown() || !retain()) {
            return unmapped;
        }
        try {
            return look.getAsLong();
        } catch (RuntimeException | InternalError e) {
            return unlessCutOff(e, unmapped);
        } finally {
            release();
        }
    }

    private <R extends @Nullable Object> R unlessCutOff(Throwable thrown, R unmapped) {
        RuntimeException failure = cutOff.failure(thrown);
        if (cutOff.isKnown()) {
            return unmapped;
        }
        throw failure;
    }

    void force() {
        mapped.force();
    }
}
