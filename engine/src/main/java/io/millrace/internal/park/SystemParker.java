package io.millrace.internal.park;

import io.millrace.internal.memory.Initialized;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

enum SystemParker implements Parker {
    INSTANCE;

    static {
        // Loading LockSupport during a first park could swallow an unpark (JDK-8074773).
        Initialized.ensure(MethodHandles.lookup(), LockSupport.class, OnePark.class);
    }

    @Override
    public void park(Object blocker) {
        if (Thread.currentThread() instanceof ForkJoinWorkerThread) {
            parkWorker(blocker);
        } else {
            LockSupport.park(blocker);
        }
    }

    /** Lets the pool start another worker meanwhile: the task that ends this park may stand behind the current one. */
    private static void parkWorker(Object blocker) {
        OnePark park = new OnePark(blocker);
        try {
            ForkJoinPool.managedBlock(park);
        } catch (InterruptedException e) {
            throw new AssertionError("one park does not throw it", e);
        } catch (RejectedExecutionException | OutOfMemoryError noMoreWorkers) {
            park.block();
        }
    }

    private static final class OnePark implements ForkJoinPool.ManagedBlocker {

        private final Object blocker;
        private boolean done;

        OnePark(Object blocker) {
            this.blocker = blocker;
        }

        @Override
        public boolean block() {
            if (!done) {
                done = true;
                LockSupport.park(blocker);
            }
            return true;
        }

        @Override
        public boolean isReleasable() {
            return done || Thread.currentThread().isInterrupted();
        }
    }

    @Override
    public void parkNanos(Object blocker, long nanos) {
        LockSupport.parkNanos(blocker, nanos);
    }

    @Override
    public void unpark(Thread thread) {
        LockSupport.unpark(thread);
    }
}
