package io.millrace.internal.offheap.shared;

import io.millrace.offheap.SharedRingState.OwnerState;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The owners of a ring's places, proved by the operating system: each place is a byte of the ring's lock file, locked
 * by its owner as long as it has the place. Where that cannot be told, no place is taken over.
 *
 * @param file null if it cannot be used
 * @param unknown why it cannot, if so
 * @param base the number that is in the ring's header, from which the places count
 */
record RingLocks(@Nullable LockFile file, String unknown, long base) {

    /** The place of the receiver. Those before it are the lanes'. */
    static final int RECEIVER = Layout.MAX_LANES;

    /** The place of the process that makes the ring, until it is there. */
    static final int CREATOR = RECEIVER + 1;

    /** Makes those of a ring by the number that is in its header. */
    RingLocks(LockFile file, long id) {
        this(file, "", id);
    }

    /** Those of a ring whose lock file cannot be used. */
    static RingLocks unknown(String why) {
        return new RingLocks(null, why, 0);
    }

    /** Whether owners can be told. */
    boolean canTell() {
        return file != null && file.isThere();
    }

    /**
     * Takes a place. False: it has an owner.
     *
     * @throws IllegalStateException if that cannot be told
     */
    boolean take(int place) {
        LockFile locks = file;
        if (locks == null) {
            throw unproved(unknown, null);
        }
        if (!locks.isThere()) {
            throw unproved("its lock file '" + locks.path + "' was deleted or replaced", null);
        }
        try {
            return locks.tryLock(base + place);
        } catch (IOException e) {
            throw unproved("'" + locks.path + "' cannot be locked: " + e, e);
        }
    }

    private static IllegalStateException unproved(String why, @Nullable Throwable cause) {
        return new IllegalStateException(
                "it cannot be proved that nobody owns a place of the ring, so none is taken: " + why, cause);
    }

    void giveBack(int place) {
        if (file != null) {
            file.unlock(base + place);
        }
    }

    /** The state of the owner of a place. GONE is certain: not one of its instructions will still be executed. */
    OwnerState look(int place, long owner) {
        if (owner == 0) {
            return OwnerState.NONE;
        }
        if (file == null || !file.isThere()) {
            return OwnerState.UNKNOWN;
        }
        try {
            if (!file.isLocked(base + place)) {
                return OwnerState.GONE;
            }
            return Processes.isStopped(owner) ? OwnerState.STOPPED : OwnerState.ALIVE;
        } catch (IOException e) {
            return OwnerState.UNKNOWN;
        }
    }

    void close() {
        if (file != null) {
            file.close();
        }
    }
}
