package io.millrace.internal.park;

/**
 * The seam through which threads park and unpark, so that tests can watch it or put a stricter one in its place. Parking may end
 * for no reason; callers look again at what they wait for. An unpark before a park makes that park return at once.
 */
public interface Parker {

    /** Parks the current thread until it is unparked or interrupted, or for no reason. */
    void park(Object blocker);

    /** As {@link #park}, for at most {@code nanos} nanoseconds. */
    void parkNanos(Object blocker, long nanos);

    /** Lets {@code thread} go on, or its next park return at once. */
    void unpark(Thread thread);

    /** Returns the parker of the JVM. */
    static Parker system() {
        return SystemParker.INSTANCE;
    }
}
