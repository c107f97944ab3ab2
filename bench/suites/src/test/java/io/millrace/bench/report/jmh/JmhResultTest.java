package io.millrace.bench.report.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.millrace.bench.suite.Figure;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
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
    void aForksFigureIsAllTimeByAllMessagesInTheUnitOfTheFigure() {
        // 1 µs, 9 µs and twice 2 µs.
        assertThat(RESULT.forks(Figure.score("time", "ns"))).hasValue(new double[] {3_500, 4_000});
    }

    @Test
    void aShareDividesTheSumsOfAFork() {
        assertThat(RESULT.forks(Figure.cpu())).hasValue(new double[] {15, 1});
    }

    @Test
    void allocationIsPerMessageWhereMessagesAreCounted() {
        // 3500 ns by 20 ns are 175 messages, 4000 ns by 40 ns are 100.
        assertThat(RESULT.forks(Figure.allocation())).hasValue(new double[] {800.0 / 175, 4});
    }

    @Test
    void withoutACountOfMessagesFasterIterationsHaveMoreOperations() {
        JsonObject bare = RESULT.json().deepCopy();
        bare.getAsJsonObject("secondaryMetrics").remove("received");

        // In equal times, 1 µs, 9 µs and 2 µs: 36, 4 and 18 operations in 108 µs.
        assertThat(new JmhResult(bare, List.of())
                        .forks(Figure.score("time", "ns"))
                        .orElseThrow()[0])
                .isCloseTo(108_000.0 / 58, within(1e-9));
    }

    @Test
    void aFigureIsKnownByTheRoundOfItsFork() {
        JsonObject inRounds = RESULT.json().deepCopy();
        inRounds.add("rounds", JsonParser.parseString("[4, 9]"));

        assertThat(new JmhResult(inRounds, List.of()).byRound(Figure.perMessage()))
                .containsExactly(Map.entry(4, 20.0), Map.entry(9, 40.0));
    }

    @Test
    void aPercentileWithFewSamplesBeyondItIsChance() {
        Histogram histogram = new Histogram(3);
        for (int sample = 1; sample <= 1_000; sample++) {
            histogram.recordValue(sample);
        }
        JmhResult result = new JmhResult(RESULT.json(), List.of(histogram));

        assertThat(result.isSure(Figure.percentile(98))).isTrue();
        assertThat(result.isSure(Figure.percentile(99.9))).isFalse();
        assertThat(result.isSure(Figure.percentile(100))).isTrue();
    }

    @Test
    void whatWasNotMeasuredInRoundsHasNone() {
        assertThat(RESULT.byRound(Figure.perMessage())).isEmpty();
    }

    @Test
    void whatTheBenchmarkDidNotHandOverIsMissing() {
        assertThat(RESULT.forks(Figure.switches())).isEmpty();
        assertThat(RESULT.forks(Figure.percentile(99))).isEmpty();
    }
}
