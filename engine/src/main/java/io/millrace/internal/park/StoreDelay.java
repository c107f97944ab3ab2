package io.millrace.internal.park;

import io.millrace.internal.memory.Fences;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The far side of a thread that stores and then loads without a fence between the two. Whoever needs to know what such a thread has stored
 * before a load says so, and waits here for as long as a store can be on its way.
 *
 * <p>That time is short and does not depend on what the thread does. A store that was executed lies in the store buffer of its processor
 * until it has the line: some nanoseconds, microseconds where many processors want the line, for each of about a hundred entries at
 * most. Nothing stops the buffer from draining: interrupts, context switches and exits to a hypervisor complete or discard what is in the
 * pipeline, so a thread that is not running has no store under way. A millisecond is more than ten times the worst of this.
 *
 * <p>No memory model promises it. But neither does one promise that a volatile store becomes visible at all, and the alternative, to
 * make the JVM stop the thread, takes as long as the thread needs to a safepoint, which has no limit.
 */
public final class StoreDelay {

    private static final long NANOS = 1_000_000;
    private static final long LOOK_NANOS = 50_000;
    private static final int SNOOZES = 16;

    private StoreDelay() {}

    /**
     * Waits until all stores that other threads had executed when it was called are visible.
     *
     * @param enough whether that is known otherwise; looked at again and again
     */
    public static void await(BooleanSupplier enough) {
        Fences.storeLoad(); // what this thread has said is visible before the others' stores are waited for
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
