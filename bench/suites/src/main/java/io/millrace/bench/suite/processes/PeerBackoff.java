package io.millrace.bench.suite.processes;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * How a thread waits on what does not wait by itself: as a shared ring does, it spins for some microseconds, yields, then naps, each nap
 * twice as long as the one before. For one thread.
 */
final class PeerBackoff {

    private static final int SPINS = 100;
    private static final int YIELDS = 32;
    private static final long SHORTEST_NANOS = TimeUnit.MICROSECONDS.toNanos(8);
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final IdleStrategy idle = new BackoffIdleStrategy(SPINS, YIELDS, SHORTEST_NANOS, LONGEST_NANOS);

    /** Begins another wait. */
    void restart() {
        idle.reset();
    }

    /** Waits a little. */
    void pause() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        idle.idle();
    }
}
