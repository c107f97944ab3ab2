package io.millrace.internal.park;

import io.millrace.internal.memory.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * The threads that wait on one side of a channel, first come first woken.
 *
 * <p>Each unit of the {@link Supply} wakes one thread: a waker takes waiters out as long as there is more than what is
 * assigned to those that are on their way. Nobody waits for a woken thread to run. It may never do so, stopped by a
 * debugger, without a carrier or behind a busy executor; it then keeps one unit, and a thread that comes for the next
 * overtakes it, so that it keeps no more than that.
 *
 * <pre>
 *   waker                              thread about to park
 *   claims (read-modify-write)         registers: signal := waiters (volatile)
 *   reads signal (volatile)            looks at the claims (volatile)
 * </pre>
 *
 * Of these two, one sees the other, unless the waker's side was promised to one thread ({@link StoreDelay}): this is
 * edge PARK. A waker that sees the signal then counts under the lock, with
 * its own claim among what it counts. If it finds all units assigned, the threads on their way take care of them: each
 * {@link #unregister unregisters} under the lock and then counts again, after a fence, {@link WaitSide} guarantees that
 * on every way out.
 */
public final class WaitQueue {

    /** {@link #firstNeed}: nobody waits. */
    static final long NOBODY = -1;

    private static final int NUDGES = 64;

    /** In {@link #signal}, beside the count: the channel is closed. */
    private static final long CLOSED = 1L << Integer.SIZE;

    private final SpinLock lock = new SpinLock();
    private final Supply supply;
    private final Parker parker;

    /**
     * How many waiters may be woken, and {@link #CLOSED}. A thread of the other side that finds 0 after
     * its claim needs neither wake a thread nor look at the close word.
     * <p>Written by: the holder of the lock (volatile, {@code PARK}, {@code CLOSE}).
     * <p>Read by: threads that have just claimed (volatile, {@code CLOSE}), made room or sent (volatile, {@code PARK}).
     */
    final Cursor signal = new Cursor(0);

    // Guarded by the lock.
    private final WaiterList waiters = new WaiterList();
    private final WaiterPool pool = new WaiterPool();

    /** How many have ever registered. */
    private long arrivals;

    /** Those that were woken and have not come yet, in the order they were woken, but for those that were overtaken. */
    private final WaiterList woken = new WaiterList();

    /** How often a thread of the other side tried in vain since one in {@link #woken} came. */
    private int nudges;

    /** {@link #CLOSED} or 0. */
    private long closed;

    /** How much the threads in {@link #woken} need together. */
    private long wokenNeed;

    /** Up to which count the supply was assigned to woken threads. */
    private long assigned = Long.MIN_VALUE;

    public WaitQueue(Supply supply, Parker parker) {
        this.supply = supply;
        this.parker = parker;
    }

    /** Wakes waiters for the units that are not yet assigned. Called after a claim. Throws nothing. */
    public void wake() {
        wake(wakeable());
    }

    /** As {@link #wake()}, after a look at {@link #signal}. A thread that comes later looks for itself. */
    void wake(long most) {
        for (long left = most; left > 0 && wakeFirst(); left--) {}
    }

    /** How many wait that were not woken. Called after a claim. */
    long wakeable() {
        return (int) signal.valueVolatile(); // acquire PARK <- updateSignal
    }

    /**
     * How much the first waiter needs; {@link #NOBODY} if there is none. A thread that comes in front of it, or leaves,
     * looks for itself.
     */
    long firstNeed() {
        lock.lock();
        try {
            Waiter waiter = waiters.first();
            return waiter == null ? NOBODY : waiter.need;
        } finally {
            lock.unlock();
        }
    }

    /** Wakes the first waiter if its need is met. False: there is none, or it is not met. */
    boolean wakeFirst() {
        Waiter waiter;
        Thread thread;
        SelectToken token;
        lock.lock();
        try {
            waiter = waiters.first();
            if (waiter == null) {
                return false;
            }
            long offered = supply.offered();
            long from = assignedFrom(supply.used());
            long units = units(waiter);
            if (offered - from < units) {
                return false;
            }
            assigned = from + units;
            waiters.remove(waiter);
            woken.append(waiter);
            wokenNeed += units;
            updateSignal();
            thread = waiter.thread;
            token = waiter.token;
            if (!waiter.notifyOwner()) {
                return true;
            }
        } finally {
            lock.unlock();
        }
        if (!Waiter.wake(parker, thread, token)) {
            giveUp(waiter);
        }
        return true;
    }

    /**
     * The count from which on the supply is free for others. The unit that a thread was woken for may be gone, and
     * there may be fewer units than were assigned, if some threads left without theirs.
     */
    private long assignedFrom(long used) {
        return Math.max(used, Math.min(assigned, used + wokenNeed));
    }

    /**
     * One that cannot be made to run, such as a virtual thread whose scheduler refuses it: its unit is assigned to
     * another.
     */
    private void giveUp(Waiter waiter) {
        lock.lock();
        try {
            if (waiter.list == woken) {
                forget(waiter);
            }
        } finally {
            lock.unlock();
        }
    }

    private static long units(Waiter waiter) {
        return Math.max(1, waiter.need);
    }

    private void forget(Waiter waiter) {
        woken.remove(waiter);
        wokenNeed -= units(waiter);
    }

    /** Whether some threads that were woken have not come, and others could be woken in their place. */
    boolean isStalled() {
        if (wakeable() == 0) {
            return false;
        }
        lock.lock();
        try {
            return !woken.isEmpty() && !waiters.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** The other side tried in vain; after some times {@link #overtake}s. */
    void nudge() {
        if (isStalled() && isNudgedEnough()) {
            overtake();
        }
    }

    private boolean isNudgedEnough() {
        lock.lock();
        try {
            nudges++;
            return nudges >= NUDGES;
        } finally {
            lock.unlock();
        }
    }

    /** Stops counting on threads that were woken and have not come, and wakes others. */
    void overtake() {
        lock.lock();
        try {
            nudges = 0;
            while (!woken.isEmpty()) {
                forget(woken.firstOrThrow());
            }
        } finally {
            lock.unlock();
        }
        wake();
    }

    /** Wakes every waiter. Called after the channel was closed. */
    public void wakeAll() {
        wakeAll(null);
    }

    /**
     * Wakes every waiter at {@code blocker}, which was closed; they leave for good, the others keep their places. Null:
     * all. Those that come meanwhile look for themselves, and may stand in front of others.
     */
    void wakeAll(@Nullable Blocker blocker) {
        long before = arrivals();
        while (wakeOneFor(blocker, before)) {}
    }

    private long arrivals() {
        lock.lock();
        try {
            return arrivals;
        } finally {
            lock.unlock();
        }
    }

    private boolean wakeOneFor(@Nullable Blocker blocker, long before) {
        Thread thread;
        SelectToken token;
        lock.lock();
        try {
            Waiter waiter = waiters.removeFirst(blocker, before);
            updateSignal();
            if (waiter == null) {
                return false;
            }
            thread = waiter.thread;
            token = waiter.token;
            if (!waiter.notifyOwner()) {
                return true;
            }
        } finally {
            lock.unlock();
        }
        Waiter.wake(parker, thread, token);
        return true;
    }

    /**
     * Registers the current thread. It must then look once more at what it waits for, and {@link #unregister} in the
     * end.
     *
     * @param blocker what it waits at
     * @param need how much it waits for, 0 or more; counted as 1 at least
     * @param again whether it was woken, found nothing and so keeps its place in front
     */
    Waiter register(Blocker blocker, long need, boolean again) {
        lock.lock();
        try {
            Waiter waiter = pool.take();
            waiter.blocker = blocker;
            waiter.need = need;
            waiter.arrival = arrivals++;
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
            waiter.arrival = arrivals++;
            waiters.append(waiter);
            updateSignal();
            return waiter;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends a registration, notified or not. One that was woken overtakes those that were woken before it and have not
     * come.
     */
    void unregister(Waiter waiter) {
        lock.lock();
        try {
            if (waiter.list == waiters) {
                waiters.remove(waiter);
                updateSignal();
            } else if (waiter.list == woken) {
                nudges = 0;
                while (waiter.list == woken) {
                    forget(woken.firstOrThrow());
                }
            }
            pool.give(waiter);
        } finally {
            lock.unlock();
        }
    }

    /** Sets the mark of a close for the threads of the other side. */
    void markClosed() {
        lock.lock();
        try {
            closed = CLOSED;
            signal.valueVolatile(waiters.size() + CLOSED); // release CLOSE -> isBeforeEnd
        } finally {
            lock.unlock();
        }
    }

    private void updateSignal() {
        signal.valueVolatile(waiters.size() + closed); // release PARK -> wakeable
    }

    /** Whether the thread waits and has not been woken; not as a select, which tries while it is registered. */
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
            woken.checkInvariants();
            if (wakeable() != waiters.size()) {
                throw new AssertionError("signal is " + signal + ", should be " + waiters.size());
            }
            if (woken.isEmpty() && wokenNeed != 0) {
                throw new AssertionError("nobody is on the way, but what they need is " + wokenNeed);
            }
        } finally {
            lock.unlock();
        }
    }
}
