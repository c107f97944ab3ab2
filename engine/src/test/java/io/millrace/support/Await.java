package io.millrace.support;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what another thread is sure to bring about. The limit only turns a hang into a failure. */
public final class Await {

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(40);
    private static final int SPINS = 100;

    private Await() {}

    public static void until(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        for (int looks = 0; !condition.getAsBoolean(); looks++) {
            if (System.nanoTime() - start > LIMIT_NANOS) {
                throw new AssertionError("waited in vain until " + what);
            }
            if (looks < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }
}
