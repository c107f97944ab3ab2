package io.millrace.bench;

import io.millrace.bench.exchange.ExchangeCommand;
import io.millrace.bench.report.CompareCommand;
import io.millrace.bench.report.ReportCommand;
import io.millrace.bench.ring.RingCommand;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** The program {@code millrace-bench}. */
@Command(
        name = "millrace-bench",
        description = "Millrace at work: a trading pipeline over channels, and benchmarks.",
        mixinStandardHelpOptions = true,
        versionProvider = BenchMain.Version.class,
        subcommands = {
            ExchangeCommand.class,
            ReportCommand.class,
            CompareCommand.class,
            BenchMain.Jmh.class,
            RingCommand.class
        })
public final class BenchMain implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    /** Makes the command, for picocli. */
    public BenchMain() {}

    /** Runs the program and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** Returns the parser of the whole command line. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new BenchMain());
        line.setParameterExceptionHandler(BenchMain::usageError);
        line.getSubcommands().values().forEach(sub -> sub.getCommandSpec().versionProvider(new Version()));
        line.getSubcommands()
                .get("jmh")
                .setUnmatchedArgumentsAllowed(true)
                .setStopAtUnmatched(true)
                .setExpandAtFiles(false);
        return line;
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing: exchange, report, compare, jmh or ring");
    }

    private static int usageError(ParameterException error, String[] args) {
        CommandLine line = error.getCommandLine();
        line.getErr().println(line.getCommandSpec().qualifiedName() + ": " + error.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(error, line.getErr());
        line.getErr().println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
        line.getErr().flush();
        return CommandLine.ExitCode.USAGE;
    }

    /** {@code jmh}: JMH's own command line, with the benchmarks of this jar. */
    @Command(
            name = "jmh",
            description = "Runs JMH on the benchmarks of this jar; all arguments are JMH's, as in 'jmh -h'.")
    static final class Jmh implements Callable<Integer> {

        @Unmatched
        private List<String> arguments = new ArrayList<>();

        @Override
        public Integer call() throws IOException {
            org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
            return 0;
        }
    }

    /** The versions of this jar and of what runs it. */
    static final class Version implements IVersionProvider {

        private static final String PROPERTIES = "/META-INF/maven/io.millrace/millrace-bench/pom.properties";

        @Override
        public String[] getVersion() throws IOException {
            Properties properties = new Properties();
            try (InputStream in = BenchMain.class.getResourceAsStream(PROPERTIES)) {
                if (in != null) {
                    properties.load(in);
                }
            }
            return new String[] {
                "millrace-bench " + properties.getProperty("version", "(not from a jar)"),
                "on Java " + System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vm.name")
            };
        }
    }
}
