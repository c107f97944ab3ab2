package io.millrace.internal.park;

import org.jspecify.annotations.Nullable;

/** Waiters not in use, so that waiting allocates nothing once warm. Guarded by the lock of its owner. */
public final class WaiterPool {

    /** More than this many waiters at once are rare; the rest goes to the collector. */
    private static final int KEEP = 256;

    private @Nullable Waiter free;
    private int size;

    /** Returns a waiter that is RUNNING and belongs to the current thread. */
    public Waiter take() {
        Waiter pooled = poll();
        Waiter waiter = pooled != null ? pooled : new Waiter();
        waiter.reset(Thread.currentThread());
        return waiter;
    }

    /** Returns a waiter, or null if there is none. Allocates nothing. */
    @Nullable Waiter poll() {
        Waiter waiter = free;
        if (waiter != null) {
            free = waiter.next;
            waiter.next = null;
            size--;
        }
        return waiter;
    }

    /** Returns a waiter for one clause of a select of the current thread. */
    Waiter take(SelectToken token, int clause) {
        Waiter waiter = take();
        waiter.token = token;
        waiter.clause = clause;
        if (!token.hasThread()) {
            waiter.thread = null; // may wait for long, and need not keep the thread that registered it
        }
        return waiter;
    }

    /** Takes back a waiter that stands in no list and that no waker still holds. */
    public void give(Waiter waiter) {
        waiter.thread = null;
        waiter.message(null);
        waiter.token = null;
        waiter.blocker = null;
        if (size < KEEP) {
            waiter.next = free;
            free = waiter;
            size++;
        }
    }
}
