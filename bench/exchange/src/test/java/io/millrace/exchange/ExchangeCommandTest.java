package io.millrace.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.millrace.exchange.feed.ItchGenerator;
import io.millrace.exchange.feed.Recording;
import io.millrace.exchange.itch.ItchWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ExchangeCommandTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"millrace", "abq", "disruptor"})
    void aSmallDayHoldsEveryProof(String handoff) {
        assertThat(small("--handoff", handoff)).isZero();
        assertThat(out.toString())
                .contains("PASS: every proof held")
                .doesNotContain("FAIL")
                .doesNotContain("\r");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void compareRunsEachHandoffAndPrintsRatios() {
        assertThat(small("--compare", "--rounds", "2")).isZero();
        assertThat(out.toString())
                .contains("round 2     disruptor", "ratio")
                .containsPattern("millrace +[0-9,]+ +1\\.00 ")
                .containsPattern("abq +[0-9,]+ +[0-9]+\\.[0-9]{2} ");
    }

    @Test
    void theServicesAreProvedAndReported() {
        assertThat(small()).isZero();
        assertThat(out.toString())
                .contains("services    books with 2 keyed workers", "heartbeat ", "slow reader ", "questions ")
                .contains("PASS  every quote was received or replaced by a later one")
                .contains("PASS  each answer is what one thread's book was at that message");
    }

    @Test
    void theStagesRunAloneIfToldTo() {
        assertThat(small("--core")).isZero();
        assertThat(out.toString())
                .contains("services    none: the six stages alone", "heartbeat ")
                .doesNotContain("slow reader");
    }

    @Test
    void aRunWhoseTimeIsOverProvesWhatWasSent() {
        assertThat(small("--rate", "100", "--max-time", "1")).isZero();
        assertThat(out.toString()).contains("stopped     its time was over after 1.0 s", "PASS: every proof held");
    }

    @Test
    void aRateIsAnOpenLoop() {
        assertThat(small("--rate", "1000000")).isZero();
        assertThat(out.toString()).contains("open loop", "feed, behind its schedule");
    }

    @Test
    void jsonHoldsEverything() throws IOException {
        Path file = directory.resolve("result.json");

        assertThat(small("--json", file.toString())).isZero();
        JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        assertThat(json.get("held").getAsBoolean()).isTrue();
        assertThat(json.keySet()).contains("machine", "input", "settings", "reference", "runs");
        JsonObject run = json.getAsJsonArray("runs").get(0).getAsJsonObject();
        assertThat(run.keySet())
                .contains("handoff", "messagesPerSecond", "counts", "digest", "latency", "books", "proofs")
                .contains("heartbeat", "keyedPool", "slowReader", "questions");
        assertThat(run.get("digest"))
                .isEqualTo(json.getAsJsonObject("reference").get("digest"));
    }

    @Test
    void aFileIsReadInPlaceOfAGeneratedDay() throws IOException {
        Path file = day();

        assertThat(run("exchange", "--itch", file.toString(), "--warmup", "0")).isZero();
        assertThat(out.toString()).contains("file " + file, "PASS: every proof held");
    }

    @Test
    void aTruncatedFileGivesNoResult() throws IOException {
        Path file = day();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 3));

        assertThat(run("exchange", "--itch", file.toString())).isEqualTo(3);
        assertThat(err.toString())
                .contains("failed, there is no result", "wrong at byte ", "the input ends after 9 bytes of 'S'");
        assertThat(out.toString()).doesNotContain("throughput").doesNotContain("PASS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"feed", "gateway", "sequencer", "matching", "market-data", "reports"})
    void aStageThatFailsGivesNoResult(String stage) {
        assertThat(small("--fail", stage + "@100")).isEqualTo(3);
        assertThat(err.toString()).contains("stage " + stage + " was told to fail at message 100");
        assertThat(out.toString()).doesNotContain("throughput").doesNotContain("PASS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--orders 0|--orders is 0, allowed is 1 to 100000000",
                "--orders x|--orders is 'x', allowed is a whole number, 1 to 100000000",
                "--orders 100000000 -Dnothing|Unknown option",
                "--symbols 65536|--symbols is 65536, allowed is 1 to 65535",
                "--capacity 0|--capacity is 0, allowed is 1 to 1048576",
                "--rate 0|--rate is 0, allowed is 1 to 100000000",
                "--sample 0|--sample is 0, allowed is 1 to 1000000",
                "--warmup -1|--warmup is -1, allowed is 0 to 1000000000",
                "--top -1|--top is -1, allowed is 0 to 65535",
                "--rounds 0 --compare|--rounds is 0, allowed is 1 to 99",
                "--workers 65|--workers is 65, allowed is 1 to 64",
                "--block 0|--block is 0, allowed is 1 to 1048576",
                "--reader-pause 0|--reader-pause is 0, allowed is 1 to 60000",
                "--ask-pause 60001|--ask-pause is 60001, allowed is 1 to 60000",
                "--max-time 0|--max-time is 0, allowed is 1 to 86400",
                "--max-time 1 --compare|does not go with --compare",
                "--core --workers 2|which run the six stages alone",
                "--compare --block 2|which run the six stages alone",
                "--handoff abq --ask-pause 2|which run the six stages alone",
                "--rounds 2|--rounds goes with --compare only",
                "--compare --handoff abq|--compare runs every handoff",
                "--handoff socket|'socket' is not one of [millrace, abq, disruptor]",
                "--waiting sleep|'sleep' is not one of [auto, adaptive, spin, park]",
                "--fail matching|allowed is STAGE@N",
                "--fail kitchen@1|allowed is STAGE@N",
                "--itch no-such-file|which is no readable file",
                "--itch no-such-file --seed 1|do not go with --itch",
                "--json no-such-directory/x.json|allowed is a file in a directory that exists"
            })
    void wrongArgumentsSayWhatIsAllowed(String arguments, String problem) {
        assertThat(run(("exchange " + arguments).split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(problem, "Try 'millrace-exchange exchange --help'.");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void helpNamesEveryOptionAndExitCode() {
        assertThat(run("exchange", "--help")).isZero();
        CommandLine.Model.CommandSpec spec =
                ExchangeMain.commandLine().getSubcommands().get("exchange").getCommandSpec();
        spec.options().forEach(option -> assertThat(out.toString()).contains(option.longestName()));
        assertThat(out.toString()).contains("Exit codes:").contains("every proof held");
    }

    @Test
    void theDocumentNamesEveryOption() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path root = Files.isDirectory(here.resolve("docs")) ? here : here.resolve("../..");
        String document = Files.readString(root.resolve("docs").resolve("exchange.md"));

        ExchangeMain.commandLine().getSubcommands().get("exchange").getCommandSpec().options().stream()
                .map(CommandLine.Model.OptionSpec::longestName)
                .filter(name -> !name.equals("--version"))
                .forEach(name -> assertThat(document).contains("`" + name));
    }

    @ParameterizedTest
    @CsvSource({
        "auto, 2, adaptive",
        "auto, 6, adaptive",
        "auto, 7, spin",
        "spin, 2, spin",
        "park, 8, park",
        "adaptive, 8, adaptive"
    })
    void stagesSpinOnlyIfTheyHaveTheCoresForItOrAreTold(String asked, int cores, String expected) {
        WaitingChoice choice = WaitingChoice.of(WaitingChoice.Asked.valueOf(asked.toUpperCase(Locale.ROOT)), 6, cores);

        assertThat(choice.waiting()).hasToString(expected);
    }

    private Path day() throws IOException {
        Path file = directory.resolve("day.itch");
        Recording recording = new Recording();
        new ItchGenerator(2_000, 5, 3).write(new ItchWriter(recording));
        Files.copy(recording.open(), file);
        return file;
    }

    private int small(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("exchange", "--orders", "5000", "--symbols", "10", "--warmup", "1000"));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        return ExchangeMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
