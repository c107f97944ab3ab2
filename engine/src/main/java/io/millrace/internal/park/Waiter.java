package io.millrace.internal.park;

import io.millrace.internal.clock.Deadlines;
import io.millrace.internal.memory.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * One thread's wait on one channel. Waiters are reused; a queue hands them out and takes them back under its lock.
 *
 * <pre>
 *            register                  park                     wake
 *   (pooled) ---------> RUNNING --------------------> PARKED ---------> NOTIFIED ----> (pooled)
 *                          |                                               ^     unregister
 *                          +------------------- wake ----------------------+
 * </pre>
 *
 * A waker that finds RUNNING need not unpark: the thread looks at its state once more before it parks.
 */
public final class Waiter {

    private static final long RUNNING = 0;
    private static final long PARKED = 1;
    private static final long NOTIFIED = 2;

    /**
     * The state drawn above.
     * <p>Written by: the owner (volatile; RUNNING to PARKED by compare-and-set), one waker ({@code NOTIFY},
     * get-and-set).
     * <p>Read by: the owner (volatile, {@code NOTIFY}).
     * <p>Beside it lies the message that the waiter offers or was given: written by the owner before it is registered
     * (the queue's lock) or by the waker before it notifies ({@code NOTIFY}), read by the other of the two.
     */
    private final Cursor state = new Cursor(RUNNING);

    /** The queue's lock. */
    @Nullable Thread thread;

    /** The queue's lock. */
    @Nullable Waiter previous;

    /** The queue's lock; also links the pool. */
    @Nullable Waiter next;

    /** The queue's lock. Of a select's waiter: the token to signal instead of this waiter's own state. */
    @Nullable SelectToken token;

    /** The queue's lock. Of a select's waiter: which of its clauses. */
    int clause;

    /** The queue's lock. For how much it waits. */
    long need;

    /** The queue's lock. How many had registered before it. */
    long arrival;

    /** The queue's lock. Of a thread's waiter: what it waits at. */
    @Nullable Blocker blocker;

    /** The queue's lock. The list the waiter stands in, or null. */
    @Nullable WaiterList list;

    Waiter() {}

    void reset(Thread owner) {
        thread = owner;
        state.valuePlain(RUNNING); // published by the queue's lock
    }

    /** With the queue's lock: the thread to unpark, or null. */
    public @Nullable Thread thread() {
        return thread;
    }

    /** With the queue's lock: the select that it stands for, if any. */
    public @Nullable SelectToken token() {
        return token;
    }

    /** Owner only, while it is not registered: for which clause of its select it stands. */
    public void clause(int index) {
        clause = index;
    }

    /** The message that the waiter offers or was given. */
    public @Nullable Object message() {
        return state.guardedPlain();
    }

    public void message(@Nullable Object message) {
        state.guardedPlain(message);
    }

    /** Owner only: whether a waker has been here. */
    public boolean isNotified() {
        return state.valueVolatile() == NOTIFIED; // acquire NOTIFY <- notifyOwner
    }

    /**
     * Owner only: parks until notified, or interrupted, or for no reason; not at all if notified already. {@link
     * Deadlines#NEVER}: for ever.
     */
    public void park(Parker parker, Blocker blocker, long nanos) {
        if (!state.compareAndSet(RUNNING, PARKED) && isNotified()) {
            return;
        }
        if (nanos == Deadlines.NEVER) {
            parker.park(blocker);
        } else {
            parker.parkNanos(blocker, nanos);
        }
    }

    /**
     * Waker only, once per registration. Returns whether the owner has to be woken, by {@link #wake}, once the waker
     * holds no lock.
     */
    boolean notifyOwner() {
        SelectToken select = token;
        if (select != null) {
            return select.signalOnly(clause);
        }
        return state.getAndSet(NOTIFIED) == PARKED; // release NOTIFY -> isNotified
    }

    /**
     * Makes the owner of a marked waiter run. An exception of a virtual thread's scheduler or of an executor does not
     * concern the waker, whose own operation is done.
     *
     * @param thread the waiter's thread, read under the lock
     * @param token the waiter's token, read under the lock
     * @return false if it cannot be made to run
     */
    static boolean wake(Parker parker, @Nullable Thread thread, @Nullable SelectToken token) {
        try {
            if (token != null) {
                token.wake(parker, thread);
            } else if (thread != null) {
                parker.unpark(thread);
            }
            return true;
        } catch (Throwable e) {
            return false;
        }
    }
}
