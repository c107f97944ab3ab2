package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.faults.FaultPoint.Fault;
import java.util.ArrayList;
import java.util.List;

/** Runs each operation of some scenarios once for each point at which a fault can be thrown into it. */
final class EveryFault {

    private static final int MOST_POINTS = 2_000;
    private static final int MOST_FAILURES = 5;

    private EveryFault() {}

    static void requireWhole(FaultLoader loader, String scenarios, Fault fault) throws Exception {
        List<String> failures = new ArrayList<>();
        int points = 0;
        int operations = scenarios(loader, scenarios).size();
        for (int operation = 0; operation < operations; operation++) {
            // once without a fault, so that what is made once and kept, or linked, is there
            FaultScenario warm = scenarios(loader, scenarios).get(operation);
            if (!warm.takes(fault)) {
                continue;
            }
            warm.setUp();
            warm.operate();
            warm.check(null);
            int failed = 0;
            for (int point = 1; point < MOST_POINTS && failed < MOST_FAILURES; point++) {
                FaultScenario scenario = scenarios(loader, scenarios).get(operation);
                scenario.setUp();
                Throwable thrown = null;
                FaultPoint.arm(fault, point);
                try {
                    scenario.operate();
                } catch (Throwable e) {
                    thrown = e;
                }
                String thrownAt = FaultPoint.disarm();
                if (thrownAt == null) {
                    break;
                }
                points++;
                try {
                    if (thrown instanceof AssertionError error) {
                        throw error;
                    }
                    scenario.check(thrown);
                } catch (Throwable e) {
                    failures.add(scenario.name() + ", fault " + point + " in " + thrownAt + ": " + e);
                    failed++;
                }
            }
        }

        assertThat(failures).isEmpty();
        assertThat(points).isPositive();
    }

    @SuppressWarnings("unchecked")
    private static List<FaultScenario> scenarios(FaultLoader loader, String of) throws ReflectiveOperationException {
        return (List<FaultScenario>) loader.loadClass(of).getMethod("all").invoke(null);
    }
}
