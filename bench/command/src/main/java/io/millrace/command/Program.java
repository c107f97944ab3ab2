package io.millrace.command;

import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * How a program with commands behaves on the command line: a wrong use is told in a line and with exit code 2, a missing or unknown command
 * with a list of those that there are, and output that could not be written is a failure.
 */
public final class Program {

    /** Exit code: the output could not be written. */
    public static final int OUTPUT_FAILED = 4;

    private static final Pattern RANGE = Pattern.compile("-?\\d[\\d,]* to \\d[\\d,]*");

    private Program() {}

    /**
     * Returns the parser of a program's command line.
     *
     * @param program the command with all others as its subcommands; its name is that of the artifact, which has the version
     */
    public static CommandLine of(Object program) {
        CommandLine line = new CommandLine(program);
        line.addSubcommand(new CommandLine.HelpCommand());
        line.setParameterExceptionHandler(Program::usageError);
        line.registerConverter(Long.class, Program::wholeNumber);
        Version version = new Version(line.getCommandName());
        line.getCommandSpec().versionProvider(version);
        line.getSubcommands().values().forEach(sub -> sub.getCommandSpec().versionProvider(version));
        return line;
    }

    /**
     * Runs a program and ends the process with its exit code.
     *
     * @param program makes the parser, from {@link #of}; standard output is taken over before
     * @param arguments the command line
     */
    public static void run(Supplier<CommandLine> program, String... arguments) {
        StandardOutput output = StandardOutput.install();
        CommandLine line = program.get();
        int exitCode = line.execute(arguments);
        System.out.flush();
        if (output.failure() != null) {
            System.err.println(line.getCommandName() + ": cannot write the output: "
                    + output.failure().getMessage());
            System.exit(exitCode == CommandLine.ExitCode.OK ? OUTPUT_FAILED : exitCode);
        }
        System.exit(exitCode);
    }

    private static Long wholeNumber(String word) {
        try {
            return Long.valueOf(word);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + word + "' is no whole number");
        }
    }

    private static int usageError(ParameterException error, String[] arguments) {
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
}
