package io.millrace.bench;

import io.millrace.bench.report.CompareCommand;
import io.millrace.bench.report.ReportCommand;
import io.millrace.command.Program;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** The program {@code millrace-bench}. */
@Command(
        name = "millrace-bench",
        description = "Benchmarks of Millrace beside the queues, channels and locks of others.",
        mixinStandardHelpOptions = true,
        subcommands = {ReportCommand.class, CompareCommand.class, BenchMain.Jmh.class})
public final class BenchMain {

    private BenchMain() {}

    /** Runs the program and ends the process with its exit code. */
    public static void main(String[] args) {
        Program.run(BenchMain::commandLine, args);
    }

    /** Returns the parser of the whole command line. */
    public static CommandLine commandLine() {
        CommandLine line = Program.of(new BenchMain());
        line.getSubcommands()
                .get("jmh")
                .setUnmatchedArgumentsAllowed(true)
                .setStopAtUnmatched(true)
                .setExpandAtFiles(false);
        return line;
    }

    /** {@code jmh}: JMH's own command line, with the benchmarks of this jar. */
    @Command(
            name = "jmh",
            description = "Runs JMH on the benchmarks of this jar; all arguments are JMH's, as in 'jmh -h'.")
    static final class Jmh implements Callable<Integer> {

        @Unmatched
        private List<String> arguments = new ArrayList<>();

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            String[] jmh = arguments.stream()
                    .map(argument -> argument.equals("--help") ? "-h" : argument)
                    .toArray(String[]::new);
            try {
                new CommandLineOptions(jmh); // JMH would end the process, with another code
            } catch (CommandLineOptionException e) {
                throw new ParameterException(spec.commandLine(), e.getMessage());
            }
            org.openjdk.jmh.Main.main(jmh);
            return 0;
        }
    }
}
