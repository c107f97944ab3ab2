package io.millrace.bench.suite.collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.bench.suite.Figure;
import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Profile;
import io.millrace.bench.suite.harness.FixedWorkBenchmark;
import io.millrace.bench.suite.harness.SuiteCells;
import io.millrace.bench.suite.harness.SuiteCells.Cell;
import io.millrace.bench.suite.harness.TimedBenchmark;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CollectorsSuiteTest {

    static Stream<Cell> cells() {
        return SuiteCells.of(CollectorsSuite.suite());
    }

    /** In the collector of the tests' JVM, which is one; the option is not theirs to choose. */
    @ParameterizedTest
    @MethodSource("cells")
    void everyCellDoesItsWorkTwice(Cell cell) throws Exception {
        cell.params().put("messages", "1000");
        cell.params().computeIfPresent("collector", (name, value) -> RingAge.ANY);
        SuiteCells.runTwice((FixedWorkBenchmark) cell.state());
    }

    @Test
    void whatIsAllocatedIsMeasuredWithoutTheCostsWhichAllocate() {
        assertThat(CollectorsSuite.suite().panels())
                .filteredOn(panel -> panel.figure().kind() == Figure.Kind.ALLOCATION)
                .singleElement()
                .extracting(Panel::benchmark)
                .isEqualTo(Allocation.class.getName() + ".run");
        assertThat(Allocation.class).isAssignableTo(TimedBenchmark.class);
    }

    @Test
    void aRowNamesTheCollectorThatItsOptionChooses() {
        List<String> options = CollectorsSuite.suite().panels().stream()
                .map(Panel::rows)
                .flatMap(List::stream)
                .filter(row -> row.params().containsKey("collector"))
                .map(row -> row.params().get("collector").get(0) + " "
                        + row.jvmArgs().get(0))
                .distinct()
                .toList();
        assertThat(options)
                .containsExactlyInAnyOrder("G1 -XX:+UseG1GC", "Parallel -XX:+UseParallelGC", "ZGC -XX:+UseZGC");
    }

    @Test
    void theQuickProfileMeasuresEveryCollector() {
        assertThat(CollectorsSuite.suite().panels().get(0).rows().stream()
                        .filter(row -> Profile.QUICK.includes(row.from()))
                        .flatMap(row -> row.params().get("collector").stream()))
                .contains("G1", "Parallel", "ZGC");
    }

    @Test
    void anotherCollectorThanTheRowNamesIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Collector.require("ZGC", List.of("PS MarkSweep", "PS Scavenge")))
                .withMessage("collector is ZGC, but this JVM runs [PS MarkSweep, PS Scavenge]; pass -XX:+UseZGC to it");
    }

    @Test
    void theCollectorsAreKnownByTheirBeans() {
        assertThatCode(() -> {
                    Collector.require("G1", List.of("G1 Young Generation", "G1 Old Generation"));
                    Collector.require("Parallel", List.of("PS MarkSweep", "PS Scavenge"));
                    Collector.require("ZGC", List.of("ZGC Cycles", "ZGC Pauses"));
                    Collector.require("ZGC", List.of("ZGC Minor Cycles", "ZGC Major Cycles"));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void anUnknownAgeIsRefused() {
        RingAge benchmark = new RingAge();
        benchmark.collector = RingAge.ANY;
        benchmark.ringAge = "ripe";
        assertThatIllegalArgumentException()
                .isThrownBy(benchmark::open)
                .withMessage("ringAge is ripe, allowed are old and young");
    }
}
