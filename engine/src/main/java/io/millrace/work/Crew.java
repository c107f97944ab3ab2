package io.millrace.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Threads that work together, and their end. Once the last has ended no more are started. */
final class Crew {

    private final ThreadFactory factory;
    private final Runnable whenDone;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition done = lock.newCondition();

    // Under the lock.
    private final List<Thread> threads = new ArrayList<>();
    private int live;
    private boolean ended;

    /** The last thread runs {@code whenDone} before it ends. */
    Crew(ThreadFactory factory, Runnable whenDone) {
        this.factory = Objects.requireNonNull(factory, "threads");
        this.whenDone = whenDone;
    }

    static void requireWorkers(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("workers is " + workers + ", allowed is 1 or more");
        }
    }

    /** Starts one more thread. Returns false if all have ended. The factory runs outside of the lock. */
    boolean start(Runnable body) {
        lock.lock();
        try {
            if (ended) {
                return false;
            }
            live++;
        } finally {
            lock.unlock();
        }
        Thread thread = null;
        try {
            thread = Objects.requireNonNull(factory.newThread(() -> run(body)), "thread made by the factory");
            add(thread);
            thread.start();
        } catch (Throwable e) {
            giveUp(thread);
            throw e;
        }
        return true;
    }

    private void add(Thread thread) {
        lock.lock();
        try {
            threads.removeIf(other -> other.getState() == Thread.State.TERMINATED);
            threads.add(thread);
        } finally {
            lock.unlock();
        }
    }

    private void giveUp(@Nullable Thread thread) {
        lock.lock();
        try {
            threads.remove(thread);
        } finally {
            lock.unlock();
        }
        leave();
    }

    private void run(Runnable body) {
        try {
            body.run();
        } finally {
            leave();
        }
    }

    private void leave() {
        if (!isLast()) {
            return;
        }
        try {
            whenDone.run();
        } finally {
            lock.lock();
            live = 0;
            done.signalAll();
            lock.unlock();
        }
    }

    /** Takes a thread off the count, unless it is the last, which stays on it while it runs {@link #whenDone}. */
    private boolean isLast() {
        lock.lock();
        try {
            ended = live == 1;
            if (!ended) {
                live--;
            }
            return ended;
        } finally {
            lock.unlock();
        }
    }

    void interrupt() {
        for (Thread thread : snapshot()) {
            thread.interrupt();
        }
    }

    private List<Thread> snapshot() {
        lock.lock();
        try {
            return List.copyOf(threads);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all threads have ended. Returns false if one has not after so long. */
    boolean join(Duration timeout) throws InterruptedException {
        long nanos = Nanos.of(timeout);
        long start = System.nanoTime();
        if (snapshot().contains(Thread.currentThread())) {
            throw new IllegalStateException(
                    Thread.currentThread() + " is one of the workers and cannot wait for the end of itself");
        }
        lock.lockInterruptibly();
        try {
            while (live > 0) {
                long left = Nanos.left(nanos, start, System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                done.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
        for (Thread thread : snapshot()) {
            long left = Nanos.left(nanos, start, System.nanoTime());
            // At least a millisecond: a thread that has only to return is not worth a false.
            TimeUnit.MILLISECONDS.timedJoin(thread, Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
            if (thread.isAlive()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Waits until all threads have ended; if interrupted, runs {@code hurry}, waits on, and sets the interrupt flag
     * again.
     */
    void joinOr(Runnable hurry) {
        boolean interrupted = false;
        while (true) {
            try {
                join(Nanos.FOREVER);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                hurry.run();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
