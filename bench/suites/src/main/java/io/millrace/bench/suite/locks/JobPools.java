package io.millrace.bench.suite.locks;

import io.millrace.Channel;
import io.millrace.bench.suite.peer.SimpleHandoff;
import io.millrace.work.WorkerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The ways to give jobs to workers. */
final class JobPools {

    private JobPools() {}

    /** Makes threads of type {@link JobQueue.Worker}, which the jobs ask for. */
    @FunctionalInterface
    interface WorkerFactory extends ThreadFactory {

        @Override
        JobQueue.Worker newThread(Runnable task);
    }

    /** Millrace's pool. */
    static final class Pool implements JobPool {

        private final Channel<Runnable> jobs = Channel.bounded(LocksSuite.CAPACITY);
        private final WorkerPool<Runnable> pool;

        Pool(int workers, WorkerFactory threads) {
            pool = WorkerPool.on(jobs, threads).workers(workers).start(Runnable::run);
        }

        @Override
        public void submit(Runnable job) throws InterruptedException {
            jobs.send(job);
        }

        @Override
        public void close() {
            pool.close();
        }
    }

    /** Threads of the caller's own that receive from one channel. */
    static final class Receiving implements JobPool {

        private final Channel<Runnable> jobs = Channel.bounded(LocksSuite.CAPACITY);

        Receiving(int workers, WorkerFactory threads) {
            for (int i = 0; i < workers; i++) {
                threads.newThread(this::work).start();
            }
        }

        private void work() {
            try {
                Runnable job;
                while ((job = jobs.receiveOrNull()) != null) {
                    job.run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                jobs.cancel();
            }
        }

        @Override
        public void submit(Runnable job) throws InterruptedException {
            jobs.send(job);
        }

        @Override
        public void close() {
            jobs.close();
        }
    }

    /** The JDK's pool, whose queue would refuse a job when it is full; here the submitter waits. */
    static final class Executor implements JobPool {

        private final ThreadPoolExecutor executor;

        Executor(int workers, WorkerFactory threads) {
            executor = new ThreadPoolExecutor(
                    workers,
                    workers,
                    0,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(LocksSuite.CAPACITY),
                    threads,
                    Executor::waitForRoom);
            executor.prestartAllCoreThreads();
        }

        private static void waitForRoom(Runnable job, ThreadPoolExecutor executor) {
            try {
                executor.getQueue().put(job);
            } catch (InterruptedException e) {
                throw new RejectedExecutionException("interrupted while the queue was full", e);
            }
        }

        @Override
        public void submit(Runnable job) {
            executor.execute(job);
        }

        @Override
        public void close() {
            executor.shutdownNow();
        }
    }

    /** The textbook's bounded buffer. */
    static final class Conditions implements JobPool {

        private final SimpleHandoff<Runnable> jobs = new SimpleHandoff<>(LocksSuite.CAPACITY);
        private final List<Thread> workers = new ArrayList<>();

        Conditions(int workers, WorkerFactory threads) {
            for (int i = 0; i < workers; i++) {
                this.workers.add(threads.newThread(this::work));
            }
            this.workers.forEach(Thread::start);
        }

        private void work() {
            try {
                while (true) {
                    jobs.receive().run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void submit(Runnable job) throws InterruptedException {
            jobs.send(job);
        }

        @Override
        public void close() {
            workers.forEach(Thread::interrupt);
        }
    }
}
