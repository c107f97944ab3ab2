package io.millrace.internal.park;

/**
 * How a thread waits for another process, which cannot unpark it: it spins, yields, then naps, each nap twice as long as the one before,
 * up to a millisecond. So it notices what it waits for within a nap and what the scheduler adds, and when idle for long it wakes up a
 * thousand times a second to look. For one wait of one thread.
 */
public final class Naps {

    private static final int YIELDS = 32;
    private static final long SHORTEST_NANOS = 8_000;
    private static final long LONGEST_NANOS = 1_000_000;

    private int looks;
    private long nap;

    /** Makes one that has not waited yet. */
    public Naps() {
        restart();
    }

    /** Begins another wait. */
    public void restart() {
        looks = Idle.spins() ? 0 : Idle.pausesPerSpin();
        nap = SHORTEST_NANOS;
    }

    /** Waits a little, at most so many nanoseconds. Returns at once if the thread is interrupted. */
    public void pause(Object blocker, long atMostNanos) {
        if (looks < Idle.pausesPerSpin()) {
            looks++;
            Thread.onSpinWait();
        } else if (looks < Idle.pausesPerSpin() + YIELDS) {
            looks++;
            Thread.yield();
        } else {
            Parker.system().parkNanos(blocker, Math.min(nap, atMostNanos));
            nap = Math.min(2 * nap, LONGEST_NANOS);
        }
    }
}
