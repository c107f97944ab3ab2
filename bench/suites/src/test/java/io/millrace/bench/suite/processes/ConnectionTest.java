package io.millrace.bench.suite.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.harness.Latencies;
import java.nio.file.Path;
import java.util.List;
import org.agrona.BufferUtil;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The two sides of a connection: what they check of each other, and how a failure of one ends the other. */
class ConnectionTest {

    private static final int CAPACITY = 1 << 16;
    private static final MessageHandler NOTHING = (type, buffer, index, length) -> {};

    static List<Peer> peers() {
        return Endpoints.peers();
    }

    @ParameterizedTest
    @MethodSource("peers")
    void carriesMoreThanFitsRunAfterRun(Peer peer) throws Exception {
        try (OneWay work = new OneWay(new Task(peer.name(), 1024, CAPACITY, false), Place.THREADS, 1_000)) {
            assertThat(work.run()).isEqualTo(1_000);
            assertThat(work.run()).isEqualTo(1_000);
        }
    }

    @Test
    void aLatencyIsRecordedForEachRoundTrip() throws Exception {
        Latencies latencies = new Latencies();
        try (RemotePingPong work = new RemotePingPong(task(8, true), Place.THREADS, 100, latencies)) {
            work.run();
            work.run();
        }
        assertThat(latencies.histogram().getTotalCount()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void aMessageOutOfOrderFailsTheRunWithWhatTheFarSideFound(Place place) {
        try (Connection connection = new Connection(task(32, false), place, NOTHING)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> connection.run(() -> {
                        send(connection, 0);
                        send(connection, 2);
                        connection.awaitReceived(2);
                    }))
                    .withMessageStartingWith("the remote side failed: ")
                    .withMessageContaining("received message 2 of 32 bytes that ends with 2, expected was 1 of 32");
            assertThatIllegalStateException().as("and every run after it").isThrownBy(() -> connection.run(() -> {}));
        }
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aSenderThatWaitsForRoomLearnsThatTheOtherProcessIsGone() {
        try (Connection connection = new Connection(task(32, false), Place.PROCESSES, NOTHING)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> connection.run(() -> {
                        while (true) {
                            send(connection, 7);
                        }
                    }))
                    .withMessageContaining("its process ended with exit code 1 and printed:")
                    .withMessageContaining("expected was 0 of 32");
        }
    }

    @Test
    void aFarSideThatCannotStartIsAnErrorWithItsOutput() {
        Watch watch = new Watch();
        try (ScratchFolder scratch = new ScratchFolder();
                RemoteProcess remote = new RemoteProcess(task(32, false), scratch.folder(), watch)) {
            assertThat(remote).isNotNull();
            assertThatThrownBy(() -> {
                        watch.begin();
                        try {
                            Thread.sleep(Long.MAX_VALUE);
                        } finally {
                            watch.end();
                        }
                    })
                    .isInstanceOfAny(InterruptedException.class, IllegalStateException.class);
            assertThatIllegalStateException()
                    .isThrownBy(watch::check)
                    .withMessageContaining("its process ended with exit code 1 and printed:")
                    .withMessageContaining("receipts");
        }
    }

    @Test
    void theProcessEndsWithItsStandardInputAndRemovesTheFolder() throws Exception {
        Task task = task(32, false);
        try (ScratchFolder scratch = new ScratchFolder();
                Receipts receipts = Receipts.open(Side.LOCAL, scratch.folder());
                Endpoint end = Endpoints.open(task, Side.LOCAL, scratch.folder(), NOTHING)) {
            assertThat(end).isNotNull();
            Process process = new ProcessBuilder(RemoteProcess.command(task, scratch.folder()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                while (!receipts.isReady() && process.isAlive()) {
                    Thread.onSpinWait();
                }
                process.getOutputStream().close();
                assertThat(process.waitFor()).isZero();
                assertThat(scratch.folder()).doesNotExist();
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void aMessageThatIsNotWholeIsFound() {
        UnsafeBuffer message = new UnsafeBuffer(new byte[32]);
        NumberedMessages.write(message, 32, 5);
        message.putByte(31, (byte) 0);
        assertThatIllegalStateException()
                .isThrownBy(() -> NumberedMessages.check(message, 0, 32, 32, 5))
                .withMessageContaining("expected was 5 of 32");
        NumberedMessages.write(message, 32, 5);
        NumberedMessages.check(message, 0, 32, 32, 5);
    }

    @Test
    void nothingIsLeftOfTheFolder() {
        Path folder;
        try (ScratchFolder scratch = new ScratchFolder()) {
            folder = scratch.folder();
            Receipts.open(Side.LOCAL, folder).close();
            assertThat(folder).isNotEmptyDirectory();
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void whatIsNotKnownIsRefused() {
        Task task = new Task("nobody", 32, CAPACITY, false);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Connection(task, Place.THREADS, NOTHING))
                .withMessageStartingWith("peer is 'nobody', allowed are [" + Endpoints.MILLRACE.name());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Place.parse("moon"))
                .withMessage("place is 'moon', allowed are [threads, processes]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> task(7, false))
                .withMessage("length is 7, allowed is 8 or more");
    }

    private static Task task(int length, boolean echo) {
        return new Task(Endpoints.MILLRACE.name(), length, CAPACITY, echo);
    }

    private static void send(Connection connection, long number) throws InterruptedException {
        UnsafeBuffer message = new UnsafeBuffer(BufferUtil.allocateDirectAligned(32, Long.BYTES));
        NumberedMessages.write(message, 32, number);
        connection.end().send(message, 32);
    }
}
