package io.millrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final StringWriter err = new StringWriter();

    @Test
    void theTimeLeftIsThePlanAtFirst() {
        assertThat(progress(false).line("round", 5_000)).isEqualTo("  0% |--------------------| [00:00<00:20] round");
    }

    @Test
    void theTimeLeftIsWhatThePlanStillHas() {
        assertThat(progress(false).line("round", 15_000)).isEqualTo(" 50% |##########----------| [00:10<00:10] round");
    }

    @Test
    void whatTakesLongerThanItsPlanIsNearlyDone() {
        assertThat(progress(false).line("round", 45_000)).isEqualTo("100% |####################| [00:40<00:00] round");
    }

    @Test
    void aTerminalGetsOneLineThatChanges() {
        progress(true).begins("round", 5_000);
        String terminal = err.toString();
        err.getBuffer().setLength(0);
        progress(false).begins("round", 5_000);

        assertThat(terminal).startsWith("\r").doesNotContain("\n");
        assertThat(err.toString()).doesNotContain("\r").endsWith(System.lineSeparator());
    }

    private Progress progress(boolean terminal) {
        return new Progress(new PrintWriter(err), terminal, 20_000, 5_000);
    }
}
