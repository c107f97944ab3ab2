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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
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
            RingCommand.class,
            CommandLine.HelpCommand.class
        })
public final class BenchMain implements Callable<Integer> {

    /** The output could not be written. */
    static final int OUTPUT_FAILED = 4;

    private static final Pattern RANGE = Pattern.compile("-?\\d[\\d,]* to \\d[\\d,]*");

    @Spec
    private CommandSpec spec;

    /** Makes the command, for picocli. */
    public BenchMain() {}

    /** Runs the program and ends the process with its exit code. */
    public static void main(String[] args) {
        StandardOutput output = StandardOutput.install();
        int exitCode = commandLine().execute(args);
        System.out.flush();
        if (output.failure() != null) {
            System.err.println("millrace-bench: cannot write the output: "
                    + output.failure().getMessage());
            System.exit(exitCode == CommandLine.ExitCode.OK ? OUTPUT_FAILED : exitCode);
        }
        System.exit(exitCode);
    }

    /** Returns the parser of the whole command line. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new BenchMain());
        line.setParameterExceptionHandler(BenchMain::usageError);
        line.registerConverter(Long.class, BenchMain::wholeNumber);
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

    private static Long wholeNumber(String word) {
        try {
            return Long.valueOf(word);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + word + "' is no whole number");
        }
    }

    private static int usageError(ParameterException error, String[] args) {
        CommandLine line = error.getCommandLine();
        String name = line.getCommandSpec().qualifiedName();
        line.getErr().println(name + ": " + problem(error));
        if (line.getParent() == null) {
            line.getErr().println("Commands:");
            line.getSubcommands().forEach((command, sub) -> line.getErr().printf("  %-9s %s%n", command, summary(sub)));
        } else {
            CommandLine.UnmatchedArgumentException.printSuggestions(error, line.getErr());
        }
        line.getErr().println("Try '" + name + " --help'.");
        line.getErr().flush();
        return CommandLine.ExitCode.USAGE;
    }

    /** What is wrong, in one line; of a number also what is allowed, which the description of its option says. */
    private static String problem(ParameterException error) {
        if (error instanceof CommandLine.UnmatchedArgumentException unmatched
                && error.getCommandLine().getParent() == null) {
            String word = unmatched.getUnmatched().get(0);
            return word.startsWith("-") ? error.getMessage() : "'" + word + "' is no command";
        }
        if (error.getArgSpec() instanceof OptionSpec option && option.typeInfo().getType() == Long.class) {
            Matcher range = RANGE.matcher(String.join(" ", option.description()));
            return option.longestName() + " is '" + error.getValue() + "', allowed is a whole number"
                    + (range.find() ? ", " + range.group() : "");
        }
        return error.getMessage().lines().findFirst().orElse("");
    }

    private static String summary(CommandLine command) {
        CommandLine.Model.UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        String[] lines = usage.header().length > 0 ? usage.header() : usage.description();
        return String.format(lines[0]).replaceFirst("(?s)[.:;](\\s.*)?$", ".");
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
