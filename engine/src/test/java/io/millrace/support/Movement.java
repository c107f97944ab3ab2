package io.millrace.support;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * Tells whether anything moves: whether this JVM, or a process that it started, uses CPU time. A slow or busy machine gives a
 * test less of that time, but some; a deadlock uses none. Time is counted in looks, so that a JVM that was stopped as a whole is not
 * blamed for it. Used by one thread.
 */
final class Movement {

    /** Less than this per look is what an idle JVM, the looks themselves and the coarseness of the clocks of CPU time come to. */
    private static final long IDLE_NANOS = 20_000_000;

    private static final long COARSENESS_NANOS = 50_000_000;

    private static final com.sun.management.OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

    private final int stillLooksAllowed;
    private final long startNanos = SYSTEM.getProcessCpuTime();
    private long seenNanos = startNanos;
    private long seenOfChildrenNanos = childrenNanos();
    private int stillLooks;
    private long usedNanos;

    /** Something that counts as stuck after so many looks without movement; look once a second. */
    Movement(int stillLooksAllowed) {
        this.stillLooksAllowed = stillLooksAllowed;
    }

    /** Looks, and tells whether nothing has moved for too many looks. */
    boolean isStuck() {
        long nanos = SYSTEM.getProcessCpuTime();
        long ofChildrenNanos = childrenNanos();
        // Less than before: one of the children has ended, which is movement too.
        usedNanos += nanos - seenNanos + Math.abs(ofChildrenNanos - seenOfChildrenNanos);
        seenNanos = nanos;
        seenOfChildrenNanos = ofChildrenNanos;
        stillLooks++;
        if (usedNanos > stillLooks * IDLE_NANOS + COARSENESS_NANOS) {
            stillLooks = 0;
            usedNanos = 0;
        }
        return stillLooks >= stillLooksAllowed;
    }

    /** The CPU time that this JVM has used since this object was made. */
    Duration cpuTime() {
        return Duration.ofNanos(seenNanos - startNanos);
    }

    private static long childrenNanos() {
        return ProcessHandle.current()
                .descendants()
                .mapToLong(child ->
                        child.info().totalCpuDuration().map(Duration::toNanos).orElse(0L))
                .sum();
    }
}
