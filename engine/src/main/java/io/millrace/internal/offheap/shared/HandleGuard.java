package io.millrace.internal.offheap.shared;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Admits one thread at a time to a handle, and none after close. Closing does not wait: the last operation to leave
 * runs the cleanup, so no memory is unmapped under a running operation.
 */
final class HandleGuard {

    private static final int IDLE = 0;
    private static final int BUSY = 1;
    private static final int CLOSING = 2;
    private static final int CLOSED = 3;

    /**
     * The user, if there is one, and whether it is closed.
     * <p>Written by: users and closers of any thread (compare-and-set, {@code USE}).
     * <p>Read by: the same.
     */
    private final AtomicInteger state = new AtomicInteger();

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
        return state.compareAndSet(IDLE, BUSY); // acquire USE <- leave
    }

    private IllegalStateException refused() {
        requireWhole.run();
        return state.get() == BUSY
                ? new IllegalStateException(
                        name + " is in use: it is for one thread at a time, and its handlers and leases count as use")
                : closedHere();
    }

    /** What an operation throws once closed. */
    IllegalStateException closedHere() {
        return new IllegalStateException(name + " is closed in this process");
    }

    void leave() {
        if (!state.compareAndSet(BUSY, IDLE)) { // release USE -> enter, release USE -> close
            state.set(CLOSED);
            onClosed.run();
        }
    }

    void close() {
        while (true) {
            if (state.compareAndSet(IDLE, CLOSED)) { // acquire USE <- leave
                onClosed.run();
                return;
            }
            if (state.compareAndSet(BUSY, CLOSING) || state.get() >= CLOSING) {
                return;
            }
        }
    }

    boolean isClosed() {
        return state.get() >= CLOSING;
    }

    /** For an operation that waits: the handle may be closed under it. */
    void requireOpen() {
        if (isClosed()) {
            throw refused();
        }
    }
}
