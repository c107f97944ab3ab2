package io.millrace.bench.suite.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Threads that do their jobs again and again: the only ones that measure, beside the one that calls the benchmark. They live as
 * long as this object and wait at a barrier between runs, so that a run starts no thread; the barrier releases all of them at once.
 * One thread at a time may call this object.
 */
public final class Team implements AutoCloseable {

    /** What the names of all platform threads at work begin with; {@link Costs} counts these threads only. */
    public static final String THREAD_NAME_PREFIX = "team-";

    /** Far above any run; a run that takes longer has lost a message or a wake-up. */
    private static final long STALLED_AFTER_SECONDS = 120;

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CyclicBarrier start;
    /** Written before the threads leave the start barrier, read by them after it. */
    private CountDownLatch working = new CountDownLatch(0);

    /**
     * Starts platform threads.
     *
     * @param jobs what each of them does in a run, one or more; a job that waits must end when its thread is interrupted
     */
    public Team(List<? extends Job> jobs) {
        this(TeamThreads.PLATFORM, jobs);
    }

    /**
     * Starts the threads.
     *
     * @param kind which threads
     * @param jobs what each of them does in a run, one or more; a job that waits must end when its thread is interrupted
     * @throws UnsupportedOperationException if this JDK has no such threads
     */
    public Team(TeamThreads kind, List<? extends Job> jobs) {
        start = new CyclicBarrier(jobs.size() + 1);
        for (Job job : jobs) {
            threads.add(kind.start(THREAD_NAME_PREFIX + threads.size(), () -> repeat(job)));
        }
    }

    /**
     * Lets every thread do its job once, and returns when the last has finished. What the jobs did happens-before the return.
     *
     * @throws IllegalStateException if a job threw something, or did not end within two minutes; this object is then of no further
     *     use
     */
    public void run() throws InterruptedException {
        release();
        CountDownLatch finished = working;
        boolean inTime = finished.await(STALLED_AFTER_SECONDS, TimeUnit.SECONDS);
        check();
        if (!inTime) {
            throw new IllegalStateException("after " + STALLED_AFTER_SECONDS + " s " + finished.getCount() + " of "
                    + threads.size() + " threads still work");
        }
    }

    /**
     * Lets every thread begin its job and returns at once: for jobs that end only with this object, which is released once.
     *
     * @throws IllegalStateException if a job threw something before, or the threads do not come to the barrier within two minutes
     */
    public void release() throws InterruptedException {
        working = new CountDownLatch(threads.size());
        try {
            check();
            start.await(STALLED_AFTER_SECONDS, TimeUnit.SECONDS);
        } catch (BrokenBarrierException | TimeoutException e) {
            fail(e);
            check();
        }
    }

    /**
     * Returns if nothing has failed.
     *
     * @throws IllegalStateException if a job threw something
     */
    public void check() {
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("the run failed: " + cause, cause);
        }
    }

    private void repeat(Job job) {
        try {
            while (true) {
                start.await();
                job.run();
                working.countDown();
            }
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** Keeps the first failure and ends the run for everybody. The list of threads is complete once a run has begun. */
    private void fail(Throwable cause) {
        if (failure.compareAndSet(null, cause)) {
            threads.forEach(Thread::interrupt);
        }
        while (working.getCount() > 0) {
            working.countDown();
        }
    }

    /** Ends the threads, also those that wait in their jobs. An interrupt ends the wait for their end. */
    @Override
    public void close() {
        failure.compareAndSet(null, new IllegalStateException("closed"));
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(STALLED_AFTER_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What one thread does in a run. */
    @FunctionalInterface
    public interface Job {

        /** Does it once. */
        void run() throws Exception;
    }
}
