package io.millrace.internal.park;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that run continuations of waits without a thread. There are as many as are at work, so that a callback
 * that blocks delays no other, as it would in a pool of a fixed size: the common pool may have one thread, and that may
 * wait for the very message. Beyond {@value #MOST} the common pool takes over.
 */
public final class CallbackThreads {

    private static final int MOST = 256;
    private static final long KEPT_SECONDS = 2;
    private static final int MOST_TRIES = 10_000;

    /** Numbers the threads. Written and read by: any thread that makes one (read-modify-write). Orders nothing. */
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private static final ThreadPoolExecutor THREADS = new ThreadPoolExecutor(
            0,
            MOST,
            KEPT_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            CallbackThreads::thread,
            (task, pool) -> ForkJoinPool.commonPool().execute(task));

    private CallbackThreads() {}

    /**
     * As {@link #execute}; where no other thread can be had, this one runs the task. For a thread that holds no lock.
     */
    public static void executeOrRun(Runnable task) {
        try {
            execute(task);
        } catch (Throwable noThread) {
            task.run();
        }
    }

    /** What a thread that ends with an exception does with it. */
    public static void uncaught(Throwable thrown) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        } catch (Throwable e) {
            // As at the end of a thread: an exception of the handler has nowhere to go.
        }
    }

    /** Returns these threads, as an executor that does what {@link #execute} does. */
    public static Executor executor() {
        return CallbackThreads::execute;
    }

    /**
     * Runs a task on another thread.
     *
     * @throws RuntimeException if neither a thread of these nor the common pool can be had; so with an {@code Error}. The
     *     common pool is not asked where memory is short: it would keep the task and have no thread for it
     */
    public static void execute(Runnable task) {
        THREADS.execute(task);
    }

    /**
     * Hands two tasks that do nothing to a thread, one as it starts and one as it waits. The JVM initializes classes and
     * links calls when they are first used, which needs memory; a thread that lacks it then would lose what it was
     * handed.
     */
    static void rehearse() {
        Runnable nothing = () -> {};
        execute(nothing);
        for (int tries = 0; tries < MOST_TRIES && !THREADS.getQueue().offer(nothing); tries++) {
            Thread.yield();
        }
    }

    /** Inherits nothing from the thread that happens to need it. */
    static Thread thread(Runnable body) {
        Thread thread = new Thread(null, body, "millrace-callback-" + NUMBERS.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        return thread;
    }
}
