package io.millrace.exchange;

import io.millrace.command.Program;
import io.millrace.inspect.RingCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code millrace-exchange}. */
@Command(
        name = "millrace-exchange",
        description = "Millrace at work: a trading pipeline over channels, and a look into rings between processes.",
        mixinStandardHelpOptions = true,
        subcommands = {ExchangeCommand.class, RingCommand.class})
public final class ExchangeMain {

    private ExchangeMain() {}

    /** Runs the program and ends the process with its exit code. */
    public static void main(String[] args) {
        Program.run(ExchangeMain::commandLine, args);
    }

    /** Returns the parser of the whole command line. */
    public static CommandLine commandLine() {
        return Program.of(new ExchangeMain());
    }
}
