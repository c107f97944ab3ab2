package io.millrace.bench.suite.limits;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.RunChecks;
import io.millrace.bench.suite.harness.Team;
import java.util.Collections;

/** Threads that add one to the same long, as every claim of a place does that several threads compete for. */
final class Increments implements FixedWork {

    /** How one is added. */
    @FunctionalInterface
    interface Step {

        /** Adds one. */
        void increment(PaddedLong counter);

        /** One instruction that cannot fail. */
        Step GET_AND_ADD = counter -> counter.getAndAdd(1);

        /** A read and an instruction that fails if another thread was faster; then once more. */
        Step COMPARE_AND_SET = counter -> {
            long seen;
            do {
                seen = counter.getAcquire();
            } while (!counter.compareAndSet(seen, seen + 1));
        };
    }

    private final Step step;
    private final int each;
    private final int threads;
    private final PaddedLong counter = new PaddedLong();
    private final Team team;

    /**
     * Makes the threads.
     *
     * @param step how one is added
     * @param threads how many compete, 1 or more
     * @param increments how many in a run, of all threads together; a multiple of {@code threads}
     */
    Increments(Step step, int threads, int increments) {
        this.step = step;
        this.threads = threads;
        this.each = RunChecks.share("increments", increments, threads);
        this.team = new Team(Collections.nCopies(threads, this::work));
    }

    @Override
    public long run() throws InterruptedException {
        counter.setRelease(0);
        team.run();
        long expected = (long) each * threads;
        RunChecks.equal("counter", expected, counter.getAcquire());
        return expected;
    }

    private void work() {
        Step once = step;
        for (int i = 0; i < each; i++) {
            once.increment(counter);
        }
    }

    @Override
    public void close() {
        team.close();
    }
}
