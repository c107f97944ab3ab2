package io.millrace.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SummaryCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path results;

    @BeforeEach
    void writeResults() throws IOException {
        results = folder.resolve("results.json");
        Files.writeString(
                results,
                SummaryTest.file(
                        SummaryTest.result("io.millrace.bench.compare.Mpsc.Unbounded.run", "millrace", "[[7]]")));
    }

    @Test
    void theTableGoesToStandardOutput() {
        assertThat(execute(results.toString(), "--machine", "mine", "--commit", "c0ffee"))
                .isZero();
        assertThat(out.toString())
                .contains("| Mpsc.Unbounded | millrace | 7.00 |", "* machine: mine", "* commit: c0ffee");
    }

    @Test
    void eachFileHasItsSection() {
        assertThat(execute(results.toString(), results.toString())).isZero();
        assertThat(out.toString()).containsSubsequence("### JDK 25", "### JDK 25");
    }

    @Test
    void theDocumentKeepsWhatStandsAroundTheTable() throws IOException {
        Path document = folder.resolve("benchmarks.md");
        Files.writeString(document, "before\n" + SummaryCommand.BEGIN + "\nold\n" + SummaryCommand.END + "\nafter\n");
        assertThat(execute(results.toString(), "--into", document.toString())).isZero();
        assertThat(execute(results.toString(), "--into", document.toString())).isZero();
        assertThat(document)
                .content()
                .startsWith("before\n" + SummaryCommand.BEGIN + "\n\n### JDK 25\n")
                .endsWith("\n" + SummaryCommand.END + "\nafter\n")
                .doesNotContain("old")
                .containsOnlyOnce("### JDK 25");
    }

    @Test
    void aDocumentWithoutThePlaceForTheTableIsRefused() throws IOException {
        Path document = folder.resolve("benchmarks.md");
        Files.writeString(document, "no place");
        assertThat(execute(results.toString(), "--into", document.toString())).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("benchmarks.md: lacks the lines");
        assertThat(document).hasContent("no place");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThat(execute("absent.json")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("absent.json: there is no such file");
    }

    @Test
    void aFileThatIsNoResultIsNamed() throws IOException {
        Files.writeString(results, "[]");
        assertThat(execute(results.toString())).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("results.json: no results of a comparison");
    }

    @Test
    void theMachineIsDescribedUnlessGiven() {
        assertThat(Environment.machine())
                .contains(Runtime.getRuntime().availableProcessors() + " processors")
                .contains(System.getProperty("os.name"));
    }

    private int execute(String... arguments) {
        return new CommandLine(new SummaryCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
