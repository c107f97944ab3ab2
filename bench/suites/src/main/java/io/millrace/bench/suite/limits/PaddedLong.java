package io.millrace.bench.suite.limits;

import java.util.concurrent.atomic.AtomicLongArray;

/** A long with a cache line of its own, wherever the heap puts it. */
final class PaddedLong {

    /** Far enough from both ends for lines of 128 bytes, and for a processor that fetches them in pairs. */
    private static final int INDEX = 32;

    private final AtomicLongArray words = new AtomicLongArray(2 * INDEX);

    long getAcquire() {
        return words.getAcquire(INDEX);
    }

    void setRelease(long value) {
        words.setRelease(INDEX, value);
    }

    long getAndAdd(long delta) {
        return words.getAndAdd(INDEX, delta);
    }

    boolean compareAndSet(long expected, long value) {
        return words.compareAndSet(INDEX, expected, value);
    }
}
