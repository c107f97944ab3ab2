package io.millrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.millrace.bench.suite.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

class JmhResultTest {

    private static final JmhResult RESULT =
            new JmhResult(JsonParser.parseString("""
            {"benchmark": "b", "params": {"peer": "p"},
             "primaryMetric": {"scoreUnit": "us/op", "rawData": [[1, 9, 2], [4, 4, 4]]},
             "secondaryMetrics": {
               "messages": {"scoreUnit": "ns/op", "rawData": [[20, 20, 20], [40, 40, 40]]},
               "gc.alloc.rate.norm": {"scoreUnit": "B/op", "rawData": [[800, 800, 800], [400, 400, 400]]},
               "cpuNanos": {"scoreUnit": "#", "rawData": [[10, 20, 30], [5, 5, 5]]},
               "received": {"scoreUnit": "#", "rawData": [[1, 1, 2], [5, 5, 5]]}}}
            """).getAsJsonObject(), List.of());

    @Test
    void aForksFigureIsTheMedianOfItsIterationsInTheUnitOfTheFigure() {
        assertThat(RESULT.forks(Figure.score("time", "ns"))).hasValue(new double[] {2_000, 4_000});
    }

    @Test
    void aShareDividesTheSumsOfAFork() {
        assertThat(RESULT.forks(Figure.cpu())).hasValue(new double[] {15, 1});
    }

    @Test
    void allocationIsPerMessageWhereMessagesAreCounted() {
        // 2000 ns and 4000 ns by 20 ns and 40 ns are 100 messages.
        assertThat(RESULT.forks(Figure.allocation())).hasValue(new double[] {8, 4});
    }

    @Test
    void whatTheBenchmarkDidNotHandOverIsMissing() {
        assertThat(RESULT.forks(Figure.switches())).isEmpty();
        assertThat(RESULT.forks(Figure.percentile(99))).isEmpty();
    }
}
