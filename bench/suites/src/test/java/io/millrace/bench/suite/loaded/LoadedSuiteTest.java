package io.millrace.bench.suite.loaded;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.suite.harness.FixedWorkBenchmark;
import io.millrace.bench.suite.harness.SuiteCells;
import io.millrace.bench.suite.harness.SuiteCells.Cell;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LoadedSuiteTest {

    /** Those beside eight processes differ in nothing but their number. */
    static Stream<Cell> cells() {
        return SuiteCells.of(LoadedSuite.suite())
                .filter(cell -> !cell.params().get("busyProcesses").equals("8"));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void everyCellIsCarriedTwice(Cell cell) throws Exception {
        cell.params().put("messages", "10");
        SuiteCells.runTwice((FixedWorkBenchmark) cell.state());
    }

    @Test
    void theProcessesRunUntilTheLoadIsClosed() {
        ForeignLoad load = new ForeignLoad(2);
        try (load) {
            assertThat(load.running()).isEqualTo(2);
        }
        assertThat(load.running()).isZero();
    }
}
