package io.millrace.bench;

import io.millrace.command.UsageContract;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchUsageTest extends UsageContract {

    @Override
    protected CommandLine program() {
        return BenchMain.commandLine();
    }

    @Override
    protected Set<String> commands() {
        return Set.of("report", "compare", "jmh");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "report --profile slow|--profile is 'slow', allowed are smoke, quick, night",
                "report more|Unmatched argument at index 1: 'more'",
                "compare|Missing required parameters: 'A', 'B'",
                "compare a b c|Unmatched argument at index 3: 'c'",
                "jmh -f|millrace-bench jmh: ",
                "jmh -f many|millrace-bench jmh: "
            })
    void aWrongCommandLineIsToldInALine(String arguments, String problem) {
        assertWrong(problem, arguments.split(" "));
    }
}
