package io.millrace.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** How every program of this repository meets a wrong command line, and what it says of itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class UsageContract {

    /** Returns the parser of the program, a new one each time. */
    protected abstract CommandLine program();

    /** Returns the commands that it has, beside {@code help}. */
    protected abstract Set<String> commands();

    /** Runs a command line of the program. */
    protected final ProgramRun run(String... arguments) {
        return ProgramRun.of(program(), arguments);
    }

    @Test
    void theCommandsAreTheseAndHelp() {
        assertThat(program().getSubcommands().keySet())
                .containsAll(commands())
                .contains("help")
                .hasSize(commands().size() + 1);
    }

    @Test
    void aMissingCommandIsWrongAndListsThoseThatThereAre() {
        assertListsTheCommands(run());
    }

    @Test
    void anUnknownCommandIsNamedAndListsThoseThatThereAre() {
        ProgramRun ended = run("exchnage");

        assertListsTheCommands(ended);
        assertThat(ended.errLines().get(0)).isEqualTo(name() + ": 'exchnage' is no command");
    }

    @Test
    void anUnknownOptionIsNamed() {
        ProgramRun ended = run("--bogus");

        assertThat(ended.exitCode()).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(ended.errLines().get(0)).isEqualTo(name() + ": Unknown option: '--bogus'");
    }

    @Test
    void helpListsTheCommands() {
        assertThat(run("--help").exitCode()).isZero();
        assertThat(run("--help").out()).contains(commands());
        assertThat(run("help").out()).contains(commands());
    }

    @Test
    void helpOfACommandNamesEachOfItsOptions() {
        program().getSubcommands().forEach((name, command) -> {
            ProgramRun help = run("help", name);

            assertThat(help.exitCode()).isZero();
            for (OptionSpec option : command.getCommandSpec().options()) {
                assertThat(help.out()).contains(option.longestName());
            }
        });
    }

    @Test
    void theVersionIsThatOfTheProgramAndOfJava() {
        ProgramRun version = run("--version");

        assertThat(version.exitCode()).isZero();
        assertThat(version.out()).startsWith(name() + " ").contains("on Java ");
    }

    @ParameterizedTest
    @MethodSource("optionsWithAValue")
    void anOptionWithoutItsValueOrWithAWrongNumberIsNamed(String command, String option, boolean isNumber) {
        ProgramRun without = run(command, option);
        assertThat(without.exitCode()).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(without.err()).contains("'" + option + "'");
        if (isNumber) {
            ProgramRun wrong = run(command, option, "many");
            assertThat(wrong.exitCode()).isEqualTo(CommandLine.ExitCode.USAGE);
            assertThat(wrong.err()).contains(option + " is 'many', allowed is a whole number");
        }
    }

    Stream<Arguments> optionsWithAValue() {
        return program().getSubcommands().entrySet().stream()
                .flatMap(command -> command.getValue().getCommandSpec().options().stream()
                        .filter(option -> option.arity().min() > 0)
                        .map(option -> Arguments.of(
                                command.getKey(),
                                option.longestName(),
                                option.typeInfo().getType() == Long.class)));
    }

    /**
     * Checks that a command line is told to be wrong in a line, and where help is.
     *
     * @param problem what the line contains
     * @param arguments the command line
     */
    protected final void assertWrong(String problem, String... arguments) {
        ProgramRun ended = run(arguments);

        assertThat(ended.exitCode()).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(ended.errLines().get(0)).startsWith(name()).contains(problem);
        assertThat(ended.err()).doesNotContain("\tat ").contains("--help'.");
        assertThat(ended.out()).isEmpty();
    }

    private void assertListsTheCommands(ProgramRun ended) {
        assertThat(ended.exitCode()).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(ended.errLines()).contains("Commands:");
        for (String command : commands()) {
            assertThat(ended.errLines()).anyMatch(line -> line.startsWith("  " + command + " "));
        }
        assertThat(ended.out()).isEmpty();
    }

    private String name() {
        return program().getCommandName();
    }
}
