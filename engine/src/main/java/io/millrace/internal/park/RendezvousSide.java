package io.millrace.internal.park;

import io.millrace.internal.clock.Deadlines;
import io.millrace.internal.memory.Cursor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The waiters parked on one side of a rendezvous, in the order they came, each with the message that it offers or a
 * place for one: threads, and the clauses of selects. Both sides share one lock; it must be held for a method whose
 * name ends in {@code Locked}, and not for any other. Nothing is allocated and no thread is woken under it.
 */
public final class RendezvousSide {

    private static final int TURNS = 1024;

    private final SpinLock lock;

    /** How long a thread runs on before it parks here. */
    public final SpinBudget budget;

    private final Parker parker;
    private final Deadlines deadlines;

    /**
     * How many waiters are registered.
     * <p>Written by: the holder of the lock (release, {@code WAITING}).
     * <p>Read by: the other side, to leave the lock alone when there is no waiter (acquire, {@code WAITING}).
     */
    private final Cursor registered = new Cursor(0);

    /**
     * A waiter not in use, so that a thread that waits often need not lock once more to give it back.
     * <p>Written by: threads that have waited and are done with it (compare-and-set, {@code SPARE}).
     * <p>Read by: threads that will wait and take it (get-and-set, {@code SPARE}).
     */
    private final AtomicReference<@Nullable Waiter> spare = new AtomicReference<>();

    /**
     * How many waiters have ever been registered.
     * <p>Written by: the holder of the lock (volatile).
     * <p>Read by: selects before and after two vain passes (volatile). Orders nothing: they only look whether it has
     * changed.
     */
    private final Cursor arrivals = new Cursor(0);

    // Guarded by the lock.
    private final WaiterList waiters = new WaiterList();
    private final WaiterPool pool = new WaiterPool();

    /** Matches made while a waiter was parked. A hint, plain and racy. */
    private int turns;

    /** Makes one side of a rendezvous guarded by {@code lock}. */
    public RendezvousSide(SpinLock lock, boolean spins, boolean parks, Parker parker, Deadlines deadlines) {
        this.lock = lock;
        this.budget = new SpinBudget(spins, parks, 1);
        this.parker = parker;
        this.deadlines = deadlines;
    }

    /** Whether nobody is parked. */
    public boolean isEmpty() {
        return registered.valueAcquire() == 0; // acquire WAITING <- changedLocked
    }

    /** Whether a parked waiter goes before a running one, every 1024th time that there is one. */
    public boolean isTurn() {
        return !isEmpty() && (++turns & (TURNS - 1)) == 0;
    }

    /**
     * Takes out the waiter that came first of those that can be met, and gives it {@code offered}; the caller then lets
     * it {@link #goOnLocked} and releases the lock. A select that cannot be won has chosen, or will try by itself once
     * it has taken this lock.
     *
     * @param offered the message of a sender; null for a receiver, which finds what the waiter offers in {@link
     *     Waiter#message}
     * @return the waiter, or null if there is none
     */
    public @Nullable Waiter meetFirstLocked(@Nullable Object offered) {
        Waiter waiter = waiters.first();
        while (waiter != null && !isWon(waiter, offered)) {
            waiter = waiter.next;
        }
        if (waiter != null) {
            waiters.remove(waiter);
            changedLocked();
        }
        return waiter;
    }

    private static boolean isWon(Waiter waiter, @Nullable Object offered) {
        SelectToken select = waiter.token;
        if (select == null) {
            return true;
        }
        if (!select.isWinnable()) {
            return false;
        }
        if (offered != null) {
            waiter.message(offered);
        }
        boolean won = select.win(waiter.clause);
        if (!won && offered != null) {
            waiter.message(null);
        }
        return won;
    }

    /** Whether {@link #meetFirstLocked} would find a waiter. */
    public boolean hasPartnerLocked() {
        Waiter waiter = waiters.first();
        while (waiter != null && waiter.token != null && !waiter.token.isWinnable()) {
            waiter = waiter.next;
        }
        return waiter != null;
    }

    /**
     * Lets the owner of a waiter that was taken out go on, with this message or, a sender's, with null once its message
     * was taken. The waiter is the owner's from then on.
     *
     * @return whether the owner has to be woken, by {@link #wake}, once the lock is released
     */
    public boolean goOnLocked(Waiter waiter, @Nullable Object message) {
        if (waiter.token != null) {
            return waiter.token.signalOnly(waiter.clause); // its token tells the outcome
        }
        waiter.message(message);
        return waiter.notifyOwner();
    }

    /** Wakes the owner of a waiter, whose thread and token were read under it. */
    public void wake(@Nullable Thread thread, @Nullable SelectToken token) {
        Waiter.wake(parker, thread, token);
    }

    /**
     * Completes every waiter at {@code blocker}, which is closed, with its current message; or every waiter if {@code
     * blocker} is null. Called on close. Later threads are not registered any more.
     */
    public void release(@Nullable Blocker blocker) {
        Waiter waiter;
        do {
            Thread thread = null;
            SelectToken token = null;
            boolean parked = false;
            lock.lock();
            try {
                waiter = waiters.removeFirst(blocker);
                if (waiter != null) {
                    thread = waiter.thread;
                    token = waiter.token;
                    parked = goOnLocked(waiter, waiter.message());
                    changedLocked();
                }
            } finally {
                lock.unlock();
            }
            if (parked) {
                wake(thread, token);
            }
        } while (waiter != null);
    }

    /** A waiter for {@link #registerLocked}. */
    public Waiter waiter() {
        Waiter waiter = spare.get() == null ? null : spare.getAndSet(null); // acquire SPARE <- keep
        if (waiter != null) {
            return waiter;
        }
        lock.lock();
        try {
            waiter = pool.poll();
        } finally {
            lock.unlock();
        }
        return waiter != null ? waiter : new Waiter();
    }

    /** Gives back a waiter that stands in no list. */
    public void keep(Waiter waiter) {
        waiter.message(null);
        waiter.thread = null; // neither a thread that has ended nor a handle must stay reachable
        waiter.blocker = null;
        if (spare.get() == null && spare.compareAndSet(null, waiter)) { // release SPARE -> waiter
            return;
        }
        lock.lock();
        try {
            pool.give(waiter);
        } finally {
            lock.unlock();
        }
    }

    /** Registers the current thread, which waits at {@code blocker}. */
    public void registerLocked(Waiter waiter, Blocker blocker, @Nullable Object message) {
        waiter.reset(Thread.currentThread());
        appendLocked(waiter, blocker, message);
    }

    private void appendLocked(Waiter waiter, Blocker blocker, @Nullable Object message) {
        waiter.message(message);
        waiter.blocker = blocker;
        waiters.append(waiter);
        arrivals.valueVolatile(arrivals.valuePlain() + 1);
        changedLocked();
    }

    /**
     * Parks until a partner or the closer has let the waiter go on. If it returns false or throws, the waiter was taken
     * out of its list by its owner and nothing happened; in any case the caller calls {@link #keep} once it has read
     * the outcome.
     *
     * @return false if the time is up
     * @throws InterruptedException if the thread was interrupted before
     */
    public boolean await(Waiter waiter, Blocker blocker, long deadline) throws InterruptedException {
        boolean interrupted = false;
        try {
            interrupted = parkUntilNotified(waiter, blocker, deadline);
        } catch (RuntimeException | Error e) {
            if (unregister(waiter)) {
                throw e;
            } // else a partner came first: what it did counts
        }
        if (!waiter.isNotified() && unregister(waiter)) {
            if (interrupted) {
                throw new InterruptedException();
            }
            return false;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    /** Returns at the end of the time, or if notified or interrupted; true if interrupted. */
    private boolean parkUntilNotified(Waiter waiter, Blocker blocker, long deadline) {
        while (!waiter.isNotified()) {
            if (Thread.interrupted()) {
                return true;
            }
            long nanos = deadlines.nanosLeft(deadline);
            if (nanos <= 0) {
                return false;
            }
            waiter.park(parker, blocker, nanos);
        }
        return false;
    }

    /**
     * Takes the waiter out of its list. False: another thread did before, and released its owner under the same lock.
     */
    private boolean unregister(Waiter waiter) {
        lock.lock();
        try {
            if (waiter.list == null) {
                return false;
            }
            waiters.remove(waiter);
            changedLocked();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Registers a clause of a select of the current thread, which a partner may win once its token is armed. */
    public void registerClauseLocked(Waiter waiter, Blocker blocker, @Nullable Object message) {
        waiter.thread = waiter.token != null && waiter.token.hasThread() ? Thread.currentThread() : null;
        appendLocked(waiter, blocker, message);
    }

    /** Takes a clause out, unless a partner or a closer did. What it was given stays in the waiter. */
    public void unregisterClause(Waiter waiter) {
        lock.lock();
        try {
            if (waiter.list != null) {
                waiters.remove(waiter);
                changedLocked();
            }
            waiter.thread = null;
            waiter.blocker = null;
        } finally {
            lock.unlock();
        }
    }

    /** A number that has grown if anybody was registered since it was last asked for. */
    public long arrivals() {
        return arrivals.valueVolatile();
    }

    private void changedLocked() {
        registered.valueRelease(waiters.size()); // release WAITING -> isEmpty
    }

    /** For tests. */
    public void checkInvariantsLocked() {
        waiters.checkInvariants();
        if (registered.valueVolatile() != waiters.size()) {
            throw new AssertionError("registered is " + registered + ", the list has " + waiters.size());
        }
    }
}
