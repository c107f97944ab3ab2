package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.faults.FaultPoint.Fault;
import io.millrace.support.Actors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Throws into the parts with threads of their own, into the calls of their users and into the threads: nobody waits for ever, no message is
 * lost without a word, no thread is left behind.
 */
class WorkFaultTest {

    /** Which of several threads does what is not the same in each run. */
    private static final int ENOUGH_UNREACHED = 3;

    private static final int MOST_FAILURES = 3;

    private final FaultLoader loader = new FaultLoader();

    @ParameterizedTest
    @EnumSource(Fault.class)
    void anErrorAnywhereLosesNoRequest(Fault fault) throws Exception {
        requireWhole("RequestScenarios", fault);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void anErrorAnywhereLosesNoMessageOfAPool(Fault fault) throws Exception {
        requireWhole("PoolScenarios", fault);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void anErrorAnywhereLosesNoMessageOfAPipeline(Fault fault) throws Exception {
        requireWhole("PipelineScenarios", fault);
    }

    @Test
    void aStopHandlesWhatWasAcceptedBehindASendUnderWay() throws Exception {
        Object handled = loader.loadClass("io.millrace.faults.PoolScenarios")
                .getMethod("handledBehindASend")
                .invoke(null);

        assertThat(handled).isEqualTo(List.of(0, 1, 2));
    }

    private void requireWhole(String scenarios, Fault fault) throws Exception {
        List<String> failures = new ArrayList<>();
        int points = 0;
        int operations = all(scenarios).size();
        for (int operation = 0; operation < operations; operation++) {
            WorkScenario warm = all(scenarios).get(operation);
            if (!warm.takes(fault)) {
                continue;
            }
            warm.setUp();
            warm.operate();
            warm.check(null);
            int unreached = 0;
            int failed = 0;
            for (int point = 1; unreached < ENOUGH_UNREACHED && failed < MOST_FAILURES; point++) {
                WorkScenario scenario = all(scenarios).get(operation);
                scenario.setUp();
                Throwable thrown = operate(scenario, fault, point);
                String thrownAt = FaultPoint.disarm();
                if (thrownAt == null) {
                    unreached++;
                } else {
                    points++;
                }
                try {
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

    /** In a thread of its own, whose stack says where it waits if it does for ever. */
    private static Throwable operate(FaultScenario scenario, Fault fault, int point) {
        try (Actors actors = new Actors()) {
            return actors.start("operation", () -> {
                        FaultPoint.arm(fault, point);
                        try {
                            scenario.operate();
                            return null;
                        } catch (Throwable e) {
                            return e;
                        }
                    })
                    .join();
        }
    }

    @SuppressWarnings("unchecked")
    private List<WorkScenario> all(String scenarios) throws ReflectiveOperationException {
        return (List<WorkScenario>) loader.loadClass("io.millrace.faults." + scenarios)
                .getMethod("all")
                .invoke(null);
    }
}
