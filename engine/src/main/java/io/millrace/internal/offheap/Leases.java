package io.millrace.internal.offheap;

import io.millrace.internal.park.NanoClock;
import io.millrace.internal.park.SpinLock;
import io.millrace.offheap.Lease;
import io.millrace.offheap.PendingClaim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The leases of a ring: those in use, so that a forgotten one can be found, and those that wait to be used again. A claim reads no
 * clock: its age counts from when somebody first noticed it.
 */
final class Leases {

    private final String name;
    private final SendSide sendSide;
    private final AtomicBuffer memory;
    private final NanoClock clock;
    private final Runnable accepted;
    private final SpinLock lock = new SpinLock();

    // Guarded by the lock.
    private final List<RecordLease> used = new ArrayList<>();
    private final List<RecordLease> free = new ArrayList<>();

    Leases(String name, SendSide sendSide, AtomicBuffer memory, NanoClock clock, Runnable accepted) {
        this.name = name;
        this.sendSide = sendSide;
        this.memory = memory;
        this.clock = clock;
        this.accepted = accepted;
    }

    /** A lease of the current thread over a claimed record. */
    Lease over(int index, int type, int length) {
        RecordLease lease;
        lock.lock();
        try {
            lease = free.isEmpty() ? new RecordLease() : free.remove(free.size() - 1);
            lease.begin(index, type, length);
            used.add(lease);
        } finally {
            lock.unlock();
        }
        lease.bytes.wrap(memory, index, length);
        return lease;
    }

    private void over(RecordLease lease) {
        lock.lock();
        try {
            used.remove(lease);
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(RecordLease lease) {
        lock.lock();
        try {
            free.add(lease);
        } finally {
            lock.unlock();
        }
    }

    /** A receiver has to wait: what is pending may be what it waits for. */
    void notice() {
        long now = clock.nanoTime();
        lock.lock();
        try {
            for (int i = 0; i < used.size(); i++) {
                used.get(i).notice(now);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What is neither committed nor aborted, oldest first. */
    List<PendingClaim> pending() {
        List<PendingClaim> pending = new ArrayList<>();
        long now = clock.nanoTime();
        lock.lock();
        try {
            for (RecordLease lease : used) {
                lease.notice(now);
                pending.add(lease.report(now));
            }
        } finally {
            lock.unlock();
        }
        return pending;
    }

    private final class RecordLease implements Lease {

        private final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);
        private int index;
        private int type;
        private int length;

        /** Null once closed, so that a lease that stands in a try statement is not used again before its end. */
        private @Nullable Thread owner;

        /** Committed or aborted. */
        private boolean over;

        private boolean noticed;
        private long noticedAt;

        void begin(int recordIndex, int messageType, int messageLength) {
            index = recordIndex;
            type = messageType;
            length = messageLength;
            owner = Thread.currentThread();
            over = false;
            noticed = false;
        }

        void notice(long now) {
            if (!noticed) {
                noticed = true;
                noticedAt = now;
            }
        }

        PendingClaim report(long now) {
            return new PendingClaim(Objects.requireNonNull(owner), type, length, Duration.ofNanos(now - noticedAt));
        }

        @Override
        public MutableDirectBuffer buffer() {
            return bytes;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public void commit() {
            end();
            try {
                sendSide.commit(index);
            } finally { // after a cancel the callback may have thrown
                accepted.run();
                over(this);
            }
        }

        @Override
        public void abort() {
            end();
            try {
                sendSide.abort(index);
            } finally {
                over(this);
            }
        }

        @Override
        public void close() {
            if (owner == Thread.currentThread()) {
                try {
                    if (!over) {
                        abort();
                    }
                } finally {
                    owner = null;
                    giveBack(this);
                }
            }
        }

        private void end() {
            if (owner != Thread.currentThread()) {
                throw new IllegalStateException("the lease of ring '" + name + "' is closed, or another thread's");
            }
            if (over) {
                throw new IllegalStateException("the lease of ring '" + name + "' was committed or aborted before");
            }
            over = true;
            bytes.wrap(0, 0);
        }
    }
}
