package io.millrace.bench.suite.locks;

/** Workers behind a queue of {@link LocksSuite#CAPACITY} places. */
interface JobPool extends AutoCloseable {

    /** Hands a job over, waiting for room. */
    void submit(Runnable job) throws InterruptedException;

    /** Ends the workers. */
    @Override
    void close();
}
