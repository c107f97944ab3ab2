package io.millrace.bench.suite.peer;

import java.util.concurrent.locks.LockSupport;

/**
 * How a thread waits on a queue that does not block: it spins, then yields, then naps. The same for all such queues, so that
 * they differ in the queue only.
 */
public final class Backoff {

    private static final int SPINS = 100;
    private static final int YIELDS = 200;
    private static final long NAP_NANOS = 1_000;

    private Backoff() {}

    /**
     * Waits a little, longer the more tries there were.
     *
     * @param tries how many tries failed before this one
     * @return the number to pass after the next failed try
     * @throws InterruptedException if the thread was interrupted by the time it would nap
     */
    public static int pause(int tries) throws InterruptedException {
        if (tries < SPINS) {
            Thread.onSpinWait();
        } else if (tries < SPINS + YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(NAP_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return tries;
        }
        return tries + 1;
    }
}
