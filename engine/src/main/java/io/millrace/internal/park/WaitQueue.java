package io.millrace.internal.park;

import io.millrace.internal.memory.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * The threads that wait on one side of a channel, first come first woken.
 *
 * <p>One wake-up is under way at a time. A waker takes the first waiter out; until that thread runs, more wake-ups would only add
 * switches, so none are sent. The woken thread clears the mark, tries its operation and then, if there is more to do, wakes the
 * next: {@link WaitSide} sees to it on every way out, so that no wake-up is lost.
 *
 * <pre>
 *   waker                              thread about to park
 *   claims (read-modify-write)         registers: signal := waiters (volatile)
 *   reads signal (volatile)            looks at the claims (volatile)
 * </pre>
 *
 * Of these two, one sees the other: this is edge PARK. The same holds between a waker that saw 0 because a wake-up was under way
 * and the woken thread, which sets signal before it looks at the claims again.
 */
public final class WaitQueue {

    private final SpinLock lock = new SpinLock();
    private final Parker parker;

    /**
     * How many waiters may be woken now: 0 while a wake-up is under way.
     * <p>Written by: whoever holds the lock (volatile, {@code PARK}).
     * <p>Read by: threads that have just made room or sent (volatile, {@code PARK}).
     */
    private final Cursor signal = new Cursor(0);

    // Guarded by the lock.
    private final WaiterList waiters = new WaiterList();
    private final WaiterPool pool = new WaiterPool();
    private @Nullable Waiter underWay;

    public WaitQueue(Parker parker) {
        this.parker = parker;
    }

    /** Wakes the first waiter, unless there is none or a wake-up is under way. Called after a claim. */
    public void wakeOne() {
        if (mayWake()) {
            wakeFirst();
        }
    }

    /** Whether {@link #wakeOne} would wake one. Called after a claim. */
    boolean mayWake() {
        return signal.valueVolatile() != 0; // acquire PARK <- updateSignal
    }

    /** What the first waiter needs; 0 if there is none. Whoever comes in front of it, or leaves, looks for itself. */
    long firstNeed() {
        lock.lock();
        try {
            Waiter waiter = waiters.first();
            return waiter == null ? 0 : waiter.need;
        } finally {
            lock.unlock();
        }
    }

    private void wakeFirst() {
        Thread toUnpark = null;
        lock.lock();
        try {
            if (underWay == null) {
                Waiter waiter = waiters.removeFirst();
                if (waiter != null) {
                    underWay = waiter;
                    updateSignal();
                    Thread owner = waiter.thread;
                    toUnpark = waiter.notifyOwner() ? owner : null;
                }
            }
        } finally {
            lock.unlock();
        }
        if (toUnpark != null) {
            parker.unpark(toUnpark);
        }
    }

    /** Wakes every waiter. Called after the channel was closed. */
    public void wakeAll() {
        lock.lock();
        try {
            Waiter waiter;
            while ((waiter = waiters.removeFirst()) != null) {
                Thread owner = waiter.thread;
                if (waiter.notifyOwner()) {
                    parker.unpark(owner);
                }
            }
            updateSignal();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes every waiter at {@code blocker}, which is gone. They leave for good; the others keep their places. */
    void wakeAll(Blocker blocker) {
        lock.lock();
        try {
            Waiter waiter;
            while ((waiter = waiters.removeFirst(blocker)) != null) {
                Thread owner = waiter.thread;
                if (waiter.notifyOwner()) {
                    parker.unpark(owner);
                }
            }
            updateSignal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Registers the current thread. It must then look once more at what it waits for, and {@link #leave} in the end.
     *
     * @param blocker what it waits at
     * @param need how much it waits for
     * @param again whether it was woken, found nothing and so keeps its place in front
     */
    Waiter register(Blocker blocker, long need, boolean again) {
        lock.lock();
        try {
            Waiter waiter = pool.take();
            waiter.blocker = blocker;
            waiter.need = need;
            if (again) {
                waiters.prepend(waiter);
            } else {
                waiters.append(waiter);
            }
            updateSignal();
            return waiter;
        } finally {
            lock.unlock();
        }
    }

    /** Registers one clause of a select of the current thread, as {@link #register} does. */
    Waiter register(SelectToken token, int clause, long need) {
        lock.lock();
        try {
            Waiter waiter = pool.take(token, clause);
            waiter.need = need;
            waiters.append(waiter);
            updateSignal();
            return waiter;
        } finally {
            lock.unlock();
        }
    }

    /** Ends a registration, notified or not. */
    void leave(Waiter waiter) {
        lock.lock();
        try {
            if (waiter.list != null) {
                waiters.remove(waiter);
            }
            if (underWay == waiter) {
                underWay = null;
            }
            updateSignal();
            pool.give(waiter);
        } finally {
            lock.unlock();
        }
    }

    private void updateSignal() {
        signal.valueVolatile(underWay == null ? waiters.size() : 0); // release PARK -> mayWake
    }

    /** Whether the thread waits and has not been woken; not as a select, which tries while it is listed. */
    boolean isParked(Thread thread) {
        lock.lock();
        try {
            return waiters.holds(thread);
        } finally {
            lock.unlock();
        }
    }

    /** How many threads wait and have not been woken. For tests. */
    public int waiting() {
        lock.lock();
        try {
            return waiters.size();
        } finally {
            lock.unlock();
        }
    }

    /** For tests. */
    public void checkInvariants() {
        lock.lock();
        try {
            waiters.checkInvariants();
            long expected = underWay == null ? waiters.size() : 0;
            if (signal.valueVolatile() != expected) {
                throw new AssertionError("signal is " + signal + ", should be " + expected);
            }
            if (underWay != null && underWay.list != null) {
                throw new AssertionError("a woken waiter is still listed");
            }
        } finally {
            lock.unlock();
        }
    }
}
