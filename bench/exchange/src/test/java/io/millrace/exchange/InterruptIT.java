package io.millrace.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A process that is told to end, as by Ctrl-C, stops its run in good order and proves what it has done. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "destroy() gives a process no chance there")
class InterruptIT {

    @Test
    void anInterruptedRunProvesWhatWasSent() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        System.getProperty("millrace.program.jar"),
                        "exchange",
                        "--orders",
                        "100000",
                        "--rate",
                        "100",
                        "--warmup",
                        "0")
                .redirectErrorStream(true)
                .start();
        List<String> rest;
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            while (line != null && !line.startsWith("load ")) {
                line = output.readLine();
            }
            process.toHandle().destroy(); // not process.destroy(), which closes the output, too
            rest = output.lines().toList();
        } finally {
            process.destroyForcibly();
        }

        assertThat(String.join("\n", rest))
                .contains("stopped     it was interrupted", "PASS: every proof held")
                .doesNotContain("FAIL");
    }
}
