package io.millrace.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private static final String BOUNDED = "io.millrace.bench.compare.Spsc.Bounded.run";

    @Test
    void theFigureIsTheMedianOfTheForksMediansAndTheRangeIsThatOfTheForks() {
        String row = result(BOUNDED, "millrace", "[[1, 2, 90], [4, 5, 6], [2, 3, 4]]");
        assertThat(Results.parse(file(row)).rows())
                .containsExactly(new Results.Row("Spsc.Bounded", "millrace", 5_000_000, 3, 2, 5));
    }

    @Test
    void rowsOfACellStandFastestFirstWithTheBestPeerMarkedWhoeverIsAhead() {
        String text = markdown(
                result(BOUNDED, "millrace", "[[20]]"),
                result(BOUNDED, "ArrayBlockingQueue", "[[50]]"),
                result(BOUNDED, "SpscArrayQueue", "[[5]]"));
        assertThat(text)
                .containsSubsequence(
                        "| Spsc.Bounded | SpscArrayQueue (best peer) | 5.00 | 5.00..5.00 | 0.25 | 5,000,000 |\n",
                        "| Spsc.Bounded | millrace | 20.0 | 20.0..20.0 | 1.00 | 5,000,000 |\n",
                        "| Spsc.Bounded | ArrayBlockingQueue | 50.0 | 50.0..50.0 | 2.50 | 5,000,000 |\n");
    }

    @Test
    void theVerdictNamesTheCellsWhereMillraceIsBehind() {
        String text = markdown(
                result(BOUNDED, "millrace", "[[20]]"),
                result(BOUNDED, "ArrayBlockingQueue", "[[50]]"),
                result(BOUNDED, "SpscArrayQueue", "[[5]]"));
        assertThat(text)
                .contains(
                        "* Not behind the JDK's queues in 1 of 1 cells.\n",
                        "* Not behind all peers in 0 of 1 cells; behind in Spsc.Bounded (SpscArrayQueue 0.25).\n");
    }

    @Test
    void aRatioIsMarkedWhereTheForksOverlap() {
        String text = markdown(
                result(BOUNDED, "millrace", "[[20], [22], [24]]"),
                result(BOUNDED, "ArrayBlockingQueue", "[[21], [33], [34]]"));
        assertThat(text).contains("| ≈ 1.50 |").contains("| 1.00 |");
    }

    @Test
    void peersWithoutMillraceHaveNoRatio() {
        assertThat(markdown(result(BOUNDED, "ArrayBlockingQueue", "[[1234]]")))
                .contains("| ArrayBlockingQueue (best peer) | 1,234 | 1,234..1,234 | – | 5,000,000 |")
                .contains("* Not behind all peers in 0 of 0 cells.");
    }

    @Test
    void underTheTableStandsHowItWasMeasured() {
        assertThat(markdown(result(BOUNDED, "millrace", "[[20]]")))
                .startsWith("### JDK 25\n")
                .endsWith("""

                        * machine: a machine
                        * JVM: A VM 25+1
                        * flags: -Xms4g -XX:+UseParallelGC
                        * runs: JMH 1.37, forks: 3, iterations of each: 2 warm-up, 5 measured of 1 s
                        * commit: c0ffee
                        * date: 2026-01-02
                        """);
    }

    @Test
    void aRunWithoutWarmUpIsCalledATrial() {
        String row = result(BOUNDED, "millrace", "[[20]]");
        assertThat(markdown(row)).doesNotContain("no measurement");
        assertThat(markdown(row.replace("\"warmupIterations\": 2", "\"warmupIterations\": 0")))
                .contains("**A trial, no measurement**: that takes at least 3 forks, and a warm-up.");
    }

    @Test
    void otherBenchmarksInTheFileAreSkippedAndNamed() {
        String other = result("other.Bench.mark", "x", "[[1]]").replace("\"messages\": {\"score", "\"gc\": {\"score");
        Results results = Results.parse(file(result(BOUNDED, "millrace", "[[1]]"), other));
        assertThat(results.rows()).hasSize(1);
        assertThat(results.skipped()).containsExactly("other.Bench.mark");
    }

    @Test
    void resultsOfDifferentJdksInOneFileAreRefused() {
        String row = result(BOUNDED, "millrace", "[[1]]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Results.parse(file(row, row.replace("\"25\"", "\"17\""))))
                .withMessageContaining("results of different runs in one file");
    }

    @Test
    void anotherUnitIsRefused() {
        String row = result(BOUNDED, "millrace", "[[1]]").replace("ns/op", "ms/op");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Results.parse(file(row)))
                .withMessage("unit is ms/op, allowed is ns/op");
    }

    @Test
    void whatIsNoResultFileIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Results.parse("{}"))
                .withMessageStartingWith("no JMH results in JSON");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Results.parse("[{}]"))
                .withMessage("no JMH results: secondaryMetrics is missing");
    }

    private static String markdown(String... results) {
        return new Summary(Results.parse(file(results))).markdown("a machine", "c0ffee", "2026-01-02");
    }

    static String file(String... results) {
        return Arrays.stream(results).collect(Collectors.joining(",", "[", "]"));
    }

    static String result(String benchmark, String implementation, String rawData) {
        return """
                {"jmhVersion": "1.37", "benchmark": "%s", "forks": 3, "jdkVersion": "25", "vmName": "A VM",
                 "vmVersion": "25+1", "jvmArgs": ["-Xms4g", "-XX:+UseParallelGC"], "warmupIterations": 2,
                 "measurementIterations": 5, "measurementTime": "1 s",
                 "params": {"implementation": "%s", "messages": "5000000"},
                 "primaryMetric": {"score": 1, "scoreUnit": "ns/op"},
                 "secondaryMetrics": {"messages": {"score": 1, "scoreUnit": "ns/op", "rawData": %s}}}
                """.formatted(benchmark, implementation, rawData);
    }
}
