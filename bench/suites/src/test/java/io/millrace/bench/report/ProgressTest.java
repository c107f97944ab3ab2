package io.millrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final StringWriter err = new StringWriter();

    @Test
    void theTimeLeftIsThePlanBeforeAnythingWasMeasured() {
        assertThat(progress(false).line("cell", 5_000))
                .isEqualTo("  0% |--------------------| 0/10 [00:00<00:20] cell");
    }

    @Test
    void theTimeLeftFollowsWhatTheCellsBeforeTook() {
        Progress progress = progress(false);
        for (int done = 0; done < 5; done++) {
            progress.ended();
        }

        assertThat(progress.line("cell", 25_000)).isEqualTo(" 50% |##########----------| 5/10 [00:20<00:20] cell");
    }

    @Test
    void aTerminalGetsOneLineThatChanges() {
        Cell cell = Plan.cells(Sample.catalogue()).get(0);
        progress(true).begins(cell, 5_000);
        String terminal = err.toString();
        err.getBuffer().setLength(0);
        progress(false).begins(cell, 5_000);

        assertThat(terminal).startsWith("\r").doesNotContain("\n");
        assertThat(err.toString()).doesNotContain("\r").endsWith(System.lineSeparator());
    }

    private Progress progress(boolean terminal) {
        return new Progress(new PrintWriter(err), terminal, 10, 2_000, 5_000);
    }
}
