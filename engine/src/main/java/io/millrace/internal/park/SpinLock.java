package io.millrace.internal.park;

import io.millrace.internal.memory.Cursor;

/**
 * A lock for a few dozen instructions that run no foreign code. A thread that finds it taken spins a little and then
 * yields, because on a busy machine the holder may have been preempted. Not reentrant.
 */
public final class SpinLock {

    private static final int SPINS = 64;

    /**
     * 1 while taken.
     * <p>Written by: the thread that takes it (compare-and-set) and the one that holds it (release, {@code LOCK}).
     * <p>Read by: threads that want it (compare-and-set, {@code LOCK}; volatile while they wait).
     */
    private final Cursor taken = new Cursor(0);

    public void lock() {
        if (!taken.compareAndSet(0, 1)) { // acquire LOCK <- unlock
            lockSlow();
        }
    }

    private void lockSlow() {
        int spins = Idle.spins() ? SPINS : 0;
        do {
            while (taken.valueVolatile() != 0) {
                if (spins > 0) {
                    spins--;
                    Thread.onSpinWait();
                } else {
                    Idle.yieldNow();
                }
            }
        } while (!taken.compareAndSet(0, 1)); // acquire LOCK <- unlock
    }

    public void unlock() {
        taken.valueRelease(0); // release LOCK -> lock
    }
}
