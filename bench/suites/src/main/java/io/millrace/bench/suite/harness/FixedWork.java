package io.millrace.bench.suite.harness;

/** Work of a fixed size that a benchmark does again and again. One thread at a time calls it. */
public interface FixedWork extends AutoCloseable {

    /**
     * Does the work once and checks that all of it was done.
     *
     * @return how many messages or steps that were
     * @throws IllegalStateException if something was lost or doubled, or a thread failed; this object is then of no further use
     */
    long run() throws InterruptedException;

    /** Whether the thread that calls is at work, not only waiting for others. */
    default boolean isDoneByCaller() {
        return false;
    }

    /** Returns how often, in the last run, a thread that spins gave its processor away because the other did not answer. */
    default long yields() {
        return 0;
    }

    /** Returns how many messages of the last run were sent when the next one was due already. */
    default long late() {
        return 0;
    }

    /**
     * Checks after some runs, outside of the measured time, what would take too long to check in each.
     *
     * @throws IllegalStateException if something is wrong
     */
    default void verify() throws InterruptedException {}

    /** Ends the threads. */
    @Override
    default void close() {}
}
