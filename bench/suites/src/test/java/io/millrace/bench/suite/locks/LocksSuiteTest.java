package io.millrace.bench.suite.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.harness.FixedWorkBenchmark;
import io.millrace.bench.suite.harness.SuiteCells;
import io.millrace.bench.suite.harness.SuiteCells.Cell;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Param;

class LocksSuiteTest {

    static Stream<Cell> cells() {
        return SuiteCells.of(LocksSuite.suite());
    }

    static Stream<Panel> panels() {
        return LocksSuite.suite().panels().stream();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void everyCellDoesItsWorkTwice(Cell cell) throws Exception {
        SuiteCells.runTwice((FixedWorkBenchmark) cell.state());
    }

    @ParameterizedTest
    @MethodSource("panels")
    void everyPanelAnswersChannelOrLock(Panel panel) {
        assertThat(panel.rows().stream().flatMap(row -> row.peers().stream()).map(Peer::family))
                .contains(Peer.Family.MILLRACE, Peer.Family.LOCK);
    }

    @ParameterizedTest
    @MethodSource("panels")
    void theBenchmarkHasTheSamePeersByDefault(Panel panel) throws ReflectiveOperationException {
        Class<?> benchmark = Class.forName(panel.benchmark().replaceAll("\\.run$", ""));
        Set<String> peers = panel.rows().stream()
                .flatMap(row -> row.peers().stream())
                .map(Peer::name)
                .collect(Collectors.toSet());
        assertThat(Arrays.asList(
                        benchmark.getField("peer").getAnnotation(Param.class).value()))
                .containsExactlyInAnyOrderElementsOf(peers);
    }

    @Test
    void anUnknownPeerIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HotPath.work("a lock", 10))
                .withMessage("peer is a lock, allowed are those that LocksSuite names for this benchmark");
    }

    @Test
    void workThatCannotBeSharedEquallyIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SharedCounter.work(LocksSuite.ATOMIC_LONG, 4, 10))
                .withMessage("messages is 10, allowed are positive multiples of 4 (threads)");
    }

    @Test
    void aShareOfWritesAboveAllIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReadMostlyMap.work(LocksSuite.STAMPED_LOCK, 1, 1001, 10))
                .withMessage("writesPerMille is 1001, allowed is 0 to 1000");
    }

    @Test
    void halvesOfTwoValuesAreFound() {
        assertThat(SharedMap.check(7, ~7)).isEqualTo(7);
        assertThatIllegalStateException()
                .isThrownBy(() -> SharedMap.check(7, ~6))
                .withMessage("read 7 with 6, halves of two different values");
    }
}
