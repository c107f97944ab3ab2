package io.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.exchange.feed.ItchGenerator;
import io.millrace.bench.exchange.itch.ItchWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The runnable jar in a shell: pipes, full disks, standard input. */
@EnabledOnOs(OS.LINUX)
class CommandLineIT {
    private static final Path JAR = Path.of(System.getProperty("millrace.bench.jar"));
    private static final String BENCH = System.getProperty("java.home") + "/bin/java -jar " + JAR + " ";
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
        Ended ended = shell(BENCH + "exchange --itch " + day + SMALL + " > /dev/full");

        assertThat(ended.exitCode()).isEqualTo(4);
        assertThat(ended.err()).containsExactly("millrace-bench: cannot write the output: No space left on device");
    }

    @Test
    void aReaderThatHasGoneIsNoFailure() throws Exception {
        Ended ended = shell(BENCH + "exchange --itch " + day + SMALL + " | head -1");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).hasSize(1);
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void aDayComesThroughStandardInput() throws Exception {
        Ended ended = shell("gzip -c " + day + " | " + BENCH + "exchange --itch -" + SMALL);

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(ended.out()).anyMatch(line -> line.contains("standard input"));
        assertThat(ended.out()).anyMatch(line -> line.contains("PASS: every proof held"));
    }

    @Test
    void aDayComesThroughANamedPipe() throws Exception {
        Path pipe = folder.resolve("pipe");

        Ended ended = shell("mkfifo " + pipe + " && (cat " + day + " > " + pipe + " &) ; " + BENCH + "exchange --itch "
                + pipe + SMALL);

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(ended.out()).anyMatch(line -> line.contains(pipe.toString()));
    }

    @Test
    void whatIsWrongInAFileIsToldWithItsNameAndPlace() throws Exception {
        Path cut = folder.resolve("cut.itch");

        Ended ended = shell("head -c 1001 " + day + " > " + cut + "; " + BENCH + "exchange --itch " + cut + SMALL);

        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.err()).hasSize(1);
        assertThat(ended.err().get(0)).contains(cut + " is wrong at byte ");
    }

    @Test
    void jmhHasHelp() throws Exception {
        Ended ended = shell(BENCH + "jmh --help");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).anyMatch(line -> line.startsWith("Usage: java -jar"));
    }

    private Ended shell(String command) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        int exitCode = builder.start().waitFor();
        return new Ended(exitCode, Files.readAllLines(out), Files.readAllLines(err));
    }

    private record Ended(int exitCode, List<String> out, List<String> err) {}
}
