package io.millrace.bench.suite.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.harness.FixedWork;
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

class LimitsSuiteTest {

    private static final int STEPS = 200;

    static Stream<Cell> cells() {
        return SuiteCells.of(LimitsSuite.suite());
    }

    @ParameterizedTest
    @MethodSource("cells")
    void everyStepIsTakenTwice(Cell cell) throws Exception {
        cell.params().put("messages", String.valueOf(STEPS));
        SuiteCells.runTwice((FixedWorkBenchmark) cell.state());
    }

    @Test
    void theBenchmarkHasTheSameStepsByDefault() throws NoSuchFieldException {
        Set<String> peers = LimitsSuite.suite().panels().stream()
                .map(Panel::rows)
                .flatMap(rows -> rows.stream().flatMap(row -> row.peers().stream()))
                .map(Peer::name)
                .collect(Collectors.toSet());
        assertThat(Arrays.asList(
                        Limits.class.getField("peer").getAnnotation(Param.class).value()))
                .containsExactlyInAnyOrderElementsOf(peers);
    }

    @Test
    void aRunReturnsItsSteps() throws InterruptedException {
        try (FixedWork transfers = Limits.limit(LimitsSuite.LINE_TRANSFER, STEPS)) {
            assertThat(transfers.run()).isEqualTo(STEPS);
            assertThat(transfers.yields()).isNotNegative();
        }
    }

    @Test
    void anOddNumberOfTransfersIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LineTransfer(3))
                .withMessage("transfers is 3, allowed are even numbers of 2 or more");
    }

    @Test
    void incrementsThatAreLostFailTheRun() {
        try (Increments lossy =
                new Increments(counter -> counter.getAndAdd(counter.getAcquire() == 5 ? 0 : 1), 1, 10)) {
            assertThatIllegalStateException().isThrownBy(lossy::run).withMessage("counter is 5, expected was 10");
        }
    }

    @Test
    void callsThatDidNothingFailTheRun() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new Calls(calls -> calls - 1, 10).run())
                .withMessage("number of calls is 9, expected was 10");
    }

    @Test
    void anUnknownStepIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Limits.limit("leap", STEPS))
                .withMessageStartingWith("peer is leap, allowed are");
    }
}
