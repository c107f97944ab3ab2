package io.millrace.internal.park;

import io.millrace.internal.memory.Fences;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The counterpart of a thread that stores and then loads without a fence between the two. A thread that needs to know
 * what such a thread has stored before a load publishes that, and waits here for as long as a store can be on its way.
 *
 * <p>That time is short and does not depend on what the thread does. A store that was executed lies in the store buffer
 * of its processor until it has the line: some nanoseconds, microseconds where many processors want the line, for each
 * of about a hundred entries at most. Nothing stops the buffer from draining: interrupts, context switches and exits to
 * a hypervisor complete or discard what is in the pipeline, so a thread that is not running has no store under way. A
 * millisecond is more than ten times the worst of this.
 *
 * <p>No memory model promises it. But neither does one promise that a volatile store becomes visible at all, and the
 * alternative, to make the JVM stop the thread, takes as long as the thread needs to a safepoint, which has no limit.
 */
public final class StoreDelay {

    private static final long NANOS = 1_000_000;
    private static final long LOOK_NANOS = 50_000;
    private static final int SNOOZES = 16;
    private static final long FIRST_LOOK_NANOS = 100_000;

    private StoreDelay() {}

    /**
     * For how long to park before looking again, for a thread that has registered while a thread of the other side has
     * no fence between its claim and its look at the waiters. The claim may have been on its way when this thread
     * looked; so it looks again soon, since most often it is there by then, and once more when the time is over.
     *
     * @param start what {@link System#nanoTime} was after the registration
     * @return 0: any claim that was made in ignorance of the registration is visible by now, so that after one more
     *     look this thread may sleep
     */
    public static long nanosLeft(long start) {
        long waited = System.nanoTime() - start;
        return waited >= NANOS ? 0 : waited < FIRST_LOOK_NANOS ? FIRST_LOOK_NANOS : NANOS - waited;
    }

    /**
     * Waits until all stores that other threads had executed when it was called are visible.
     *
     * @param enough whether that is known otherwise; looked at again and again
     */
    public static void await(BooleanSupplier enough) {
        Fences.storeLoad(); // the stores of this thread are visible before it waits for those of others
        long start = System.nanoTime();
        int looks = 0;
        while (!enough.getAsBoolean() && System.nanoTime() - start < NANOS) {
            if (looks < SNOOZES) {
                looks++;
                Idle.snooze();
            } else {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }
}
