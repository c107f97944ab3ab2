package io.millrace.bench.suite.latency;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.bench.suite.Peers;
import io.millrace.bench.suite.harness.FixedWorkBenchmark;
import io.millrace.bench.suite.harness.SuiteCells;
import io.millrace.bench.suite.harness.SuiteCells.Cell;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LatencySuiteTest {

    /** One rate and one gap of each, as the others differ in nothing but time. */
    static Collection<Cell> cells() {
        return SuiteCells.of(LatencySuite.suite())
                .collect(Collectors.toMap(
                        cell -> List.of(
                                cell.panel().id(),
                                cell.params().get("peer"),
                                cell.params().getOrDefault("capacity", "")),
                        cell -> cell,
                        (first, other) -> first,
                        LinkedHashMap::new))
                .values();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void everyCellDoesItsWorkTwice(Cell cell) throws Exception {
        cell.params().computeIfPresent("runMillis", (name, millis) -> "1");
        SuiteCells.runTwice((FixedWorkBenchmark) cell.state());
    }

    @Test
    void aGapOfNothingIsRefused() {
        IdleGap benchmark = new IdleGap();
        benchmark.peer = Peers.MILLRACE.name();
        benchmark.capacity = "1024";
        benchmark.gapMicros = 0;
        assertThatIllegalArgumentException()
                .isThrownBy(benchmark::open)
                .withMessage("gapMicros is 0, allowed is 1 or more");
    }
}
