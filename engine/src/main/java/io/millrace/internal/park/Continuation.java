package io.millrace.internal.park;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A task for {@link CallbackThreads} that is not lost when memory or threads run out, and whose start never waits. It
 * is made while there is memory, and looks for what there is to do, so that one run may serve several starts.
 *
 * <p>One that finds no thread, or breaks off for want of memory, is left to a thread that was made beforehand, which
 * tries again until it succeeds, and runs it itself where there is no other thread.
 */
public final class Continuation implements Runnable {

    private final Runnable task;

    // Guarded by the rescuer's lock.
    private boolean left;
    private @Nullable Continuation next;

    /** Throws if there is no memory for it, or no thread for those to come. */
    public Continuation(Runnable task) {
        this.task = task;
        Rescuer.prepare();
    }

    /** Has a thread run the task, now or once there is one. Throws nothing, and may be called under a lock. */
    public void start() {
        try {
            CallbackThreads.execute(this);
        } catch (Throwable noThread) {
            Rescuer.take(this);
        }
    }

    @Override
    public void run() {
        try {
            task.run();
        } catch (OutOfMemoryError e) {
            Rescuer.take(this);
        }
    }

    /** The thread for continuations that no other thread could run. It parks as long as there are none. */
    private static final class Rescuer implements Runnable {

        /** Memory and threads take a moment to come back. */
        private static final long PAUSE_NANOS = 100_000;

        private static final SpinLock LOCK = new SpinLock();

        // Guarded by the lock: the continuations that were left, oldest first.
        private static @Nullable Continuation first;
        private static @Nullable Continuation last;

        /**
         * The thread; null until there is a continuation, and again if it could not be started.
         * <p>Written by: a thread that makes a continuation (compare-and-set), and if it fails to start it (volatile).
         * <p>Read by: any thread that makes or leaves one (volatile). Orders nothing: the lock does.
         */
        private static final AtomicReference<@Nullable Thread> THREAD = new AtomicReference<>();

        static void prepare() {
            if (THREAD.get() == null) {
                Thread made = CallbackThreads.thread(new Rescuer());
                if (THREAD.compareAndSet(null, made)) {
                    start(made);
                }
            }
        }

        private static void start(Thread made) {
            try {
                CallbackThreads.rehearse();
                made.start();
            } catch (Throwable e) {
                THREAD.set(null);
                throw e;
            }
        }

        static void take(Continuation continuation) {
            LOCK.lock();
            try {
                if (continuation.left) {
                    return;
                }
                continuation.left = true;
                if (last == null) {
                    first = continuation;
                } else {
                    last.next = continuation;
                }
                last = continuation;
            } finally {
                LOCK.unlock();
            }
            LockSupport.unpark(THREAD.get());
        }

        private static @Nullable Continuation poll() {
            LOCK.lock();
            try {
                Continuation oldest = first;
                if (oldest != null) {
                    first = oldest.next;
                    last = first == null ? null : last;
                    oldest.next = null;
                    oldest.left = false;
                }
                return oldest;
            } finally {
                LOCK.unlock();
            }
        }

        @Override
        public void run() {
            while (true) {
                try {
                    serve();
                } catch (OutOfMemoryError e) { // this thread is the last that may give up
                    Thread.onSpinWait();
                }
            }
        }

        private void serve() {
            Continuation oldest = poll();
            if (oldest == null) {
                LockSupport.park(this);
            } else {
                tryAgain(oldest);
                LockSupport.parkNanos(this, PAUSE_NANOS);
            }
        }

        private static void tryAgain(Continuation continuation) {
            try {
                CallbackThreads.execute(continuation);
            } catch (Throwable noThread) {
                runHere(continuation);
            }
        }

        private static void runHere(Continuation continuation) {
            try {
                continuation.run();
            } catch (Throwable e) {
                CallbackThreads.uncaught(e);
            }
        }
    }
}
