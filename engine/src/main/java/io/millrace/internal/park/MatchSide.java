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
     * <p>Written by: threads that have waited and are done with it (compare-and-set, {@code SPARE}).
     * <p>Read by: threads that will wait and take it (get-and-set, {@code SPARE}).
     */
    private final AtomicReference<@Nullable Waiter> spare = new AtomicReference<>();

    /**
     * How many selects wait to send.
     * <p>Written by: whoever holds the lock (volatile, {@code WAITING}), before the select looks for receivers.
     * <p>Read by: receivers that have come to the meeting place, and threads that pass a wake-up on (volatile, {@code WAITING}).
     */
    private final Cursor listedSelecting = new Cursor(0);

    /**
     * How many waiters have ever been listed.
     * <p>Written by: whoever holds the lock (volatile).
     * <p>Read by: selects before and after two vain passes (volatile). Orders nothing: that it did not change is all they want to know.
     */
    private final Cursor arrivals = new Cursor(0);

    // Guarded by the lock.
    private final WaiterList selecting = new WaiterList();
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

    /**
     * With the lock: takes out the waiter that came first, or returns null. A select's waiter is passed over if its select cannot be
     * won now.
     */
    public @Nullable Waiter removeFirst() {
        Waiter waiter = waiters.first();
        while (waiter != null && waiter.token != null && !waiter.token.win(waiter.clause)) {
            waiter = waiter.next;
        }
        if (waiter != null) {
            waiters.remove(waiter);
            changed();
        }
        return waiter;
    }

    /**
     * Gives {@code message} to a waiter that was taken out and lets its owner go on; the waiter is the owner's from then on.
     *
     * @return the thread to {@link #unpark} once the lock is released, or null
     */
    public @Nullable Thread complete(Waiter waiter, @Nullable Object message) {
        Thread owner = waiter.thread;
        if (waiter.token != null) {
            waiter.token.handOver(waiter.clause, message);
        } else {
            waiter.message(message);
        }
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
        while ((waiter = waiters.removeFirst()) != null) {
            if (waiter.token != null) {
                signal(waiter);
            } else {
                unpark(complete(waiter, waiter.message()));
            }
        }
        for (waiter = selecting.first(); waiter != null; waiter = waiter.next) {
            signal(waiter);
        }
        changed();
    }

    /** With the lock: lets those go on with what they have that wait at {@code blocker}, which is gone. */
    public void completeAll(Blocker blocker) {
        Waiter waiter;
        while ((waiter = waiters.removeFirst(blocker)) != null) {
            unpark(complete(waiter, waiter.message()));
        }
        changed();
    }

    /** Without the lock: a waiter for {@link #add}, if one is at hand. */
    public @Nullable Waiter spare() {
        return spare.get() == null ? null : spare.getAndSet(null); // acquire SPARE <- keep
    }

    /** Without the lock: gives back a waiter that stands in no list. */
    public void keep(@Nullable Waiter waiter) {
        if (waiter == null) {
            return;
        }
        waiter.message(null);
        waiter.thread = null; // neither a thread that has ended nor a handle must stay reachable
        waiter.blocker = null;
        if (spare.get() == null && spare.compareAndSet(null, waiter)) { // release SPARE -> spare
            return;
        }
        lock.lock();
        pool.give(waiter);
        lock.unlock();
    }

    /** With the lock: lists the current thread, which waits at {@code blocker}. */
    public Waiter add(@Nullable Waiter atHand, Blocker blocker, @Nullable Object message) {
        Waiter waiter = atHand != null ? atHand : pool.take();
        waiter.reset(Thread.currentThread());
        waiter.message(message);
        waiter.blocker = blocker;
        waiters.append(waiter);
        arrived();
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
    public boolean await(Waiter waiter, Blocker blocker, boolean timed, long deadline) throws InterruptedException {
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
        while (!waiter.isNotified()) {
            if (withdraw(waiter)) {
                if (interrupted) {
                    throw new InterruptedException();
                }
                return false;
            }
            Idle.snooze(); // a partner has taken it out and is about to complete it
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return true;
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

    /** Without the lock: lists a receive clause of a select, which a sender may win while the token is armed. */
    public Waiter enlist(SelectToken token, int clause) {
        lock.lock();
        try {
            Waiter waiter = pool.take(token, clause);
            waiters.append(waiter);
            arrived();
            return waiter;
        } finally {
            lock.unlock();
        }
    }

    /** Without the lock: lists a send clause of a select, which is only signalled. */
    public Waiter enlistSelecting(SelectToken token, int clause) {
        lock.lock();
        try {
            Waiter waiter = pool.take(token, clause);
            selecting.append(waiter);
            changed();
            return waiter;
        } finally {
            lock.unlock();
        }
    }

    /** Without the lock: takes a select's waiter out, wherever it stands. */
    public void delist(Waiter waiter) {
        lock.lock();
        try {
            if (waiter.list != null) {
                waiter.list.remove(waiter);
            }
            changed();
            pool.give(waiter);
        } finally {
            lock.unlock();
        }
    }

    /** Without the lock: whether some select waits to send. */
    public boolean isSelecting() {
        return listedSelecting.valueVolatile() != 0; // acquire WAITING <- changed
    }

    /**
     * With the lock: lets one select that waits to send try by itself, since somebody waits to receive. If somebody still does when
     * it is done, it passes on and so comes here for the next.
     */
    public void signalSelecting(@Nullable SelectToken mine) {
        Waiter waiter = selecting.first();
        while (waiter != null && (waiter.token == mine || waiter.token.isSignalled())) {
            waiter = waiter.next;
        }
        if (waiter != null) {
            signal(waiter);
        }
    }

    private void signal(Waiter waiter) {
        Thread owner = waiter.thread;
        if (waiter.notifyOwner()) {
            parker.unpark(owner);
        }
    }

    /**
     * With the lock, on the receivers' side: whether somebody waits here whom the select with this token should serve. Of two
     * selects that wait to send and to receive over this channel, each could serve the other; the older one does, and is signalled.
     */
    public boolean hasPartnerFor(SelectToken token, MatchSide senders) {
        boolean listedHere = false;
        boolean plain = false;
        boolean younger = false;
        for (Waiter waiter = waiters.first(); waiter != null; waiter = waiter.next) {
            if (waiter.token == null) {
                plain = true;
            }
            listedHere |= waiter.token == token;
        }
        for (Waiter waiter = waiters.first(); waiter != null && !plain; waiter = waiter.next) {
            SelectToken other = waiter.token;
            if (other == token) {
                continue;
            }
            Waiter sending = senders.selectingOf(other);
            if (listedHere && sending != null && other.isBefore(token)) {
                signal(sending);
            } else {
                younger = true;
            }
        }
        return plain || younger;
    }

    private @Nullable Waiter selectingOf(@Nullable SelectToken token) {
        Waiter waiter = selecting.first();
        while (waiter != null && waiter.token != token) {
            waiter = waiter.next;
        }
        return waiter;
    }

    /** Without the lock: a number that has grown if anybody was listed since it was last asked for. */
    public long arrivals() {
        return arrivals.valueVolatile();
    }

    private void arrived() {
        arrivals.valueVolatile(arrivals.valuePlain() + 1);
        changed();
    }

    private void changed() {
        listedSelecting.valueVolatile(selecting.size()); // release WAITING -> isSelecting

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
