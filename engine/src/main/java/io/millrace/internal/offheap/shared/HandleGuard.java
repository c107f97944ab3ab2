package io.millrace.internal.offheap.shared;

import io.millrace.internal.memory.Fences;
import io.millrace.internal.park.StoreDelay;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Admits one thread at a time to a handle, and none after close. The last operation to leave runs the cleanup, so no
 * memory is unmapped under a running operation, and closing does not wait until one ends.
 *
 * <p>An operation leaves without an atomic read-modify-write or a fence. So it may miss a close; a closer that finds the
 * handle in use waits until the end of any such operation would be visible, a millisecond at most, and then looks again.
 */
final class HandleGuard {

    private static final int IDLE = 0;
    private static final int BUSY = 1;
    private static final int CLOSED = 2;

    /**
     * The user, if there is one, and whether the cleanup has run.
     * <p>Written by: users and closers of any thread (compare-and-set, {@code USE}); users that leave (release, {@code
     * USE}).
     * <p>Read by: the same.
     */
    private final AtomicInteger state = new AtomicInteger();

    /**
     * Whether it is closed, or will be when its user leaves.
     * <p>Written by: closers (volatile, {@code USE}), which then wait for the stores of the user.
     * <p>Read by: users after they have entered, and when they have left (volatile, {@code USE}).
     */
    private volatile boolean closing;

    /** Made beforehand: a closer without memory must not leave the cleanup to nobody. */
    private final BooleanSupplier finishing = this::tryFinish;

    private final Runnable requireWhole;
    final String name;
    private final Runnable onClosed;

    /**
     * Makes an open one.
     *
     * @param requireWhole throws if what is used is not there any more
     * @param name what is used, for messages
     * @param onClosed called once, when it is closed and no operation is at work any more
     */
    HandleGuard(Runnable requireWhole, String name, Runnable onClosed) {
        this.requireWhole = requireWhole;
        this.name = name;
        this.onClosed = onClosed;
    }

    void enter() {
        if (!tryEnter()) {
            throw refused();
        }
    }

    /** False: it is in use or closed. */
    boolean tryEnter() {
        if (!state.compareAndSet(IDLE, BUSY)) { // acquire USE <- leave
            return false;
        }
        if (closing) { // acquire USE <- close
            leave();
            return false;
        }
        return true;
    }

    private IllegalStateException refused() {
        requireWhole.run();
        return closing
                ? closedHere()
                : new IllegalStateException(
                        name + " is in use: it is for one thread at a time, and its handlers and leases count as use");
    }

    /** What an operation throws once closed. */
    IllegalStateException closedHere() {
        return new IllegalStateException(name + " is closed in this process");
    }

    void leave() {
        state.setRelease(IDLE); // release USE -> tryEnter, release USE -> tryFinish
        Fences.storeLoadInProgramOrder();
        if (closing) { // acquire USE <- close
            tryFinish();
        }
    }

    void close() {
        closing = true; // release USE -> tryEnter, release USE -> leave
        if (!tryFinish()) {
            try {
                StoreDelay.await(finishing);
            } finally {
                tryFinish(); // else the user is still there, and will see that it is closing
            }
        }
    }

    /** Runs the cleanup, once, unless it is in use. Returns whether it has run. */
    private boolean tryFinish() {
        if (state.compareAndSet(IDLE, CLOSED)) { // acquire USE <- leave
            onClosed.run();
        }
        return state.get() == CLOSED;
    }

    boolean isClosed() {
        return closing;
    }

    /** For an operation that waits: the handle may be closed under it. */
    void requireOpen() {
        if (closing) {
            throw refused();
        }
    }
}
