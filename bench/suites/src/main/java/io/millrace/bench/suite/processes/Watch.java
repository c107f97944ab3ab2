package io.millrace.bench.suite.processes;

/** Ends what the local side waits for when the remote side fails. Any thread may fail it; one thread at a time works. */
final class Watch {

    private Thread working;
    private Throwable failure;

    /**
     * Begins work: from now on a failure interrupts this thread.
     *
     * @throws IllegalStateException if the remote side has failed
     */
    synchronized void begin() {
        check();
        working = Thread.currentThread();
    }

    /** Ends work. The interrupt of a failure ends with it. */
    synchronized void end() {
        working = null;
        if (failure != null) {
            Thread.interrupted();
        }
    }

    /** Says that the remote side has failed. The first failure stays. */
    synchronized void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
            if (working != null) {
                working.interrupt();
            }
        }
    }

    /**
     * Returns if nothing has failed.
     *
     * @throws IllegalStateException if the remote side has; the message says how
     */
    synchronized void check() {
        if (failure != null) {
            throw new IllegalStateException("the remote side failed: " + failure.getMessage(), failure);
        }
    }
}
