package io.millrace.bench.suite.limits;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.RunChecks;

/** A call that one thread makes again and again, without another thread. */
final class Calls implements FixedWork {

    private final int calls;
    private final Call call;

    /**
     * Makes work that runs on the thread that calls {@link #run}.
     *
     * @param call what is called
     * @param calls how many in a run, 1 or more
     */
    Calls(Call call, int calls) {
        if (calls < 1) {
            throw new IllegalArgumentException("calls is " + calls + ", allowed is 1 or more");
        }
        this.call = call;
        this.calls = calls;
    }

    @Override
    public long run() {
        RunChecks.equal("number of calls", calls, call.make(calls));
        return calls;
    }

    /** A loop around one call. */
    @FunctionalInterface
    interface Call {

        /** Makes so many calls and returns how many were found to have done something, or else how many they were. */
        long make(int calls);

        /** Tells the processor that the thread spins. It has no effect that could be checked. */
        Call ON_SPIN_WAIT = calls -> {
            int made = 0;
            while (made < calls) {
                Thread.onSpinWait();
                made++;
            }
            return made;
        };

        /** Offers the processor to other threads. It has no effect that could be checked. */
        Call YIELD = calls -> {
            int made = 0;
            while (made < calls) {
                Thread.yield();
                made++;
            }
            return made;
        };

        /** Reads the clock, which must never go backwards. */
        Call NANO_TIME = calls -> {
            int forwards = 0;
            long last = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                long now = System.nanoTime();
                if (now - last >= 0) {
                    forwards++;
                }
                last = now;
            }
            return forwards;
        };
    }
}
