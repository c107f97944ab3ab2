package io.millrace.bench.suite.processes;

import io.millrace.bench.suite.harness.FixedWorkBenchmark;
import io.millrace.bench.suite.harness.SuiteCells;
import io.millrace.bench.suite.harness.SuiteCells.Cell;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every peer, to a thread and to a process, one way and back. The lengths differ in nothing but time. */
class ProcessesSuiteTest {

    static Stream<Cell> cells() {
        return SuiteCells.of(ProcessesSuite.suite())
                .filter(cell -> cell.params().get("length").equals("32"));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void everyCellDoesItsWorkTwice(Cell cell) throws Exception {
        SuiteCells.runTwice((FixedWorkBenchmark) cell.state());
    }
}
