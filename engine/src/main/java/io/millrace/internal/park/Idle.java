package io.millrace.internal.park;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** What the machine and the current thread allow while idle. */
public final class Idle {

    private static final long SPIN_NANOS = 2_000;
    private static final int SAMPLE = 200;
    private static final int YIELDS_PER_NAP = 32;
    private static final long NAP_NANOS = 20_000;

    static final boolean ONE_PROCESSOR = Runtime.getRuntime().availableProcessors() == 1;
    private static final int PAUSES_PER_SPIN = calibrate();

    private Idle() {}

    /**
     * How many pauses fit in the time that spinning may take. A pause costs from 5 to 50 ns, depending on the
     * processor.
     */
    static int pausesPerSpin() {
        return PAUSES_PER_SPIN;
    }

    /**
     * Tells whether spinning can help the current thread: not on one processor, and not where it would hold a carrier.
     */
    static boolean spins() {
        return !ONE_PROCESSOR && !VirtualThreads.currentIsVirtual();
    }

    /**
     * Lets a thread continue that is in the middle of an operation, probably on another processor, perhaps waiting for
     * this one.
     */
    public static void snooze() {
        Thread.onSpinWait();
        yieldNow();
    }

    /**
     * Lets other threads run. A carrier of virtual threads runs the threads in its own queue before it looks elsewhere,
     * and a virtual thread that yields goes back into that queue. So if every carrier runs a yielding thread, the one
     * they wait for may never be scheduled. Therefore a virtual thread sleeps for a moment now and then. A platform
     * thread does where a yield costs more than that.
     */
    static void yieldNow() {
        if (VirtualThreads.currentIsVirtual()) {
            if (ThreadLocalRandom.current().nextInt(YIELDS_PER_NAP) == 0) {
                LockSupport.parkNanos(NAP_NANOS);
            } else {
                Thread.yield();
            }
        } else if (Yielding.SHARED.pays()) {
            Yielding.SHARED.yieldNow();
        } else {
            LockSupport.parkNanos(NAP_NANOS);
        }
    }

    private static int calibrate() {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long start = System.nanoTime();
            for (int pause = 0; pause < SAMPLE; pause++) {
                Thread.onSpinWait();
            }
            best = Math.min(best, System.nanoTime() - start);
        }
        return (int) Math.max(16, Math.min(1024, SPIN_NANOS * SAMPLE / Math.max(1, best)));
    }
}
