package io.millrace.internal.park;

import io.millrace.internal.clock.Deadlines;
import io.millrace.internal.memory.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * The representative of one select in the queues of its channels. Its waiters there are of two kinds. Over a buffer
 * they are signals: a thread that could serve the clause wakes the selecting thread, which then tries by itself. Over a
 * rendezvous a partner carries the clause out in the absence of the selecting thread: it wins the token by one
 * compare-and-set, and the select has chosen. The message lies in the waiter, where the partner of a receive clause
 * puts it before it tries to win, and where that of a send clause finds it.
 *
 * <pre>
 *            arm               win
 *   IDLE ----------> ARMED ----------> WON(clause)
 *    ^                 |                   |
 *    +---- disarm -----+------ reset ------+
 * </pre>
 *
 * win is a partner's, the others the selecting thread's. Only an armed token can be won, and the selecting thread tries
 * clauses by itself only while it is not armed, so exactly one clause is chosen. Of two selects that meet, the one that
 * comes is not armed and wins the other by that same one step: it never has to win two tokens.
 */
public final class SelectToken {

    private static final long IDLE = -1;
    private static final long ARMED = -2;

    private static final long RUNNING = 0;
    private static final long PARKED = 1;
    private static final long SIGNALLED = 2;

    /** Whether a clause signalled before goes before one that a partner would serve. */
    private final boolean biased;

    /**
     * The state drawn above; WON is the clause.
     * <p>Written by: the selecting thread (volatile, ARMED while it holds the locks under which it registers itself,
     * {@code LOCK}; compare-and-set out of ARMED), a partner under the lock (compare-and-set out of ARMED, {@code
     * SELECT}).
     * <p>Read by: the selecting thread (acquire, {@code SELECT}), partners under the lock.
     */
    private final Cursor winner = new Cursor(IDLE);

    /**
     * Whether the thread runs, is parked or was signalled, as in {@link Waiter}.
     * <p>Written by: the selecting thread (volatile, RUNNING before it is registered under a lock; RUNNING to PARKED by
     * compare-and-set), wakers ({@code NOTIFY}, get-and-set).
     * <p>Read by: the selecting thread (volatile, {@code NOTIFY}); partners that would win a biased select, under the
     * lock.
     */
    private final Cursor signal = new Cursor(RUNNING);

    /** The action of a signal instead of unparking a thread; null if a thread parks. */
    private final @Nullable Runnable wakeUp;

    /** A clause that was signalled; a hint, plain and racy. */
    private int hint = -1;

    /** Makes the token of one select that a thread parks on; {@code biased} if the order of its clauses counts. */
    public SelectToken(boolean biased) {
        this.biased = biased;
        this.wakeUp = null;
    }

    /**
     * Makes a token that no thread parks on: its owner {@link #sleep}s, and is the thread that {@code wakeUp} starts.
     *
     * @param wakeUp runs on the waking thread, perhaps under a lock: hands over to another thread, and runs no foreign
     *     code
     */
    public SelectToken(Runnable wakeUp) {
        this.biased = false;
        this.wakeUp = wakeUp;
    }

    /** Makes the waiter of one clause for the lists of a rendezvous, which its owner keeps. */
    public Waiter waiterOf(int clause) {
        Waiter waiter = new Waiter();
        waiter.token = this;
        waiter.clause = clause;
        return waiter;
    }

    /** Starts a wait of the current thread. */
    public void reset() {
        hint = -1;
        winner.valueVolatile(IDLE);
        signal.valueVolatile(RUNNING);
    }

    /** Owner only, with the locks held under which it is registered: from now on a partner may win. */
    public void arm() {
        winner.valueVolatile(ARMED);
    }

    /** Owner only: no partner may win any more. False if one has. */
    public boolean disarm() {
        return winner.compareAndSet(ARMED, IDLE) || winner() < 0;
    }

    /**
     * Owner only: the clause that a partner has carried out, or a negative number. The message that it left in the
     * waiter is visible.
     */
    public int winner() {
        return (int) winner.valueAcquire(); // acquire SELECT <- win
    }

    /** A partner that finds a waiter: false if the select has chosen, or tries or will try by itself. */
    boolean isWinnable() {
        return winner.valueVolatile() == ARMED && !(biased && signal.valueVolatile() == SIGNALLED);
    }

    /**
     * A partner that finds the waiter of this clause, and has left its message there: false if the select does not take
     * it.
     */
    boolean win(int clause) {
        if (!isWinnable()) {
            return false;
        }
        return winner.compareAndSet(ARMED, clause); // release SELECT -> winner
    }

    /** Releases the owner. Returns whether it has to be woken, by {@link #wake}. */
    boolean signalOnly(int clause) {
        hint = clause;
        return signal.getAndSet(SIGNALLED) == PARKED; // release NOTIFY -> isSignalled
    }

    /** Wakes the owner, without any lock. */
    void wake(Parker parker, @Nullable Thread thread) {
        if (wakeUp != null) {
            wakeUp.run();
        } else if (thread != null) {
            parker.unpark(thread);
        }
    }

    /** Owner only. */
    public boolean isSignalled() {
        return signal.valueVolatile() == SIGNALLED; // acquire NOTIFY <- signalOnly
    }

    /** Owner only: a clause to try first, or -1. */
    public int hint() {
        return hint;
    }

    /**
     * Owner only: parks for a moment of real time. True: everything that it may have missed of the other side is
     * visible, and after one more look it may sleep.
     *
     * @param registered what {@link System#nanoTime} was after the clauses were registered
     */
    public boolean nap(Object blocker, long registered, long atMost) {
        long nanos = StoreDelay.nanosLeft(registered);
        if (nanos > 0) {
            park(Parker.system(), blocker, Math.min(nanos, atMost));
        }
        return nanos == 0;
    }

    /**
     * Owner only: parks until signalled, or interrupted, or for no reason; not at all if signalled already.
     *
     * @param nanos for how long at most; {@link Deadlines#NEVER}: for ever
     */
    public void park(Parker parker, Object blocker, long nanos) {
        if (!signal.compareAndSet(RUNNING, PARKED) && isSignalled()) {
            return;
        }
        if (nanos == Deadlines.NEVER) {
            parker.park(blocker);
        } else {
            parker.parkNanos(blocker, nanos);
        }
    }

    /** Owner only: from now on a signal runs the wake-up, once. False if signalled already; then it does not run. */
    public boolean sleep() {
        return signal.compareAndSet(RUNNING, PARKED);
    }

    /** Whether a thread parks on it. */
    public boolean hasThread() {
        return wakeUp == null;
    }
}
