package io.millrace.internal.clock;

/** The clock that measures timeouts. Only differences between its values mean anything, and they may overflow. */
@FunctionalInterface
public interface NanoClock {

    /** Returns the present value, in nanoseconds. */
    long nanoTime();

    /** Returns the clock of the JVM. */
    static NanoClock system() {
        return SystemClock.INSTANCE;
    }
}
