package io.millrace.internal.park;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Waiters in the order they came. Guarded by the lock of its owner. */
public final class WaiterList {

    private @Nullable Waiter first;
    private @Nullable Waiter last;
    private int size;

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return first == null;
    }

    @Nullable Waiter first() {
        return first;
    }

    Waiter firstOrThrow() {
        return Objects.requireNonNull(first);
    }

    public void append(Waiter waiter) {
        waiter.previous = last;
        waiter.next = null;
        if (last == null) {
            first = waiter;
        } else {
            last.next = waiter;
        }
        last = waiter;
        added(waiter);
    }

    public void prepend(Waiter waiter) {
        waiter.previous = null;
        waiter.next = first;
        if (first == null) {
            last = waiter;
        } else {
            first.previous = waiter;
        }
        first = waiter;
        added(waiter);
    }

    /** Takes out the first of those that wait at {@code blocker}, null for all; or returns null. */
    @Nullable Waiter removeFirst(@Nullable Blocker blocker) {
        return removeFirst(blocker, Long.MAX_VALUE);
    }

    /**
     * As {@link #removeFirst(Blocker)}, of those that had registered before so many others had.
     */
    @Nullable Waiter removeFirst(@Nullable Blocker blocker, long before) {
        Waiter waiter = first;
        while (waiter != null && (waiter.arrival >= before || blocker != null && waiter.blocker != blocker)) {
            waiter = waiter.next;
        }
        if (waiter != null) {
            remove(waiter);
        }
        return waiter;
    }

    /** Whether it holds a waiter of the thread that is no select's. */
    boolean holds(Thread thread) {
        Waiter waiter = first;
        while (waiter != null && (waiter.thread != thread || waiter.token != null)) {
            waiter = waiter.next;
        }
        return waiter != null;
    }

    public void remove(Waiter waiter) {
        Waiter before = waiter.previous;
        Waiter after = waiter.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        waiter.previous = null;
        waiter.next = null;
        waiter.list = null;
        size--;
    }

    private void added(Waiter waiter) {
        waiter.list = this;
        size++;
    }

    /** Walks the links both ways. For tests. */
    public void checkInvariants() {
        int count = 0;
        Waiter before = null;
        for (Waiter w = first; w != null; w = w.next) {
            if (w.previous != before || w.list != this) {
                throw new AssertionError("broken link after " + count + " waiters");
            }
            before = w;
            count++;
        }
        if (before != last || count != size) {
            throw new AssertionError("list of " + size + " has " + count + " waiters");
        }
    }
}
