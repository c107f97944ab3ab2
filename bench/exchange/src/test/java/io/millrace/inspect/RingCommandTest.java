package io.millrace.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.exchange.ExchangeMain;
import io.millrace.offheap.SharedRing;
import io.millrace.offheap.SharedSender;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RingCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Path file) {
        CommandLine line = ExchangeMain.commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return line.execute("ring", file.toString());
    }

    @Test
    void aLiveRingIsShownWithOwnersPositionsAndCounts() {
        Path file = folder.resolve("ring");
        try (SharedRing ring =
                        SharedRing.builder(file).lanes(2).laneCapacity(4096).create();
                SharedSender sender = ring.openSender()) {
            sender.trySend(1, new UnsafeBuffer(new byte[8]), 0, 8);

            assertThat(run(file)).isZero();

            ring.shutdown("the day is over");
            assertThat(run(file)).isZero();
        }

        assertThat(out.toString())
                .contains("lanes     2 of 4096 bytes")
                .contains("state     open")
                .contains("receiver  none (0 so far)")
                .contains("lane 0    pid " + ProcessHandle.current().pid() + " alive, epoch 1")
                .contains("head 0, end 16, 16 bytes waiting")
                .contains("sent 1, received 0, discarded 0, found full 0")
                .contains("state     shut down: the day is over");
    }

    @Test
    void controlCharactersOfAReasonAreEscaped() {
        Path file = folder.resolve("ring");
        try (SharedRing ring =
                SharedRing.builder(file).lanes(2).laneCapacity(4096).create()) {
            ring.shutdown("a\u001b[31m\nb\u202e\\\u00e4");

            assertThat(run(file)).isZero();
        }

        assertThat(out.toString()).contains("shut down: a\\u{1b}[31m\\u{a}b\\u{202e}\\\\\u00e4");
    }

    @Test
    void aFileThatIsNotThereIsAWrongArgument() {
        Path file = folder.resolve("absent");

        assertThat(run(file)).isEqualTo(CommandLine.ExitCode.USAGE);

        assertThat(err.toString()).contains("millrace-exchange ring: FILE is " + file + ", which is no readable file");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aFileThatIsNoRingIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "something else");

        assertThat(run(file)).isEqualTo(RingCommand.NO_RING);

        assertThat(err.toString()).contains("ring: cannot attach to the ring '" + file + "': it begins with");
        assertThat(out.toString()).isEmpty();
    }
}
