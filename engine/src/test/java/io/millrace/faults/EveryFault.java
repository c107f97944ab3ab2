package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.faults.FaultPoint.Fault;
import io.millrace.support.Actors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs each operation of some scenarios once for each point at which a fault can be thrown into it. */
final class EveryFault {

    private static final int MOST_POINTS = 2_000;
    private static final int MOST_FAILURES = 5;

    private final FaultLoader loader;
    private final int enoughUnreached;
    private final boolean inThreads;

    private EveryFault(FaultLoader loader, int enoughUnreached, boolean inThreads) {
        this.loader = loader;
        this.enoughUnreached = enoughUnreached;
        this.inThreads = inThreads;
    }

    /** For operations that take the same way in each run. */
    static EveryFault on(FaultLoader loader) {
        return new EveryFault(loader, 1, false);
    }

    /**
     * For operations with threads: which of several threads does what is not the same in each run. Each operation runs in a thread of its
     * own, whose stack says where it waits if it does for ever.
     */
    static EveryFault onThreads(FaultLoader loader) {
        return new EveryFault(loader, 3, true);
    }

    void requireWhole(String scenarios, Fault fault) throws Exception {
        List<String> failures = new ArrayList<>();
        int points = 0;
        int operations = all(scenarios).size();
        for (int operation = 0; operation < operations; operation++) {
            // once without a fault, so that what is made once and kept, or linked, is there
            FaultScenario warm = all(scenarios).get(operation);
            if (!warm.takes(fault)) {
                continue;
            }
            try {
                warm.setUp();
                warm.operate();
                warm.check(null);
                requireNothingCalledUnderLock();
            } catch (Throwable e) {
                throw new AssertionError(warm.name() + ", without a fault: " + e, e);
            }
            int unreached = 0;
            int failed = 0;
            for (int point = 1; point < MOST_POINTS && unreached < enoughUnreached && failed < MOST_FAILURES; point++) {
                FaultScenario scenario = all(scenarios).get(operation);
                scenario.setUp();
                Throwable thrown =
                        inThreads ? operateInThread(scenario, fault, point) : operate(scenario, fault, point);
                String thrownAt = FaultPoint.disarm();
                if (thrownAt == null) {
                    unreached++;
                } else {
                    points++;
                }
                try {
                    if (thrown instanceof AssertionError error) {
                        throw error;
                    }
                    scenario.check(thrown);
                    requireNothingCalledUnderLock();
                } catch (Throwable e) {
                    failures.add(scenario.name() + ", fault " + point + " in " + thrownAt + ": " + e);
                    failed++;
                }
            }
            if (unreached < enoughUnreached && failed < MOST_FAILURES) {
                failures.add(warm.name() + ": more than " + MOST_POINTS + " points");
            }
        }

        assertThat(failures).isEmpty();
        assertThat(points).isPositive();
    }

    private static void requireNothingCalledUnderLock() {
        String what = FaultPoint.takeCalledUnderLock();
        if (what != null) {
            throw new AssertionError(what + " ran under a lock");
        }
    }

    private static @Nullable Throwable operateInThread(FaultScenario scenario, Fault fault, int point) {
        try (Actors actors = new Actors()) {
            return actors.start("operation", () -> operate(scenario, fault, point))
                    .join();
        }
    }

    private static @Nullable Throwable operate(FaultScenario scenario, Fault fault, int point) {
        FaultPoint.arm(fault, point);
        Throwable thrown = null;
        try {
            scenario.operate();
        } catch (Throwable e) {
            thrown = e;
        }
        int locks = FaultPoint.takeLocks();
        return locks == 0 ? thrown : new AssertionError(locks + " locks are still taken, after " + thrown);
    }

    @SuppressWarnings("unchecked")
    private List<FaultScenario> all(String scenarios) throws ReflectiveOperationException {
        return (List<FaultScenario>) loader.loadClass("io.millrace.faults." + scenarios)
                .getMethod("all")
                .invoke(null);
    }
}
