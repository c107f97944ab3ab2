package io.millrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.millrace.bench.statistics.Verdict;
import io.millrace.bench.suite.Figure;
import io.millrace.bench.suite.Peers;
import io.millrace.bench.suite.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RendererTest {

    private static final int LARGEST_PAGE = 1_000_000;

    @TempDir
    static Path directory;

    private static ResultSet results;
    private static String html;
    private static String markdown;

    @BeforeAll
    static void render() throws IOException {
        results = Sample.run(directory, Profile.QUICK).read(Sample.catalogue());
        html = new Renderer(results).html();
        markdown = new Renderer(results).markdown();
    }

    @Test
    void thePageIsOneFileOfLessThanAMegabyte() {
        String own = html.replaceAll("(?s)<script.*?</script>", "");

        assertThat(html.length()).isLessThan(LARGEST_PAGE);
        assertThat(own).doesNotContain("src=", "http:", "https:", "@import", "url(");
    }

    @Test
    void resultsThatWereNotMeasuredInRoundsGetNoVerdict(@TempDir Path old) throws IOException {
        ResultFolder folder = Sample.run(old, Profile.QUICK);
        JsonArray all =
                JsonParser.parseString(Files.readString(folder.results())).getAsJsonArray();
        all.forEach(result -> result.getAsJsonObject().remove("rounds"));
        Files.writeString(folder.results(), all.toString());

        String page = new Renderer(folder.read(Sample.catalogue())).markdown();

        assertThat(page)
                .contains("Nothing was measured in rounds, so nothing gets a verdict.")
                .doesNotContain("Headline cells", "undecided");
    }

    @Test
    void theDataOfTheChartsIsJsonThatCannotEndTheScript() {
        assertThat(data()).doesNotContain("<");
        assertThat(charts().size()).isGreaterThan(5);
    }

    @Test
    void aPercentileLineRunsThroughTheFigureOfItsRow() {
        List<Double> drawn = charts().entrySet().stream()
                .map(chart -> chart.getValue().getAsJsonObject())
                .filter(chart -> chart.get("kind").getAsString().equals("PERCENTILES"))
                .flatMap(chart -> elements(chart.getAsJsonArray("rows")))
                .flatMap(line -> elements(line.getAsJsonObject().getAsJsonArray("pts")))
                .map(JsonElement::getAsJsonArray)
                .filter(point -> point.get(0).getAsDouble() == 2)
                .map(point -> point.get(1).getAsDouble())
                .toList();

        assertThat(results.measured())
                .filteredOn(row -> row.cell().panel().figure().equals(Figure.percentile(99)))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(drawn)
                        .anySatisfy(value ->
                                assertThat(value).isCloseTo(row.estimate().value(), withPercentage(0.05))));
    }

    @Test
    void aPanelHasOneTableSoThatItsFiguresStandThereOnce() {
        assertThat(markdown.split("\n##+ "))
                .allSatisfy(section -> assertThat(section.split("\n\\|---", -1)).hasSizeLessThanOrEqualTo(2));
    }

    @Test
    void theVerdictStandsBeforeEverythingElseAndCountsWinsAndLossesAlike() {
        Findings findings = new Findings(results);
        String sentence = findings.sentence();

        assertThat(findings.overall().count(Verdict.AHEAD)).isPositive();
        assertThat(findings.overall().count(Verdict.BEHIND)).isPositive();
        assertThat(sentence)
                .contains("Of " + findings.results().size() + " headline cells")
                .contains("ahead of every named peer in " + count(findings, Verdict.AHEAD))
                .contains("behind at least one in " + count(findings, Verdict.BEHIND))
                .contains("undecided are " + count(findings, Verdict.UNDECIDED));
        assertThat(html.indexOf(sentence)).isPositive().isLessThan(html.indexOf("<h2"));
        assertThat(markdown.indexOf(sentence)).isPositive().isLessThan(markdown.indexOf("\n## "));
    }

    @Test
    void whatNoHeadlineNamesIsShownAndGetsNoVerdict() {
        Findings.Group baseline = new Findings(results)
                .groups().stream()
                        .filter(group -> group.cell().params().containsValue("seq"))
                        .findFirst()
                        .orElseThrow();

        assertThat(baseline.rows()).extracting(row -> row.cell().peer()).contains(Peers.SIMPLE_CHANNEL);
        assertThat(baseline.results()).isEmpty();
        assertThat(baseline.rows())
                .allSatisfy(row -> assertThat(baseline.versus(row)).isEmpty());
    }

    @Test
    void everyRowStandsInThePageAndInTheMarkdown() {
        assertThat(results.measured()).allSatisfy(row -> {
            assertThat(markdown).contains(row.cell().peer().name());
            assertThat(markdown).contains("| " + Texts.number(row.estimate().value()) + " |");
            assertThat(html).contains("<td>" + Texts.number(row.estimate().value()) + "<td>");
        });
    }

    @Test
    void everyTableOfTheMarkdownHasAsManyColumnsInEachRow() {
        int columns = 0;
        for (String line : markdown.split("\n")) {
            int now = line.startsWith("|") ? line.split("\\|", -1).length : 0;
            if (now > 0 && columns > 0) {
                assertThat(now).as(line).isEqualTo(columns);
            }
            columns = now;
        }
    }

    @Test
    void aLimitStandsBesideTheRowsThatItBounds() {
        assertThat(markdown).contains("Limit: 2 × " + Sample.LINE_TRANSFER + " = ");
    }

    @Test
    void aLimitStandsOnceAboveAChart() {
        assertThat(html.split("</figcaption>"))
                .allSatisfy(chart -> assertThat(chart.split("Limit:", -1)).hasSizeLessThanOrEqualTo(2));
    }

    @Test
    void everyLibraryIsNamedWithItsVersion() {
        assertThat(Environment.here(Profile.SMOKE, "report", 1).get("libraries"))
                .contains("Aeron ", "Agrona ", "Chronicle Queue ", "Conversant ", "JCTools ", "JMH ", "Jox ")
                .contains("LMAX Disruptor ", "kotlinx.coroutines ")
                .doesNotContain("${");
    }

    @Test
    void processorsOfOneNameAreToldApartByTheirModel() {
        String zen3 = "processor\t: 0\ncpu family\t: 25\nmodel\t\t: 1\nmodel name\t: AMD EPYC\nstepping\t: 1\n";

        assertThat(Environment.processor(zen3, "amd64")).isEqualTo("AMD EPYC (family 25, model 1, stepping 1)");
        assertThat(Environment.processor("", "aarch64")).isEqualTo("aarch64");
    }

    @Test
    void aListOfTheKernelIsCounted() {
        assertThat(Environment.count("0")).isEqualTo(1);
        assertThat(Environment.count("0-3,8")).isEqualTo(5);
    }

    @Test
    void whatIsAbsentIsNamedWithItsReason() {
        assertThat(html).contains("needs JDK 99 or later").contains("no.such.Type is not on the class path");
        assertThat(html).contains("peer&#x3D;" + Sample.LATE.name());
    }

    @Test
    void aTrialIsCalledOne(@TempDir Path trial) throws IOException {
        ResultSet smoke = Sample.run(trial, Profile.SMOKE).read(Sample.catalogue());

        assertThat(new Renderer(smoke).html())
                .contains("A trial, no measurement.")
                .contains("One turn each");
        assertThat(html).doesNotContain("A trial, no measurement.");
    }

    @Test
    void warningsTellOfAMachineThatIsNotFitForMeasuring() {
        Environment noisy = Sample.environment(
                Profile.NIGHT,
                "processors",
                "2",
                "virtual machine",
                "yes",
                "load average at start",
                "1.50",
                "governor",
                "powersave");

        assertThat(noisy.warnings())
                .hasSize(4)
                .anyMatch(text -> text.contains("Virtual machine"))
                .anyMatch(text -> text.contains("load average was 1.50 on 2"))
                .anyMatch(text -> text.contains("'powersave'"))
                .anyMatch(text -> text.contains("More threads than processors"));
        assertThat(Sample.environment(Profile.NIGHT).warnings()).isEmpty();
    }

    @Test
    void theDocumentSaysWhereItComesFrom() throws IOException {
        String document = new Renderer(results).document("docs/results/sample", "the generator");

        assertThat(document)
                .startsWith("# Benchmarks")
                .contains("docs/results/sample")
                .contains("the generator")
                .contains("0123456789ab", "2026-01-02", "17-sample", "-Xmx2g", "java -jar sample.jar report")
                .endsWith("    java -jar bench/suites/target/millrace-bench.jar report\n")
                .contains(Peers.ARRAY_BLOCKING_QUEUE.name());
    }

    private static long count(Findings findings, Verdict verdict) {
        return findings.results().stream()
                .filter(result -> result.verdict() == verdict)
                .count();
    }

    private static String data() {
        return html.replaceAll("(?s).*id=\"data\">(.*?)</script>.*", "$1");
    }

    private static JsonObject charts() {
        return JsonParser.parseString(data()).getAsJsonObject().getAsJsonObject("charts");
    }

    private static Stream<JsonElement> elements(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
