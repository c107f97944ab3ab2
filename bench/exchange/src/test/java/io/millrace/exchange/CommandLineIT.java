package io.millrace.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.command.ProgramRun;
import io.millrace.exchange.feed.ItchGenerator;
import io.millrace.exchange.itch.ItchWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The runnable jar in a shell: pipes, full disks, standard input. */
@EnabledOnOs(OS.LINUX)
class CommandLineIT {
    private static final Path JAR = Path.of(System.getProperty("millrace.program.jar"));
    private static final String PROGRAM = System.getProperty("java.home") + "/bin/java -jar " + JAR + " ";
    private static final String SMALL = " --warmup 0 --core";

    @TempDir
    private Path folder;

    private Path day;

    @BeforeEach
    void aDay() throws IOException {
        day = folder.resolve("day.itch");
        try (OutputStream out = Files.newOutputStream(day)) {
            new ItchGenerator(2_000, 5, 3).write(new ItchWriter(out));
        }
    }

    @Test
    void aFullDiskIsAFailure() throws Exception {
        ProgramRun ended = shell(PROGRAM + "exchange --itch " + day + SMALL + " > /dev/full");

        assertThat(ended.exitCode()).isEqualTo(4);
        assertThat(ended.errLines())
                .containsExactly("millrace-exchange: cannot write the output: No space left on device");
    }

    @Test
    void aReaderThatHasGoneIsNoFailure() throws Exception {
        ProgramRun ended = shell(PROGRAM + "exchange --itch " + day + SMALL + " | head -1");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.outLines()).hasSize(1);
        assertThat(ended.errLines()).isEmpty();
    }

    @Test
    void aDayComesThroughStandardInput() throws Exception {
        ProgramRun ended = shell("gzip -c " + day + " | " + PROGRAM + "exchange --itch -" + SMALL);

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(ended.outLines()).anyMatch(line -> line.contains("standard input"));
        assertThat(ended.outLines()).anyMatch(line -> line.contains("PASS: every proof held"));
    }

    @Test
    void aDayComesThroughANamedPipe() throws Exception {
        Path pipe = folder.resolve("pipe");

        ProgramRun ended = shell("mkfifo " + pipe + " && (cat " + day + " > " + pipe + " &) ; " + PROGRAM
                + "exchange --itch " + pipe + SMALL);

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(ended.outLines()).anyMatch(line -> line.contains(pipe.toString()));
    }

    @Test
    void whatIsWrongInAFileIsToldWithItsNameAndPlace() throws Exception {
        Path cut = folder.resolve("cut.itch");

        ProgramRun ended =
                shell("head -c 1001 " + day + " > " + cut + "; " + PROGRAM + "exchange --itch " + cut + SMALL);

        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.errLines()).hasSize(1);
        assertThat(ended.errLines().get(0)).contains(cut + " is wrong at byte ");
    }

    private ProgramRun shell(String command) throws IOException, InterruptedException {
        return ProgramRun.shell(folder, command);
    }
}
