package io.millrace.internal.park;

import io.millrace.internal.memory.Fences;
import java.util.function.LongPredicate;

/**
 * How the threads on one side of a buffered channel wait: spin, yield, park. A waiting operation tries, calls {@link #pause} with
 * the step it got last ({@link #START} at first), tries again and so on, and calls {@link #done} in the end, whichever way it
 * ends.
 */
public final class WaitSide {

    /** What a thread needs if all threads need the same. */
    public static final long ANY = 0;

    /** The step of a wait that has just begun. */
    public static final int START = -1;

    private static final int PARKED = Integer.MAX_VALUE;

    /** A store is visible to other processors long before this is over, so the second look finds what the first has missed. */
    private static final long FIRST_PATIENCE_NANOS = 100_000;

    private static final int PATIENCE_GROWTH = 8;

    /** What an idle thread costs is not to be noticed. */
    private static final long MOST_PATIENCE_NANOS = 1_000_000_000;

    private final WaitQueue queue;
    private final SpinBudget budget;
    private final LongPredicate ready;
    private final boolean fenced;
    private final Parker parker;
    private final NanoClock clock;

    /**
     * Makes one side.
     *
     * @param spins whether threads look again for a while before they park
     * @param parks whether threads park in the end
     * @param fenced whether the other side has a fence between its claim and its look at who waits. If not, it may miss a thread that is
     *     about to park while that misses the claim; so no thread parks for longer than a while without looking again
     * @param pausesPerLook for how many pauses to let the other side get ahead before looking again
     * @param ready whether a thread that needs so much should try again rather than park, by the claims of the other side; also true
     *     once the channel is closed
     */
    public WaitSide(
            boolean spins,
            boolean parks,
            boolean fenced,
            int pausesPerLook,
            LongPredicate ready,
            Parker parker,
            NanoClock clock) {
        this.queue = new WaitQueue(parker);
        this.budget = new SpinBudget(spins, parks, pausesPerLook);
        this.ready = ready;
        this.fenced = fenced;
        this.parker = parker;
        this.clock = clock;
    }

    /** Wakes a waiting thread if there is one. Called by the other side after it has claimed. */
    public void wakeOne() {
        queue.wakeOne();
    }

    /**
     * As {@link #wakeOne}, but only if a waiting thread should try again by what it waits for. For a side that waits for several
     * others, where most claims of the others change nothing for it.
     */
    public void wakeOneIfReady() {
        if (queue.mayWake() && ready.test(ANY) && ready.test(queue.firstNeed())) { // the lock only if it may be needed
            queue.wakeOne();
        }
    }

    /** Wakes all waiting threads. Called once the channel is closed. */
    public void wakeAll() {
        queue.wakeAll();
    }

    /** Wakes the threads that wait at {@code blocker}, which is gone. */
    public void wakeAll(Blocker blocker) {
        queue.wakeAll(blocker);
    }

    /**
     * Waits for a while and returns the step to call this with next time.
     *
     * @param blocker what it waits at; the caller looks whether it is gone
     * @param need what the thread waits for, as the side's readiness takes it
     * @param deadline on the channel's clock; means something only if {@code timed}
     * @throws InterruptedException if the thread is interrupted, before or while it waits
     */
    public int pause(int step, Blocker blocker, long need, boolean timed, long deadline) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (step == START ? budget.isSpinning() : !budget.isSpent(step)) {
            return budget.pause(Math.max(0, step));
        }
        park(step == PARKED, blocker, need, timed, deadline);
        return PARKED;
    }

    private void park(boolean again, Blocker blocker, long need, boolean timed, long deadline)
            throws InterruptedException {
        boolean parked = false;
        boolean interrupted = false;
        long patience = FIRST_PATIENCE_NANOS;
        Waiter waiter = queue.register(blocker, need, again);
        try {
            Fences.storeLoad(); // PARK: the registration is visible before the claims are read; see WaitQueue
            while (!waiter.isNotified() && !ready.test(need) && !blocker.isDetached()) {
                long nanos = timed ? deadline - clock.nanoTime() : 0;
                if (timed && nanos <= 0) {
                    break;
                }
                if (fenced) {
                    waiter.park(parker, blocker, timed, nanos);
                } else {
                    waiter.park(parker, blocker, true, timed ? Math.min(nanos, patience) : patience);
                    patience = Math.min(PATIENCE_GROWTH * patience, MOST_PATIENCE_NANOS);
                }
                parked = true;
                if (Thread.interrupted()) {
                    interrupted = true;
                    break;
                }
            }
        } finally {
            queue.leave(waiter);
        }
        if (interrupted) {
            passOn();
            throw new InterruptedException();
        }
        if (!parked) {
            Idle.yieldNow(); // ready but not successful: the other side is in the middle of an operation
        }
    }

    /**
     * Ends a wait that got as far as {@code step}: passes the wake-up on if there is more to do, and learns whether spinning paid.
     */
    public void done(int step) {
        if (step == PARKED) {
            passOn();
        }
        if (step != START && budget.isSpinning()) {
            budget.learn(step);
        }
    }

    /**
     * Wakes the next thread if there is what it needs. Called by a woken one that no longer stands in the queue. Two that both need more
     * than there is would else wake each other in turn.
     */
    public void passOn() {
        Fences.storeLoad(); // PARK: the mark cleared by leave is visible before the claims are read; see WaitQueue
        wakeOneIfReady();
    }

    /**
     * Registers one clause of a select. It must then look once more at {@link #isReady}, and {@link #delist} in the end.
     *
     * @param need what the clause waits for, as the side's readiness takes it
     */
    public Waiter enlist(SelectToken token, int clause, long need) {
        Waiter waiter = queue.register(token, clause, need);
        Fences.storeLoad(); // PARK: the registration is visible before the claims are read; see WaitQueue
        return waiter;
    }

    /** Ends a registration of a select, which then tries by itself and calls {@link #passOn}. */
    public void delist(Waiter waiter) {
        queue.leave(waiter);
    }

    /** Whether to try rather than park. */
    public boolean isReady(long need) {
        return ready.test(need);
    }

    /** Whether the thread stands in the queue; it takes the queue's lock before it tries again. */
    public boolean isParked(Thread thread) {
        return queue.isParked(thread);
    }

    /** How many threads wait parked. For tests. */
    public int waiting() {
        return queue.waiting();
    }

    /** For tests. */
    public void checkInvariants() {
        queue.checkInvariants();
    }
}
