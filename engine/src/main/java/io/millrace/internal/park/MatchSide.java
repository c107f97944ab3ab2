package io.millrace.internal.park;

import io.millrace.internal.memory.Cursor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The threads that wait parked on one side of a rendezvous, in the order they came, each with what it offers or wants. Both sides
 * share one lock; methods say whether it must be held.
 */
public final class MatchSide {

    private static final int TURNS = 1024;

    private final SpinLock lock;
    private final SpinBudget budget;
    private final Parker parker;
    private final NanoClock clock;

    /**
     * How many waiters are listed.
     * <p>Written by: whoever holds the lock (release, {@code WAITING}).
     * <p>Read by: the other side, to leave the lock alone when nobody waits (acquire, {@code WAITING}).
     */
    private final Cursor listed = new Cursor(0);

    /**
     * A waiter not in use, so that a thread that waits often need not lock once more to give it back.
     * <p>Written by: threads that have waited (compare-and-set) or will wait (get-and-set).
     */
    private final AtomicReference<@Nullable Waiter> spare = new AtomicReference<>();

    // Guarded by the lock.
    private final WaiterList waiters = new WaiterList();
    private final WaiterPool pool = new WaiterPool();

    /** Matches made while somebody was parked. A hint, plain and racy. */
    private int turns;

    /** Makes one side of a rendezvous guarded by {@code lock}. */
    public MatchSide(SpinLock lock, boolean spins, boolean parks, Parker parker, NanoClock clock) {
        this.lock = lock;
        this.budget = new SpinBudget(spins, parks, 1);
        this.parker = parker;
        this.clock = clock;
    }

    /** Without the lock: whether nobody is parked. */
    public boolean isEmpty() {
        return listed.valueAcquire() == 0; // acquire WAITING <- changed
    }

    /** Whether the current thread runs on for a while before it parks. */
    public boolean isSpinning() {
        return budget.isSpinning();
    }

    /** Whether a thread that has run on up to this step, 0 at first, had better park. */
    public boolean isSpent(int step) {
        return budget.isSpent(step);
    }

    /** Pauses or yields, and returns the next step. */
    public int pause(int step) {
        return budget.pause(step);
    }

    /** A thread ran on up to this step. */
    public void learn(int step) {
        budget.learn(step);
    }

    /** Without the lock: whether a parked waiter goes before a running one, every 1024th time that there is one. */
    public boolean isTurn() {
        return !isEmpty() && (++turns & (TURNS - 1)) == 0;
    }

    /** With the lock: takes out the waiter that came first, or returns null. */
    public @Nullable Waiter removeFirst() {
        Waiter waiter = waiters.removeFirst();
        if (waiter != null) {
            changed();
        }
        return waiter;
    }

    /**
     * With the lock: gives {@code message} to a waiter that was taken out and lets its owner go on.
     *
     * @return the thread to {@link #unpark} once the lock is released, or null
     */
    public @Nullable Thread complete(Waiter waiter, @Nullable Object message) {
        waiter.message(message);
        Thread owner = waiter.thread;
        return waiter.notifyOwner() ? owner : null;
    }

    /** Without the lock: unparks a thread that {@link #complete} returned. */
    public void unpark(@Nullable Thread thread) {
        if (thread != null) {
            parker.unpark(thread);
        }
    }

    /** With the lock: lets everybody go on with what they have; for a close. */
    public void completeAll() {
        Waiter waiter;
        while ((waiter = removeFirst()) != null) {
            unpark(complete(waiter, waiter.message()));
        }
    }

    /** Without the lock: a waiter for {@link #add}, if one is at hand. */
    public @Nullable Waiter spare() {
        return spare.get() == null ? null : spare.getAndSet(null);
    }

    /** Without the lock: gives back a waiter that stands in no list. */
    public void keep(@Nullable Waiter waiter) {
        if (waiter == null) {
            return;
        }
        waiter.message(null);
        if (spare.get() == null && spare.compareAndSet(null, waiter)) {
            return;
        }
        lock.lock();
        pool.give(waiter);
        lock.unlock();
    }

    /** With the lock: lists the current thread. */
    public Waiter add(@Nullable Waiter atHand, @Nullable Object message) {
        Waiter waiter = atHand != null ? atHand : pool.take();
        waiter.reset(Thread.currentThread());
        waiter.message(message);
        waiters.append(waiter);
        changed();
        return waiter;
    }

    /**
     * Without the lock: parks until a partner or the closer has completed the waiter. If it returns false or throws, the waiter was
     * taken out of its list by its owner and nothing happened; otherwise it was completed, and the caller reads what came of it
     * and calls {@link #keep}.
     *
     * @return false if the time is up
     * @throws InterruptedException if the thread was interrupted before the waiter was completed
     */
    public boolean await(Waiter waiter, Object blocker, boolean timed, long deadline) throws InterruptedException {
        boolean interrupted = false;
        while (!waiter.isNotified()) {
            if (Thread.interrupted()) {
                interrupted = true;
                break;
            }
            long nanos = timed ? deadline - clock.nanoTime() : 0;
            if (timed && nanos <= 0) {
                break;
            }
            waiter.park(parker, blocker, timed, nanos);
        }
        if (waiter.isNotified() || !withdraw(waiter)) {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return true;
        }
        if (interrupted) {
            throw new InterruptedException();
        }
        return false;
    }

    /** Takes the waiter out of its list and back into the pool, unless somebody completed it before. */
    private boolean withdraw(Waiter waiter) {
        lock.lock();
        try {
            if (waiter.list == null) {
                return false;
            }
            waiters.remove(waiter);
            changed();
            pool.give(waiter);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void changed() {
        listed.valueRelease(waiters.size()); // release WAITING -> isEmpty
    }

    /** With the lock. For tests. */
    public void checkInvariants() {
        waiters.checkInvariants();
        if (listed.valueVolatile() != waiters.size()) {
            throw new AssertionError("listed is " + listed + ", the list has " + waiters.size());
        }
    }
}
