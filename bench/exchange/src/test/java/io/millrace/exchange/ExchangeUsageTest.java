package io.millrace.exchange;

import io.millrace.command.UsageContract;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ExchangeUsageTest extends UsageContract {

    @Override
    protected CommandLine program() {
        return ExchangeMain.commandLine();
    }

    @Override
    protected Set<String> commands() {
        return Set.of("exchange", "ring");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exchange more|millrace-exchange exchange: Unmatched argument at index 1: 'more'",
                "exchange --orders abc|--orders is 'abc', allowed is a whole number, 1 to 100000000",
                "exchange --seed 1.5|--seed is '1.5', allowed is a whole number",
                "exchange --itch /|--itch is /, which is no readable file",
                "ring|Missing required parameter: 'FILE'",
                "ring no-such-file|FILE is no-such-file, which is no readable file"
            })
    void aWrongCommandLineIsToldInALine(String arguments, String problem) {
        assertWrong(problem, arguments.split(" "));
    }
}
