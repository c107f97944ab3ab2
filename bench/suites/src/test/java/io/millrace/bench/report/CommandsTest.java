package io.millrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Peers;
import io.millrace.bench.suite.Profile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands {@code report} and {@code compare}, as they are typed. */
class CommandsTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aReportWritesAllItsFiles() {
        assertThat(report("--profile", "smoke", "--out", path("r")))
                .as(err.toString())
                .isZero();

        assertThat(directory.resolve("r"))
                .isDirectoryContaining("glob:**report.html")
                .isDirectoryContaining("glob:**report.md")
                .isDirectoryContaining("glob:**results.json")
                .isDirectoryContaining("glob:**environment.json")
                .isDirectoryContaining("glob:**histograms");
        assertThat(out.toString()).contains("report.html");
    }

    @Test
    void anUnknownSuiteIsAUsageErrorThatNamesTheSuites() {
        assertThat(report("--suite", "nothing")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--suite is 'nothing', allowed are limits, cells, scaling, idle, latency");
    }

    @Test
    void anUnknownPeerIsAUsageErrorThatNamesThePeers() {
        assertThat(report("--peer", "nobody")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--peer is 'nobody'").contains(Peers.LINKED_BLOCKING_QUEUE.name());
    }

    @Test
    void anUnknownProfileIsAUsageErrorThatNamesTheProfiles() {
        assertThat(report("--profile", "fast")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--profile is 'fast', allowed are smoke, quick, night, scaling");
    }

    @Test
    void aRunWithoutAMinuteIsAUsageError() {
        assertThat(report("--minutes", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--minutes is 0, allowed is 1 or more");
    }

    @Test
    void theTimeCanBeChosen() {
        assertThat(report("--plan", "--minutes", "5")).isZero();
        assertThat(out.toString()).contains("5:00 min");
    }

    @Test
    void thePlanIsPrintedWithItsTimeAndNothingIsMeasured() {
        assertThat(report("--plan", "--profile", "smoke", "--out", path("r"))).isZero();

        assertThat(out.toString()).contains("cells", "scaling", "profile smoke:");
        assertThat(directory.resolve("r")).doesNotExist();
    }

    @Test
    void aPlanRefusesAnImportThatIsNoJson() throws IOException {
        Path text = Files.writeString(directory.resolve("rows.txt"), "some text");

        assertThat(report("--plan", "--import", text.toString())).isEqualTo(ReportCommand.FAILED);
        assertThat(err.toString())
                .startsWith("report: " + text + ": is no JSON")
                .hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aFolderWithoutResultsIsSaidSo() throws IOException {
        assertThat(report(
                        "--from",
                        Files.createDirectory(directory.resolve("empty")).toString()))
                .isEqualTo(ReportCommand.FAILED);
        assertThat(err.toString()).contains("results.json: there is no such file");
    }

    @Test
    void theDocumentIsMadeFromKeptResults() throws IOException {
        Sample.run(directory.resolve("r"), Profile.QUICK);
        Path document = directory.resolve("benchmarks.md");

        assertThat(report("--docs", document.toString(), "--from", path("r"))).isZero();

        assertThat(document).content().startsWith("# Benchmarks").contains("report --docs");
        assertThat(directory.resolve("r").resolve("report.html")).doesNotExist();
    }

    @Test
    void theTablesArePrintedWhenAsked() throws IOException {
        Sample.run(directory.resolve("r"), Profile.QUICK);

        assertThat(report("--from", path("r"), "--print")).isZero();

        assertThat(directory.resolve("r").resolve("report.md")).isNotEmptyFile();
        assertThat(out.toString())
                .contains(Files.readString(directory.resolve("r").resolve("report.md")));
    }

    @Test
    void aPublishedRunIsTwoFilesThatMakeTheSamePages() throws IOException {
        Sample.run(directory.resolve("r"), Profile.QUICK);
        assertThat(report("--from", path("r"), "--import", other("spsc", "64").toString()))
                .isZero();

        assertThat(report("--from", path("r"), "--publish", path("p")))
                .as(err.toString())
                .isZero();

        assertThat(directory.resolve("p").toFile().list()).containsExactlyInAnyOrder("environment.json", "raw.zip");
        assertThat(report("--from", path("p"), "--out", path("again")))
                .as(err.toString())
                .isZero();
        assertThat(directory.resolve("again").resolve("report.md"))
                .hasSameTextualContentAs(directory.resolve("r").resolve("report.md"));
    }

    @Test
    void publishingTheSameResultsTwiceGivesTheSameBytes() throws IOException {
        Sample.run(directory.resolve("r"), Profile.QUICK);

        assertThat(report("--from", path("r"), "--publish", path("p"))).isZero();
        assertThat(report("--from", path("r"), "--publish", path("q"))).isZero();

        assertThat(directory.resolve("q").resolve("raw.zip"))
                .hasSameBinaryContentAs(directory.resolve("p").resolve("raw.zip"));
    }

    @Test
    void aPublishedRunTakesNoMoreImports() throws IOException {
        Sample.run(directory.resolve("r"), Profile.QUICK);
        assertThat(report("--from", path("r"), "--publish", path("p"))).isZero();

        assertThat(report("--from", path("p"), "--import", other("spsc", "64").toString()))
                .isEqualTo(ReportCommand.FAILED);

        assertThat(err.toString()).contains("this run is published");
    }

    @Test
    void anArchiveThatIsNoneIsNamed() throws IOException {
        Files.createDirectory(directory.resolve("p"));
        Files.writeString(directory.resolve("p").resolve("raw.zip"), "no archive");

        assertThat(report("--from", path("p"))).isEqualTo(ReportCommand.FAILED);

        assertThat(err.toString()).contains("raw.zip");
    }

    @Test
    void rowsOfAnotherRuntimeStandInTheReportButNotInTheVerdict() throws IOException {
        Path file = other("spsc", "64");
        Sample.run(directory.resolve("r"), Profile.QUICK);
        String before = new Findings(new ResultFolder(directory.resolve("r")).read(Sample.catalogue())).sentence();

        assertThat(report("--from", path("r"), "--import", file.toString()))
                .as(err.toString())
                .isZero();

        Path markdown = directory.resolve("r").resolve("report.md");
        assertThat(markdown)
                .content()
                .contains("Go channel (parks); Go 1.24")
                .contains("Other runtime: Go 1.24")
                .contains(before);
        assertThat(report("--from", path("r"))).isZero();
        assertThat(markdown).content().as("imported before").contains("Other runtime: Go 1.24");
    }

    @Test
    void anImportedRowWithoutAPlaceIsRefusedWithThePlaces() throws IOException {
        Sample.run(directory.resolve("r"), Profile.QUICK);

        assertThat(report("--from", path("r"), "--import", other("ring", "64").toString()))
                .isEqualTo(ReportCommand.FAILED);
        assertThat(err.toString())
                .contains("params of a row of cells/bounded are shape=ring")
                .contains("shape=spsc capacity=64");
    }

    @Test
    void theSameResultsAreEqual() throws IOException {
        Sample.run(directory.resolve("a"), Profile.QUICK);

        assertThat(compare(path("a"), path("a"), "--fail-on-regression")).isZero();
        assertThat(out.toString())
                .contains("0 faster, ", "0 slower, 0 undecided")
                .containsPattern("equal +1.00×");
    }

    @Test
    void aSlowerRowOfMillraceFailsTheComparisonWhenAsked() throws IOException {
        Sample.run(directory.resolve("a"), Profile.QUICK);
        runThreeTimesSlower(Peers.MILLRACE, "b");

        assertThat(compare(path("a"), path("b"))).isZero();
        assertThat(compare(path("a"), path("b"), "--fail-on-regression")).isEqualTo(CompareCommand.REGRESSION);
        assertThat(compare(path("b"), path("a"), "--fail-on-regression"))
                .as("the other way round")
                .isZero();
        assertThat(out.toString()).containsPattern("slower +0.33×").containsPattern("faster +3.00×");
    }

    @Test
    void aSlowerPeerIsNoRegression() throws IOException {
        Sample.run(directory.resolve("a"), Profile.QUICK);
        runThreeTimesSlower(Peers.ARRAY_BLOCKING_QUEUE, "b");

        assertThat(compare(path("a"), path("b"), "--fail-on-regression")).isZero();
    }

    @Test
    void resultsOfDifferentMachinesAreRefusedUnlessForced() throws IOException {
        Sample.run(directory.resolve("a"), Profile.QUICK);
        Sample.run(
                directory.resolve("b"),
                Profile.QUICK,
                Sample.environment(Profile.QUICK, Environment.PROCESSOR, "another one"),
                Sample::nanos);

        assertThat(compare(path("a"), path("b"))).isEqualTo(CompareCommand.FAILED);
        assertThat(err.toString())
                .contains("processor: ")
                .contains("another one")
                .contains("--force");
        assertThat(compare(path("a"), path("b"), "--force")).isZero();
    }

    private void runThreeTimesSlower(Peer slow, String folder) throws IOException {
        Sample.run(
                directory.resolve(folder),
                Profile.QUICK,
                Sample.environment(Profile.QUICK),
                cell -> Sample.nanos(cell) * (cell.peer().equals(slow) ? 3 : 1));
    }

    private Path other(String shape, String capacity) throws IOException {
        return Files.writeString(directory.resolve("go.json"), """
                {"runtime": "Go 1.24", "machine": "the same", "command": "go run bench.go", "rows": [
                  {"suite": "cells", "panel": "bounded", "params": {"shape": "%s", "capacity": "%s"},
                   "peer": "Go channel (parks)", "forks": [3.1, 3.2, 3.15]}]}
                """.formatted(shape, capacity));
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private int report(String... arguments) {
        return run(new ReportCommand(Sample.catalogue(), Sample.measurer(Sample::nanos), Sample.guard()), arguments);
    }

    private int compare(String... arguments) {
        return run(new CompareCommand(Sample.catalogue()), arguments);
    }

    private int run(Object command, String... arguments) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
