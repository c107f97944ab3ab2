package io.millrace.bench.suite.harness;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/** How long threads have run on processors. */
public final class CpuTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CpuTime() {}

    /** Whether this JVM measures it. */
    public static boolean available() {
        return THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();
    }

    /**
     * Adds up the processor time, in their own code and in the kernel, of all live platform threads whose names begin so,
     * but for the calling thread.
     *
     * @param namePrefix as {@link ContextSwitches#of} takes it
     * @return nanoseconds
     * @throws IllegalStateException if this JVM does not measure it
     */
    public static long nanos(String namePrefix) {
        if (!available()) {
            throw new IllegalStateException("this JVM does not measure the processor time of threads");
        }
        long caller = Thread.currentThread().getId();
        long sum = 0;
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith(namePrefix) && thread.getThreadId() != caller) {
                sum += Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId())); // -1: ended meanwhile
            }
        }
        return sum;
    }

    /**
     * Returns the processor time of the calling thread, in nanoseconds.
     *
     * @throws IllegalStateException if this JVM does not measure it
     */
    public static long ofCaller() {
        if (!THREADS.isCurrentThreadCpuTimeSupported()) {
            throw new IllegalStateException("this JVM does not measure the processor time of threads");
        }
        return THREADS.getCurrentThreadCpuTime();
    }
}
