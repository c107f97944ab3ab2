package io.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Wrong command lines: exit code 2 and one line that says what is wrong. */
class UsageTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exchnage|millrace-bench: 'exchnage' is no command",
                "--bogus|millrace-bench: Unknown option: '--bogus'",
                "exchange more|millrace-bench exchange: Unmatched argument at index 1: 'more'",
                "exchange --orders abc|--orders is 'abc', allowed is a whole number, 1 to 100000000",
                "exchange --seed 1.5|--seed is '1.5', allowed is a whole number",
                "exchange --itch /|--itch is /, which is no readable file",
                "report --profile slow|--profile is 'slow', allowed are smoke, quick, full",
                "report more|Unmatched argument at index 1: 'more'",
                "compare|Missing required parameters: 'A', 'B'",
                "compare a b c|Unmatched argument at index 3: 'c'",
                "ring|Missing required parameter: 'FILE'",
                "ring no-such-file|FILE is no-such-file, which is no readable file",
                "jmh -f|millrace-bench jmh: ",
                "jmh -f many|millrace-bench jmh: "
            })
    void aWrongCommandLineIsToldInALine(String arguments, String problem) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString().lines().findFirst().orElseThrow())
                .startsWith("millrace-bench")
                .contains(problem);
        assertThat(err.toString()).doesNotContain("\tat ").contains("--help'.");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("options")
    void anOptionWithoutItsValueOrWithAWrongNumberIsNamed(String command, String option, boolean isNumber) {
        assertThat(run(command, option)).isEqualTo(2);
        assertThat(err.toString()).contains("'" + option + "'");
        if (isNumber) {
            assertThat(run(command, option, "many")).isEqualTo(2);
            assertThat(err.toString()).contains(option + " is 'many', allowed is a whole number");
        }
    }

    static Stream<Arguments> options() {
        return BenchMain.commandLine().getSubcommands().entrySet().stream()
                .flatMap(command -> command.getValue().getCommandSpec().options().stream()
                        .filter(option -> option.arity().min() > 0)
                        .map(option -> Arguments.of(command.getKey(), option.longestName(), isNumber(option))));
    }

    private static boolean isNumber(OptionSpec option) {
        return option.typeInfo().getType() == Long.class;
    }

    @ParameterizedTest
    @CsvSource({"exchnage", "''"})
    void aWrongOrMissingCommandListsThem(String command) {
        assertThat(command.isEmpty() ? run() : run(command)).isEqualTo(2);
        assertThat(err.toString())
                .contains("exchange  Runs a trading pipeline")
                .contains("report  ", "compare  ", "jmh  ", "ring  ", "help  ");
    }

    @Test
    void helpListsTheCommandsAndExplainsOne() {
        assertThat(run("help")).isZero();
        assertThat(out.toString()).contains("exchange", "report", "compare", "jmh", "ring");
        assertThat(run("help", "exchange")).isZero();
        assertThat(out.toString()).contains("--orders");
    }

    private int run(String... arguments) {
        CommandLine line = BenchMain.commandLine();
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
