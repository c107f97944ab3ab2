package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.Await;
import io.millrace.support.LiveJvm;
import io.millrace.support.SmallDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Rings of one process in a file: the file, what is left in it, and when it is unmapped. */
class MappedRingTest {

    private static final int CAPACITY = 1024;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("ring");
    }

    private static Ring ring(Path file, int capacity) {
        return Ring.builder().capacity(capacity).mapped(file).build();
    }

    @Test
    void theFileHasTheRingAndWhatAgronaKeepsBehindIt() throws IOException {
        ring(file, CAPACITY);

        assertThat(Files.size(file)).isEqualTo(CAPACITY + RingBufferDescriptor.TRAILER_LENGTH);
    }

    @Test
    void whatIsThereIsRefusedAndNotChanged() throws IOException {
        Files.writeString(file, "precious");

        assertThatThrownBy(() -> ring(file, CAPACITY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'" + file + "': there is a file of that name");
        assertThat(file).hasContent("precious");
    }

    @Test
    void aSecondRingOfOneBuilderIsRefused() {
        RingBuilder builder = Ring.builder().capacity(CAPACITY).mapped(file);
        builder.build();

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("there is a file of that name");
    }

    @Test
    void aFolderThatIsNotThereIsAnError() {
        Path nowhere = folder.resolve("no/ring");

        assertThatThrownBy(() -> ring(nowhere, CAPACITY))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("'" + nowhere + "'");
    }

    @Test
    void noFileIsMadeBeforeTheRing() {
        Ring.builder().capacity(CAPACITY).mapped(file);

        assertThat(file).doesNotExist();
    }

    @Test
    void aSecondPlaceIsRefused() {
        assertThatThrownBy(() -> Ring.builder().capacity(CAPACITY).mapped(file).direct())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("direct()")
                .hasMessageContaining("mapped(" + file);

        assertThat(file).doesNotExist();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aRingForWhichThereIsNoRoomIsNotMadeAndLeavesNothingBehind() throws Exception {
        String out = SmallDisk.run(NoRoom.class, file.toString());

        assertThat(out).contains("cannot make a ring of 8388608 bytes in '" + file + "'");
        assertThat(file).doesNotExist();
    }

    /** Makes a ring that is larger than a file may be. */
    static final class NoRoom {

        private NoRoom() {}

        public static void main(String[] args) {
            try {
                ring(Path.of(args[0]), 8 << 20);
            } catch (UncheckedIOException e) {
                System.out.println(e.getMessage() + ": " + e.getCause());
            }
        }
    }

    // ---- what is left ----

    @Test
    void whatWasSentAndNotReceivedIsLeftByAProcessThatIsKilled() throws Exception {
        try (LiveJvm child = LiveJvm.start(folder, Sending.class, file)) {
            assertThat(child.line()).isEqualTo("sent");
            child.kill();
        }

        assertThat(left(true)).containsExactly(2L, 3L);
    }

    /** Sends three, receives one, and waits to be killed. */
    static final class Sending {

        private Sending() {}

        public static void main(String[] args) throws Exception {
            Ring ring = Ring.builder()
                    .capacity(CAPACITY)
                    .mapped(Path.of(args[0]))
                    .singleProducer()
                    .build();
            for (long value = 1; value <= 3; value++) {
                Bytes.send(ring, value);
            }
            ring.receive((type, buffer, index, length) -> {}, 1);
            System.out.println("sent");
            System.in.read();
        }
    }

    @Test
    void whatIsClosedIsLeftAndWhatIsCancelledIsNot() throws Exception {
        Ring ring = ring(file, CAPACITY);
        Bytes.send(ring, 7);
        ring.close();
        assertThat(left(false)).containsExactly(7L);

        ring.cancel();
        assertThat(left(false)).isEmpty();
    }

    /** By a reader of Agrona's over a copy, which leaves the file as it is. */
    private List<Long> left(boolean oneProducer) throws IOException {
        List<Long> values = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            UnsafeBuffer bytes = new UnsafeBuffer(channel.map(FileChannel.MapMode.PRIVATE, 0, channel.size()));
            RingBuffer reader = oneProducer ? new OneToOneRingBuffer(bytes) : new ManyToOneRingBuffer(bytes);
            while (reader.read((type, buffer, index, length) -> values.add(buffer.getLong(index))) > 0) {}
        }
        return values;
    }

    // ---- unmapped ----

    @Test
    @EnabledOnOs(OS.LINUX)
    void theMappingGoesWithTheRing() {
        for (int number = 0; number < 10; number++) {
            Bytes.trySend(ring(folder.resolve("ring" + number), CAPACITY), number);
        }

        Await.until("nothing is mapped any more", () -> {
            System.gc();
            return !maps().contains(folder.toString());
        });
    }

    private static String maps() {
        try {
            return Files.readString(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
