package io.millrace.support;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread is sure to bring about. A wait in vain fails once nothing moves, see {@link Movement}. */
public final class Await {

    private static final int STILL_LOOKS = 20;
    private static final int SPINS = 100;
    private static final int YIELDS = 10_000;
    private static final long LONGEST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private Await() {}

    public static void until(String what, BooleanSupplier condition) {
        for (int looks = 0; looks < SPINS + YIELDS; looks++) {
            if (condition.getAsBoolean()) {
                return;
            }
            if (looks < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
        napUntil(what, condition);
    }

    /** NapBackoff grow, so that this thread itself does not count as movement. */
    private static void napUntil(String what, BooleanSupplier condition) {
        boolean wasInterrupted = Thread.interrupted();
        Movement movement = new Movement(STILL_LOOKS);
        long looked = System.nanoTime();
        long napNanos = 1_000;
        while (!condition.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new AssertionError("interrupted while waiting until " + what);
            }
            LockSupport.parkNanos(napNanos);
            napNanos = Math.min(napNanos * 2, LONGEST_NAP_NANOS);
            if (System.nanoTime() - looked > LOOK_NANOS) {
                looked = System.nanoTime();
                if (movement.isStuck()) {
                    throw new AssertionError("waited in vain until " + what);
                }
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
