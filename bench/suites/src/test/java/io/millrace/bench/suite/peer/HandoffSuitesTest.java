package io.millrace.bench.suite.peer;

import io.millrace.bench.suite.batch.BatchSuite;
import io.millrace.bench.suite.broadcast.BroadcastSuite;
import io.millrace.bench.suite.cells.CellsSuite;
import io.millrace.bench.suite.chain.ChainSuite;
import io.millrace.bench.suite.harness.FixedWorkBenchmark;
import io.millrace.bench.suite.harness.SuiteCells;
import io.millrace.bench.suite.harness.SuiteCells.Cell;
import io.millrace.bench.suite.select.SelectSuite;
import io.millrace.bench.suite.throughput.ThroughputSuite;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of fixed work of the suites that carry messages and have no test of their own, with the least work there is. */
class HandoffSuitesTest {

    static Stream<Cell> cells() {
        return Stream.of(
                        CellsSuite.suite(),
                        ThroughputSuite.suite(),
                        BatchSuite.suite(),
                        ChainSuite.suite(),
                        SelectSuite.suite(),
                        BroadcastSuite.suite())
                .flatMap(SuiteCells::of)
                .filter(cell -> FixedWorkBenchmark.class.isAssignableFrom(cell.type()));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void everyCellDoesItsWorkTwice(Cell cell) throws Exception {
        SuiteCells.runTwice((FixedWorkBenchmark) cell.state());
    }
}
