package io.millrace.bench.suite.limits;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.RunChecks;
import io.millrace.bench.suite.harness.Team;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * One cache line goes to and fro between two threads that spin on it: each waits for the other's number and writes the next. No
 * handoff whose receiver answers can be faster than two of these.
 *
 * <p>Threads that share a processor would spin for a whole time slice each, so one that waits too long yields; many yields tell
 * that the figure is not the line's but the scheduler's.
 */
final class LineTransfer implements FixedWork {

    /** Tens of microseconds: some hundred transfers. */
    private static final int SPINS_BEFORE_YIELD = 1 << 15;

    private final int transfers;
    private final PaddedLong line = new PaddedLong();
    private final LongAdder yields = new LongAdder();
    private final Team team = new Team(List.of(() -> play(0), () -> play(1)));

    /**
     * Makes the two threads.
     *
     * @param transfers how many in a run, 2 or more; an even number
     */
    LineTransfer(int transfers) {
        if (transfers < 2 || transfers % 2 != 0) {
            throw new IllegalArgumentException("transfers is " + transfers + ", allowed are even numbers of 2 or more");
        }
        this.transfers = transfers;
    }

    @Override
    public long run() throws InterruptedException {
        yields.reset();
        line.setRelease(0);
        team.run();
        RunChecks.equal("last number on the line", transfers, line.getAcquire());
        return transfers;
    }

    private void play(int first) throws InterruptedException {
        for (int number = first; number < transfers; number += 2) {
            await(number);
            line.setRelease(number + 1);
        }
    }

    private void await(long number) throws InterruptedException {
        int spins = 0;
        while (line.getAcquire() != number) {
            if (++spins == SPINS_BEFORE_YIELD) {
                spins = 0;
                yields.increment();
                Thread.yield();
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }

    @Override
    public long yields() {
        return yields.sum();
    }

    @Override
    public void close() {
        team.close();
    }
}
