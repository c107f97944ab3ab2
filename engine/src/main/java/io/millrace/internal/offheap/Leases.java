package io.millrace.internal.offheap;

import io.millrace.internal.park.SpinLock;
import io.millrace.offheap.Lease;
import io.millrace.offheap.PendingClaim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The leases of a ring. Those in use are listed, so that a forgotten claim is found, and one whose thread has died is
 * given up by others. A claim reads no clock: its age counts from when it was first noticed.
 */
final class Leases {

    private final SendingRing ring;
    private final SpinLock lock = new SpinLock();

    /**
     * How many are in use.
     * <p>Written by: any thread that has the lock.
     * <p>Read by: anyone. Orders nothing: a thread that misses one finds it the next time.
     */
    private volatile int pending;

    // Guarded by the lock.
    private final List<RecordLease> used = new ArrayList<>();
    private final LeasePool<RecordLease> pool = new LeasePool<>(RecordLease::new);

    Leases(SendingRing ring) {
        this.ring = ring;
    }

    /** A lease of the current thread over a claimed record. */
    Lease over(int index, int type, int length) {
        try {
            return begin(index, type, length);
        } catch (Throwable e) { // there was no memory for it
            ring.sendSide.abort(index);
            ring.sendSide.settle();
            throw e;
        }
    }

    private RecordLease begin(int index, int type, int length) {
        lock.lock();
        try {
            RecordLease lease = pool.take();
            used.add(lease);
            lease.begin(index, type, length);
            pending = used.size();
            return lease;
        } finally {
            lock.unlock();
        }
    }

    private void forget(RecordLease lease) {
        lock.lock();
        try {
            used.remove(lease);
            pending = used.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether anything is claimed by a lease. */
    boolean anyPending() {
        return pending > 0;
    }

    /** A receiver has to wait: a pending claim may be the reason. */
    void notice() {
        if (!anyPending()) {
            return;
        }
        long now = ring.config.clock().nanoTime();
        lock.lock();
        try {
            for (int i = 0; i < used.size(); i++) {
                used.get(i).notice(now);
            }
        } finally {
            lock.unlock();
        }
        abortOrphans();
    }

    /** Gives up the claims of threads that have ended, which no thread will commit. False: there were none. */
    boolean abortOrphans() {
        boolean any = false;
        RecordLease orphan;
        while (anyPending() && (orphan = endOrphan()) != null) {
            any = true;
            ring.sendSide.abort(orphan.index);
            forget(orphan);
        }
        if (any) {
            ring.sendSide.settle(); // last, as the callback may throw
        }
        return any;
    }

    /** Whether a lease holds the claim of the record with the bytes at that index. */
    boolean isClaimed(int index) {
        lock.lock();
        try {
            for (int i = 0; i < used.size(); i++) {
                if (used.get(i).index == index) {
                    return true;
                }
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** One that the caller has ended, and has to give up. */
    private @Nullable RecordLease endOrphan() {
        lock.lock();
        try {
            for (int i = 0; i < used.size(); i++) {
                if (used.get(i).endIfOrphaned()) {
                    return used.get(i);
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** The claims that are neither committed nor aborted, oldest first. */
    List<PendingClaim> pending() {
        abortOrphans();
        List<PendingClaim> reports = new ArrayList<>();
        long now = ring.config.clock().nanoTime();
        lock.lock();
        try {
            for (RecordLease lease : used) {
                lease.notice(now);
                reports.add(lease.report(now));
            }
        } finally {
            lock.unlock();
        }
        return reports;
    }

    private final class RecordLease extends OwnedLease {

        private int index;
        private boolean noticed;
        private long noticedAt;

        void begin(int recordIndex, int messageType, int messageLength) {
            index = recordIndex;
            noticed = false;
            begin(ring.memory, recordIndex, messageType, messageLength);
        }

        void notice(long now) {
            if (!noticed) {
                noticed = true;
                noticedAt = now;
            }
        }

        PendingClaim report(long now) {
            Thread thread = Objects.requireNonNull(owner());
            return new PendingClaim(thread, type(), length(), Duration.ofNanos(now - noticedAt));
        }

        @Override
        protected String whole() {
            return "ring '" + ring.config.name() + "'";
        }

        @Override
        protected void commitEnded() {
            ring.sendSide.commit(index);
            forget(this);
            ring.committed();
        }

        @Override
        protected void abortEnded() {
            ring.sendSide.abort(index);
            forget(this);
            ring.leaseIsOver();
        }
    }
}
