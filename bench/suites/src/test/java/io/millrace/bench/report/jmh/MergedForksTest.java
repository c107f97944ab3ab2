package io.millrace.bench.report.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

class MergedForksTest {

    private final JsonObject merged = MergedForks.add(MergedForks.add(null, turn(1, 2, 10), 3), turn(3, 6, 20), 7);

    @Test
    void theForksStandInTheOrderOfTheirRounds() {
        assertThat(metric("primaryMetric").getAsJsonArray("rawData"))
                .isEqualTo(JsonParser.parseString("[[1.0,2.0],[3.0,6.0]]"));
        assertThat(merged.getAsJsonArray("rounds")).isEqualTo(JsonParser.parseString("[3,7]"));
        assertThat(merged.get("forks").getAsInt()).isEqualTo(2);
    }

    @Test
    void aScoreIsTheMeanOfAllIterations() {
        assertThat(metric("primaryMetric").get("score").getAsDouble()).isEqualTo(3);
    }

    @Test
    void aCountIsTheSumOfAllIterations() {
        JsonObject count = merged.getAsJsonObject("secondaryMetrics").getAsJsonObject("received");

        assertThat(count.get("score").getAsDouble()).isEqualTo(60);
    }

    @Test
    void theErrorIsThatOfAllIterations() {
        // Student's t of 99.9 % with three degrees of freedom is 12.924; the deviation of 1, 2, 3 and 6 is 2.1602.
        assertThat(metric("primaryMetric").get("scoreError").getAsDouble())
                .isCloseTo(12.924 * 2.1602 / 2, within(0.01));
    }

    @Test
    void aMetricThatAnEarlierForkDidNotHaveIsKept() {
        JsonObject more = turn(3, 6, 20);
        more.getAsJsonObject("secondaryMetrics")
                .add("gc.time", metric("primaryMetric").deepCopy());

        assertThat(MergedForks.add(merged, more, 8)
                        .getAsJsonObject("secondaryMetrics")
                        .keySet())
                .contains("received", "gc.time");
    }

    @Test
    void whatWasMergedBeforeStaysAsItWas() {
        JsonObject before = merged.deepCopy();

        MergedForks.add(merged, turn(1, 1, 1), 8);

        assertThat(merged).isEqualTo(before);
    }

    private JsonObject metric(String name) {
        return merged.getAsJsonObject(name);
    }

    private static JsonObject turn(double first, double second, int received) {
        return JsonParser.parseString("""
                {"benchmark": "b", "forks": 1,
                 "primaryMetric": {"score": 0, "scoreError": "NaN", "scoreConfidence": ["NaN", "NaN"],
                   "scorePercentiles": {"0.0": 0, "50.0": 0}, "scoreUnit": "ns/op", "rawData": [[%s, %s]]},
                 "secondaryMetrics": {"received": {"score": 0, "scoreUnit": "#", "rawData": [[%s, %s]]}}}
                """.formatted(first, second, received, received))
                .getAsJsonObject();
    }
}
