package io.millrace.internal.park;

import io.millrace.internal.clock.Deadlines;
import io.millrace.internal.memory.Cursor;
import io.millrace.internal.memory.Fences;
import io.millrace.internal.memory.Initialized;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How the threads on one side of a buffered channel wait: spin, yield, park. An operation that was in vain calls {@link
 * #await}. One that needs a loop of its own calls {@link #pause} with the step it got last ({@link #START} at first),
 * tries again and so on, and calls {@link #done} in the end, whichever way it ends.
 */
public final class WaitSide implements Opposite {

    static {
        Initialized.ensure(
                MethodHandles.lookup(),
                Fences.class,
                Insistent.class,
                LockSupport.class,
                HeadStart.Regime.class,
                SelectToken.class,
                StoreDelay.class,
                VirtualThreads.class,
                Waiter.class);
    }

    /** The need of a thread if all threads need the same: one message, or room for one. */
    public static final long ANY = 1;

    /** The step of a wait that has just begun. */
    public static final int START = -1;

    private static final int PARKED = Integer.MAX_VALUE;

    /**
     * How long a thread waits for those that were woken on the other side before others are woken in their place.
     */
    private static final long STALL_NANOS = 1_000_000;

    private static final long LONGEST_STALL_NANOS = 128_000_000;

    private final WaitQueue queue;
    /** The queue's, so that the other side finds it in one load. Written and read by: as there ({@code PARK}). */
    private final Cursor signal;

    private final SpinBudget budget;

    /** Null where threads look after each pause anyway. */
    private final HeadStart.@Nullable Regime regime;

    private final Supply supply;
    private final boolean fenced;
    private final Parker parker;
    private final Deadlines deadlines;

    /** Null if no thread waits there, or only threads that are known to run. Set before the channel is used. */
    private @Nullable Opposite opposite;

    /**
     * Makes one side.
     *
     * @param spins whether threads look again for a while before they park
     * @param parks whether threads park in the end
     * @param fenced whether the other side has a fence between its claim and its look at the waiters. If not, it may
     *     miss a thread that is about to park while that misses the claim; so a thread looks again until any such claim
     *     is visible, and only then sleeps
     * @param pausesPerLook for how many pauses to let the other side get ahead before looking again
     * @param supply what the threads wait for
     */
    public WaitSide(
            boolean spins,
            boolean parks,
            boolean fenced,
            int pausesPerLook,
            Supply supply,
            Parker parker,
            Deadlines deadlines) {
        this.queue = new WaitQueue(supply, parker);
        this.signal = queue.signal;
        this.budget = new SpinBudget(spins, parks, pausesPerLook);
        this.regime = pausesPerLook > 1 ? new HeadStart.Regime() : null;
        this.supply = supply;
        this.fenced = fenced;
        this.parker = parker;
        this.deadlines = deadlines;
    }

    /** Sets the waiters of the other side. Called by the constructor of a channel. */
    public void facing(Opposite others) {
        opposite = others;
    }

    /** As {@link #facing}, for two sides whose threads wait for each other and for no other. */
    public static void faceEachOther(WaitSide one, WaitSide other) {
        one.facing(other);
        other.facing(one);
        one.budget.learnWith(other.budget);
    }

    @Override
    public boolean isStalled() {
        return queue.isStalled();
    }

    @Override
    public void overtake() {
        queue.overtake();
    }

    @Override
    public void nudge() {
        queue.nudge();
    }

    /**
     * Wakes waiting threads, one for each unit that no thread has been woken for. Called by the other side after it has
     * claimed.
     */
    public void wake() {
        long seen = signal.valueVolatile(); // acquire PARK <- updateSignal
        if (seen != 0) {
            queue.wake((int) seen);
        }
    }

    /**
     * The word that the other side looks at after a claim, and may keep at hand. 0: the claim counts, and nobody is to be
     * woken; else the channel is closed, or threads wait here.
     */
    public Cursor signal() {
        return signal;
    }

    /** Called between the beginning of a close and its look at the claims. */
    public void markClosed() {
        queue.markClosed();
    }

    /**
     * As {@link #wake}, but only threads that should try again by what they wait for. For a side that waits for several
     * others, where most claims of the others change nothing for it.
     */
    public void wakeIfReady() {
        for (long most = queue.wakeable(); most > 0; most--) { // the lock only if it may be needed
            long need = queue.firstNeed();
            if (need == WaitQueue.NOBODY || !supply.isReady(need) || !queue.wakeFirst()) {
                return;
            }
        }
    }

    /** Wakes all waiting threads. Called once the channel is closed. */
    public void wakeAll() {
        queue.wakeAll();
    }

    /** Wakes the threads that wait at {@code blocker}, which was closed. */
    public void wakeAll(Blocker blocker) {
        queue.wakeAll(blocker);
    }

    /**
     * Tries again and again, and waits between.
     *
     * @param attempt what was in vain just now
     * @param offered what it is tried with
     * @param blocker what the thread waits at
     * @param need what it waits for, as the side's readiness takes it
     * @param nanos the timeout
     * @return what the attempt returned; null: the time is up, or {@code blocker} is detached, or it is hopeless
     * @throws InterruptedException if the thread is interrupted, before or while it waits
     */
    public <T> @Nullable T await(Attempt<T> attempt, @Nullable T offered, Blocker blocker, long need, long nanos)
            throws InterruptedException {
        long deadline = deadlines.after(nanos);
        int step = START;
        try {
            while (true) {
                step = pause(step, blocker, need, Math.min(deadline, attempt.nextTime()));
                boolean expired = deadlines.isOver(deadline); // before the attempt, so that it is the last look
                if (blocker.isDetached()) {
                    return null;
                }
                T done = attempt.tryOnce(offered);
                if (done != null || expired || attempt.isHopeless()) {
                    return done;
                }
            }
        } finally {
            done(step);
        }
    }

    /**
     * Waits for a while and returns the step to call this with next time.
     *
     * @param blocker the object that it waits at; the caller checks whether it was closed
     * @param need how much the thread waits for, in units of the side's supply
     * @param deadline in the deadlines of this side
     * @throws InterruptedException if the thread is interrupted, before or while it waits
     */
    public int pause(int step, Blocker blocker, long need, long deadline) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        int next = step == START ? budget.firstStep(supply) : step;
        if (!budget.isSpent(next)) {
            if (step == 0 && opposite != null) { // one that never parks comes here now and then
                opposite.nudge();
            }
            if (step == START && regime != null) {
                regime.begin(supply.used());
            }
            return regime != null && regime.isConversation() ? budget.pause(next, supply, need) : budget.pause(next);
        }
        park(step == PARKED, blocker, need, deadline);
        return PARKED;
    }

    private void park(boolean again, Blocker blocker, long need, long deadline) throws InterruptedException {
        boolean parked = false;
        boolean interrupted = false;
        boolean ended = false;
        long stall = STALL_NANOS;
        boolean sure = fenced;
        Waiter waiter = queue.register(blocker, need, again);
        try {
            Fences.storeLoad(); // PARK: the registration is visible before the claims are read; see WaitQueue
            long registered = sure ? 0 : System.nanoTime();
            while (!waiter.isNotified() && !supply.isReady(need) && !blocker.isDetached()) {
                long nanos = deadlines.nanosLeft(deadline);
                if (nanos <= 0) {
                    break;
                }
                if (opposite != null && opposite.isStalled()) {
                    waiter.park(parker, blocker, Math.min(nanos, stall));
                    stall = Math.min(2 * stall, LONGEST_STALL_NANOS);
                    if (!waiter.isNotified() && opposite.isStalled()) {
                        opposite.overtake();
                    }
                } else if (sure) {
                    waiter.park(parker, blocker, nanos);
                } else {
                    sure = nap(waiter, blocker, registered, nanos);
                }
                parked = true;
                if (Thread.interrupted()) {
                    interrupted = true;
                    break;
                }
            }
            ended = !interrupted;
        } finally {
            queue.unregister(waiter);
            if (!ended) { // interrupted, or there was no thread or memory to park with: it will not try again
                passOn();
            }
        }
        if (interrupted) {
            throw new InterruptedException();
        }
        if (!parked) {
            Idle.yieldNow(); // ready but not successful: the other side is in the middle of an operation
        }
    }

    /**
     * Parks for a moment of real time. True: everything that it may have missed is visible, and after one more look it
     * may sleep.
     */
    private static boolean nap(Waiter waiter, Blocker blocker, long registered, long atMost) {
        long nanos = StoreDelay.nanosLeft(registered);
        if (nanos > 0) {
            waiter.park(Parker.system(), blocker, Math.min(nanos, atMost));
        }
        return nanos == 0;
    }

    /**
     * Ends a wait that got as far as {@code step}: passes the wake-up on if there is more to do, and learns whether
     * spinning paid.
     */
    public void done(int step) {
        if (step == PARKED) {
            passOn();
        }
        if (step != START) {
            budget.learn(step);
        }
    }

    /**
     * Wakes the next threads if there is what they need. Called by a woken one that no longer stands in the queue.
     * Otherwise two that both need more than there is would wake each other in turn.
     */
    public void passOn() {
        Fences.storeLoad(); // PARK: a thread that left is not counted any more before the claims are read; see
        // WaitQueue
        wakeIfReady();
    }

    /**
     * Registers one clause of a select. It must then look once more at {@link #isReady}, and {@link #unregister} in the
     * end.
     *
     * @param need how much the clause waits for, in units of the side's supply
     */
    public Waiter register(SelectToken token, int clause, long need) {
        Waiter waiter = queue.register(token, clause, need);
        Fences.storeLoad(); // PARK: the registration is visible before the claims are read; see WaitQueue
        if (opposite != null && opposite.isStalled()) {
            opposite.overtake();
        }
        return waiter;
    }

    /** Ends a registration of a select, which then tries by itself and calls {@link #passOn}. */
    public void unregister(Waiter waiter) {
        queue.unregister(waiter);
    }

    /** Whether to try rather than park. */
    public boolean isReady(long need) {
        return supply.isReady(need);
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

    /**
     * What a waiting thread tries again and again. Made once for each side of a channel, so that waiting allocates
     * nothing.
     */
    @FunctionalInterface
    public interface Attempt<T> {

        /**
         * Tries once, without waiting.
         *
         * @param offered what a sender sends; null for a receiver
         * @return what went over, or null
         */
        @Nullable T tryOnce(@Nullable T offered);

        /** Whether no later attempt can succeed either, now that one was in vain. */
        default boolean isHopeless() {
            return false;
        }

        /** The time, in the deadlines of the side, at which to try again although nobody wakes the thread. */
        default long nextTime() {
            return Deadlines.NEVER;
        }
    }
}
