package io.millrace.internal.park;

import java.util.concurrent.locks.LockSupport;

enum SystemParker implements Parker {
    INSTANCE;

    static {
        // Loading LockSupport during a first park could swallow an unpark (JDK-8074773).
        Class<?> ensureLoaded = LockSupport.class;
    }

    @Override
    public void park(Object blocker) {
        LockSupport.park(blocker);
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
