package io.millrace.bench.suite.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.millrace.bench.suite.harness.FixedWorkBenchmark;
import io.millrace.bench.suite.harness.SuiteCells;
import io.millrace.bench.suite.harness.SuiteCells.Cell;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.WaitVariants;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScalingSuiteTest {

    private static final int MESSAGES = 800;

    static Stream<Cell> loads() {
        return cells("over-subscribed");
    }

    static Stream<Cell> idlers() {
        return cells("idle");
    }

    private static Stream<Cell> cells(String panel) {
        return SuiteCells.of(ScalingSuite.suite())
                .filter(cell -> cell.panel().id().equals(panel));
    }

    @ParameterizedTest
    @MethodSource("loads")
    void everyLoadIsCarriedTwice(Cell cell) throws Exception {
        cell.params().put("messages", String.valueOf(MESSAGES));
        SuiteCells.runTwice((FixedWorkBenchmark) cell.state());
    }

    @ParameterizedTest
    @MethodSource("idlers")
    void everyReceiverIsWokenAfterTheIdleTime(Cell cell) throws Exception {
        cell.params().put("idleMillis", "2");
        Idle idle = (Idle) cell.state();
        idle.open();
        try {
            Idle.Counters counters = new Idle.Counters();
            idle.run(counters);
            idle.run(counters);
            assertThat(counters.idleNanos).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(4));
            assertThat(counters.idleSeconds).isEqualTo(counters.idleNanos / 1e9, within(1e-9));
            assertThat(counters.idleCpuNanos).isNotNegative();
        } finally {
            idle.close();
        }
    }

    @Test
    void aPeerThatNobodyKnowsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WaitVariants.open("a queue", 1, 1, Capacity.of(1)))
                .withMessageContaining("a queue");
    }

    @Test
    void idlingWithoutReceiversIsRefused() {
        Idle idle = new Idle();
        idle.waiters = 0;
        idle.idleMillis = 5;
        assertThatIllegalArgumentException()
                .isThrownBy(idle::open)
                .withMessage("waiters is 0 and idleMillis is 5, allowed is 1 or more");
    }
}
