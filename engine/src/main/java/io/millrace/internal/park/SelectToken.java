package io.millrace.internal.park;

import io.millrace.internal.memory.Cursor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What stands for one select in the queues of its channels. Its waiters there are of two kinds. Most are signals: whoever could
 * serve the clause wakes the selecting thread, which then tries by itself. A receive clause over a rendezvous can also be served:
 * a sender wins the token and hands its message over, and the select has chosen.
 *
 * <pre>
 *            arm               win              handOver
 *   IDLE ----------> ARMED ----------> WON(clause) ----------> HANDED(clause)
 *    ^                |                                            |
 *    +---- disarm ----+--------------------- reset ----------------+
 * </pre>
 *
 * win and handOver are a sender's, the others the selecting thread's.
 *
 * Only an armed token can be won. The selecting thread tries clauses by itself only while it is not armed, so exactly one clause
 * is chosen.
 */
public final class SelectToken {

    /**
     * Written and read by: who makes a token (fetch-and-add). Orders nothing: a number each.
     */
    private static final AtomicLong IDS = new AtomicLong();

    /** Whether a clause signalled before goes before one that a sender would serve. */
    private final boolean biased;

    private static final long IDLE = -1;
    private static final long ARMED = -2;

    private static final long RUNNING = 0;
    private static final long PARKED = 1;
    private static final long SIGNALLED = 2;

    /** Orders selects, so that of two that could both act one waits. */
    private final long id = IDS.getAndIncrement();

    /**
     * The state drawn above; WON is twice the clause, HANDED one more.
     * <p>Written by: the selecting thread (volatile, IDLE before it is listed under a lock and ARMED before it takes that again,
     * {@code LOCK}; compare-and-set out of ARMED), a sender under the lock (compare-and-set out of ARMED; release once it has handed
     * over, {@code SELECT}).
     * <p>Read by: the selecting thread (acquire, {@code SELECT}), senders under the lock.
     * <p>Beside it lies the message handed over, written by the sender before HANDED and read by the selecting thread after.
     */
    private final Cursor winner = new Cursor(IDLE);

    /**
     * Whether the thread runs, is parked or was signalled, as in {@link Waiter}.
     * <p>Written by: the selecting thread (volatile, RUNNING before it is listed under a lock; RUNNING to PARKED by compare-and-set),
     * wakers ({@code NOTIFY}, get-and-set).
     * <p>Read by: the selecting thread (volatile, {@code NOTIFY}); senders that would win a biased select, under the lock.
     */
    private final Cursor signal = new Cursor(RUNNING);

    /** What a signal does instead of unparking a thread; null if a thread parks. */
    private final @Nullable Runnable wakeUp;

    /** A clause that was signalled; a hint, plain and racy. */
    private int hint = -1;

    /** Makes the token of one select that a thread parks on; {@code biased} if the order of its clauses counts. */
    public SelectToken(boolean biased) {
        this.biased = biased;
        this.wakeUp = null;
    }

    /**
     * Makes a token that no thread parks on: its owner {@link #sleep}s, and is whoever {@code wakeUp} starts.
     *
     * @param wakeUp runs on the waking thread and under a lock: hands over to another thread, and runs nobody else's code
     */
    public SelectToken(Runnable wakeUp) {
        this.biased = false;
        this.wakeUp = wakeUp;
    }

    /** Starts a wait of the current thread. */
    public void reset() {
        hint = -1;
        winner.guardedPlain(null);
        winner.valueVolatile(IDLE);
        signal.valueVolatile(RUNNING);
    }

    /** Owner only: from now on a sender may win. */
    public void arm() {
        winner.valueVolatile(ARMED);
    }

    /** Owner only: nobody may win any more. False if somebody has. */
    public boolean disarm() {
        return winner.compareAndSet(ARMED, IDLE);
    }

    /** A sender that finds the waiter of this clause: false if the select has chosen another, or tries or will try by itself. */
    boolean win(int clause) {
        return !(biased && signal.valueVolatile() == SIGNALLED) && winner.compareAndSet(ARMED, 2L * clause);
    }

    /** The sender that has won, before it signals. */
    void handOver(int clause, Object message) {
        winner.guardedPlain(message);
        winner.valueRelease(2L * clause + 1); // release SELECT -> handedOver
    }

    /** Owner only, once {@link #disarm} was false: the clause whose message was handed over, or -1 if it is not there yet. */
    public int handedOver() {
        long seen = winner.valueAcquire(); // acquire SELECT <- handOver
        return seen >= 0 && (seen & 1) == 1 ? (int) (seen >> 1) : -1;
    }

    /** Owner only: takes the message handed over. */
    public @Nullable Object takeMessage() {
        Object message = winner.guardedPlain();
        winner.guardedPlain(null);
        return message;
    }

    /** Lets the owner go on. Returns whether it has to be unparked. */
    boolean signal(int clause) {
        hint = clause;
        boolean parked = signal.getAndSet(SIGNALLED) == PARKED; // release NOTIFY -> isSignalled
        if (parked && wakeUp != null) {
            wakeUp.run();
            return false;
        }
        return parked;
    }

    /** Owner only. */
    public boolean isSignalled() {
        return signal.valueVolatile() == SIGNALLED; // acquire NOTIFY <- signal
    }

    /** Owner only: a clause to try first, or -1. */
    public int hint() {
        return hint;
    }

    /** Owner only: parks until signalled, or interrupted, or for no reason; not at all if signalled already. */
    public void park(Parker parker, Object blocker, boolean timed, long nanos) {
        if (!signal.compareAndSet(RUNNING, PARKED) && isSignalled()) {
            return;
        }
        if (timed) {
            parker.parkNanos(blocker, nanos);
        } else {
            parker.park(blocker);
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

    boolean isBefore(SelectToken other) {
        return id < other.id;
    }
}
