package io.millrace.support;

import io.millrace.internal.clock.NanoClock;

/** A clock that only {@link #advance} moves. It may start near {@code Long.MAX_VALUE} and overflow. */
public final class ManualClock implements NanoClock {

    private final Object monitor = new Object();
    private volatile long now;

    public ManualClock(long start) {
        this.now = start;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    public void advance(long nanos) {
        synchronized (monitor) {
            now += nanos;
            monitor.notifyAll();
        }
    }

    /** Guards the parkers that sleep by this clock, so that an advance wakes them. */
    Object monitor() {
        return monitor;
    }
}
