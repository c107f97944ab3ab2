package io.millrace.support;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * One thread of a test. Whatever it throws comes out of {@link #join()}; a thread that does not end while
 * nothing moves, see {@link Movement}, fails the test with its stack.
 *
 * @param <R> what the thread returns
 */
public final class Actor<R> {

    private static final int STILL_LOOKS = 40;

    /** At the end of a test its threads have nothing left to wait for, unless it failed. */
    private static final int LAST_STILL_LOOKS = 10;

    private final Thread thread;
    private volatile R result;
    private volatile Throwable failure;
    private volatile boolean asked;

    private Actor(Callable<R> body, ThreadKind threadKind, String name) {
        this.thread = threadKind.unstarted(name, () -> run(body));
    }

    static <R> Actor<R> start(ThreadKind threadKind, String name, Callable<R> body) {
        Actor<R> actor = new Actor<>(body, threadKind, name);
        actor.thread.start();
        return actor;
    }

    private void run(Callable<R> body) {
        try {
            result = body.call();
        } catch (Throwable e) {
            failure = e;
        }
    }

    public Thread thread() {
        return thread;
    }

    public boolean hasEnded() {
        return !thread.isAlive();
    }

    public void interrupt() {
        thread.interrupt();
    }

    /** Waits until the thread sleeps, for whatever reason. */
    public Actor<R> awaitBlocked() {
        Await.until(thread.getName() + " is blocked", this::isBlockedOrEnded);
        if (hasEnded()) {
            throw new AssertionError(thread.getName() + " should be blocked, but ended with " + outcome(), failure);
        }
        return this;
    }

    private boolean isBlockedOrEnded() {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING || state == Thread.State.TERMINATED;
    }

    private String outcome() {
        return failure != null ? failure.toString() : String.valueOf(result);
    }

    /** Waits for the end of the thread and returns its result, or throws what it threw. */
    public R join() {
        asked = true;
        awaitEnd(STILL_LOOKS);
        rethrow();
        return result;
    }

    private void rethrow() {
        if (failure != null) {
            failure.addSuppressed(new Joined(thread.getName()));
            throw Actor.<RuntimeException>sneak(failure);
        }
    }

    /** Waits for the end of the thread and returns what it threw. */
    public Throwable failure() {
        asked = true;
        awaitEnd(STILL_LOOKS);
        if (failure == null) {
            throw new AssertionError(thread.getName() + " should have failed, but returned " + result);
        }
        return failure;
    }

    /** Waits for the end of the thread and tells whether it threw. */
    public boolean hasFailed() {
        asked = true;
        awaitEnd(STILL_LOOKS);
        return failure != null;
    }

    /** For the end of a test: a thread nobody asked about must have ended, and well. */
    void close() {
        if (!asked) {
            awaitEnd(LAST_STILL_LOOKS);
            rethrow();
        }
    }

    private void awaitEnd(int stillLooks) {
        try {
            TimeUnit.SECONDS.timedJoin(thread, 1);
            Movement movement = thread.isAlive() ? new Movement(stillLooks) : null;
            while (thread.isAlive() && !movement.isStuck()) {
                TimeUnit.SECONDS.timedJoin(thread, 1);
            }
        } catch (InterruptedException e) {
            throw stillRuns("joining " + thread.getName() + " was interrupted");
        }
        if (thread.isAlive()) {
            throw stillRuns(thread.getName() + " has not ended, and nothing has moved for " + stillLooks + " s");
        }
    }

    private AssertionError stillRuns(String message) {
        AssertionError error = new AssertionError(message + ", its state is " + thread.getState());
        error.setStackTrace(thread.getStackTrace());
        thread.interrupt();
        return error;
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E sneak(Throwable e) throws E {
        throw (E) e;
    }

    /** Adds the place of the join to what the thread threw. */
    private static final class Joined extends Exception {
        private static final long serialVersionUID = 1L;

        Joined(String threadName) {
            super("joined " + threadName + " here");
        }
    }
}
