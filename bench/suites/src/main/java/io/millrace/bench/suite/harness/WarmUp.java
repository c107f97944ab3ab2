package io.millrace.bench.suite.harness;

import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Runs work until it is as fast as it gets: in blocks, until two that follow each other agree. How long that takes differs from peer
 * to peer by an order of magnitude, so a number of iterations that fits all would favour some. On the way runs become so long that
 * the release of their threads is no part of the figure.
 */
final class WarmUp {

    /** System property; {@code none} leaves the warm-up out, for trials whose figures mean nothing. */
    static final String PROPERTY = "millrace.warmup";

    private static final long BLOCK_NANOS = TimeUnit.MILLISECONDS.toNanos(80);
    private static final long SHORTEST_RUN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final double AGREEMENT = 1.1;
    private static final int FEWEST = 4;
    private static final int MOST = 25;

    /** A run that is lengthened gets so much longer than the shortest allowed, since it gets faster still. */
    private static final double MARGIN = 1.5;

    private final LongSupplier clock;
    private final Supplier<FixedWork> open;
    private final IntPredicate lengthen;
    private final Runnable started;

    /**
     * Makes a warm-up.
     *
     * @param clock nanoseconds
     * @param open makes the work and starts its threads
     * @param lengthen makes the runs of work that is opened from now on so many times as long, or returns false
     * @param started is told when the threads of new work have done a run
     */
    WarmUp(LongSupplier clock, Supplier<FixedWork> open, IntPredicate lengthen, Runnable started) {
        this.clock = clock;
        this.open = open;
        this.lengthen = lengthen;
        this.started = started;
    }

    /** Returns work that is warm. */
    FixedWork run() throws InterruptedException {
        FixedWork work = open.get();
        try {
            work.run();
            started.run();
            double before = Double.NaN;
            for (int block = 1; block <= MOST; block++) {
                long runs = 0;
                long messages = 0;
                long start = clock.getAsLong();
                long nanos;
                do {
                    messages += work.run();
                    runs++;
                    nanos = clock.getAsLong() - start;
                } while (nanos < BLOCK_NANOS);
                work.verify();
                long run = nanos / runs;
                if (run < SHORTEST_RUN_NANOS && lengthen.test(times(run))) {
                    work.close();
                    work = open.get();
                    work.run();
                    started.run();
                    before = Double.NaN;
                    continue;
                }
                double each = (double) nanos / messages;
                if (block >= FEWEST && agree(before, each)) {
                    break;
                }
                before = each;
            }
            return work;
        } catch (InterruptedException | RuntimeException e) {
            work.close();
            throw e;
        }
    }

    private static int times(long runNanos) {
        return (int) Math.ceil(MARGIN * SHORTEST_RUN_NANOS / Math.max(1, runNanos));
    }

    private static boolean agree(double one, double other) {
        return Math.max(one, other) <= AGREEMENT * Math.min(one, other);
    }
}
