package io.millrace.support;

import io.millrace.internal.park.Parker;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Parks by a monitor and never returns for no reason, so that a lost wake-up is a hang, not a delay. Timed parks go by a manual
 * clock. Counts what it is asked.
 */
public final class StrictParker implements Parker {

    private final ManualClock clock;
    private final Object monitor;
    private final Set<Thread> permits = new HashSet<>();
    private final AtomicInteger parks = new AtomicInteger();
    private final AtomicInteger unparks = new AtomicInteger();

    public StrictParker(ManualClock clock) {
        this.clock = clock;
        this.monitor = clock.monitor();
    }

    @Override
    public void park(Object blocker) {
        parks.incrementAndGet();
        await(() -> false);
    }

    @Override
    public void parkNanos(Object blocker, long nanos) {
        parks.incrementAndGet();
        long start = clock.nanoTime();
        await(() -> clock.nanoTime() - start >= nanos);
    }

    private void await(BooleanSupplier timeIsUp) {
        Thread thread = Thread.currentThread();
        synchronized (monitor) {
            try {
                while (!permits.remove(thread) && !timeIsUp.getAsBoolean()) {
                    monitor.wait();
                }
            } catch (InterruptedException e) {
                thread.interrupt();
            }
        }
    }

    @Override
    public void unpark(Thread thread) {
        unparks.incrementAndGet();
        synchronized (monitor) {
            permits.add(thread);
            monitor.notifyAll();
        }
    }

    public int parks() {
        return parks.get();
    }

    public int unparks() {
        return unparks.get();
    }
}
