package io.millrace.support;

import io.millrace.TimeSource;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** The time of the JVM, for one thread whose first park is something that happens just then, and returns. */
public final class HookedTime extends TimeSource {

    private final Callable<?> atFirst;
    private boolean hasParked;

    public HookedTime(Callable<?> atFirst) {
        this.atFirst = atFirst;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    protected void park(Object blocker) {
        if (hasParked) {
            LockSupport.park(blocker);
        } else {
            hook();
        }
    }

    @Override
    protected void parkNanos(Object blocker, long nanos) {
        if (hasParked) {
            LockSupport.parkNanos(blocker, nanos);
        } else {
            hook();
        }
    }

    private void hook() {
        hasParked = true;
        try {
            atFirst.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected void unpark(Thread thread) {
        LockSupport.unpark(thread);
    }
}
