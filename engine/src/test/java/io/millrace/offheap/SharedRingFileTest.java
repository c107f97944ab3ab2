package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.Actors;
import io.millrace.support.ChildJvm;
import io.millrace.support.SmallDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files that are rings, files that are not, and memory that is no longer mapped. */
class SharedRingFileTest {

    private static final int CORRUPTED_FILES = 2_000;
    private static final int HAMMERED = 100;
    private static final int OPENED = Integer.getInteger("millrace.opens", 1_000);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("ring");
    }

    private SharedRing create() {
        return SharedRing.builder(file).lanes(2).laneCapacity(4096).create();
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(() -> SharedRing.attach(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'" + file + "'")
                .hasMessageContainingAll(words);
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> SharedRing.attach(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("'" + file + "'")
                .hasCauseInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aForeignFileIsRefused() throws IOException {
        Files.writeString(file, "not a ring, but long enough to be one by its length, if it were one at all, that is");

        assertRefused("it begins with 'not a ri'");
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        Files.createFile(file);

        assertRefused("it begins with '', a ring with 'MILLRACE'");
    }

    @Test
    void aFileThatHasOnlyTheMagicIsRefused() throws IOException {
        Files.writeString(file, "MILLRACE");

        assertRefused("it has 8 bytes");
    }

    @Test
    void aFolderIsRefused() throws IOException {
        Files.createDirectory(file);

        assertRefused("no regular file");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPipeIsRefusedWithoutWaitingForItsOtherEnd() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();

        assertRefused("no regular file");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aLinkToNothingIsAnErrorAndNoHang() throws IOException {
        Files.createSymbolicLink(file, folder.resolve("nothing"));

        assertThatThrownBy(() -> SharedRing.builder(file).open()).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aFileThatWasCutOffOrHasGrownIsRefused() throws IOException {
        create().close();
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            long length = access.length();
            access.setLength(length - 1);
            assertRefused("file length is " + (length - 1), "allowed is " + length);
            access.setLength(length + 1);
            assertRefused("file length is " + (length + 1));
            access.setLength(60);
            assertRefused("file length is 60");
        }
    }

    @Test
    void aLaneWithImpossiblePositionsIsRefused() throws IOException {
        create().close();
        byte[] bytes = Files.readAllBytes(file);
        int endOfLastLane = bytes.length - 4096 - 384 + 128;
        bytes[endOfLastLane + 7] = 0x7f; // on either byte order a number too far from the head
        bytes[endOfLastLane] = 0x70;
        Files.write(file, bytes);

        assertRefused("lane 1 has head 0", "allowed are multiples of 8 at most 4096 apart");
    }

    @Test
    void anyDamageToTheHeaderOfAFileIsAnErrorWithItsName() throws IOException {
        create().close();
        Random random = new Random(3);
        byte[] sound = Files.readAllBytes(file);
        for (int round = 0; round < CORRUPTED_FILES; round++) {
            byte[] bytes = sound.clone();
            bytes[random.nextInt(52)] ^= (byte) (1 + random.nextInt(255));
            try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
                access.write(bytes, 0, 64);
            }
            assertRefused("cannot attach");
        }
    }

    @Test
    void damageBehindTheHeaderNeverCrashesOrHangs() throws IOException {
        create().close();
        byte[] sound = Files.readAllBytes(file);
        Random random = new Random(4);
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[8]);
        for (int round = 0; round < CORRUPTED_FILES; round++) {
            byte[] damaged = sound.clone();
            for (int change = 0; change < 1 + round % 200; change++) {
                damaged[52 + random.nextInt(damaged.length - 52)] = (byte) random.nextInt();
            }
            Files.write(file, damaged);
            try (SharedRing ring = SharedRing.attach(file)) {
                ring.state();
                try (SharedReceiver receiver = ring.openReceiver();
                        SharedSender sender = ring.openSender()) {
                    sender.trySend(1, bytes, 0, 8);
                    receiver.tryReceive((type, buffer, index, length) -> buffer.getByte(index), 100);
                }
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("ring");
            }
        }
    }

    @Test
    void creatingOverAnExistingFileIsRefusedAndChangesNothing() throws IOException {
        Files.writeString(file, "precious");

        assertThatThrownBy(this::create)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("there is a file of that name");
        assertThat(file).hasContent("precious");
        assertThat(filesInFolder()).containsExactly(file);
    }

    @Test
    void openingARingOfOtherGeometryIsRefused() {
        create().close();

        assertThatThrownBy(
                        () -> SharedRing.builder(file).lanes(3).laneCapacity(64).open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2 lanes of 4096 bytes, not 3 lanes of 64 bytes");
    }

    @Test
    void aFolderThatIsNotThereIsAnError() {
        Path nowhere = folder.resolve("no/ring");

        assertThatThrownBy(() -> SharedRing.builder(nowhere).create())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("'" + nowhere + "'");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aRingForWhichThereIsNoRoomIsNotMadeAndLeavesNothingBehind() throws Exception {
        String out = SmallDisk.run(NoRoom.class, file.toString());

        assertThat(out).contains("cannot create the ring '" + file + "' of 8 lanes of 1048576 bytes");
        assertThat(filesInFolder()).isEmpty();
    }

    /** Makes a ring that is larger than a file may be. */
    static final class NoRoom {

        private NoRoom() {}

        public static void main(String[] args) {
            try {
                SharedRing.builder(Path.of(args[0])).create();
            } catch (UncheckedIOException e) {
                System.out.println(e.getMessage() + ": " + e.getCause());
            }
        }
    }

    private List<Path> filesInFolder() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void withoutTheFlagOfAgronaTheErrorNamesIt() throws Exception {
        ChildJvm child = ChildJvm.run(folder, List.of(), WithoutFlag.class, file.toString());

        assertThat(child.out()).contains("--add-exports java.base/jdk.internal.misc=ALL-UNNAMED");
        assertThat(file).doesNotExist();
    }

    /** Tries to make a ring. */
    static final class WithoutFlag {

        private WithoutFlag() {}

        public static void main(String[] args) {
            try {
                SharedRing.builder(Path.of(args[0])).create();
            } catch (IllegalStateException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    // ---- mapped and unmapped ----

    @Test
    void everythingThrowsAfterClose() {
        SharedRing ring = create();
        SharedSender sender = ring.openSender();
        SharedReceiver receiver = ring.openReceiver();
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[8]);

        ring.close();
        ring.close();

        assertThatThrownBy(() -> sender.trySend(1, bytes, 0, 8)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sender.tryClaim(1, 8)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> receiver.tryReceive((type, buffer, index, length) -> {}, 1))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(ring::state).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(ring::openSender).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(ring::openReceiver).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(ring::shutdown).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ring.fence(0, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(ring::force).isInstanceOf(IllegalStateException.class);
        sender.close();
        receiver.close();
    }

    @Test
    void aBufferThatAHandlerHasKeptHasNoBytesAfterClose() {
        DirectBuffer[] kept = new DirectBuffer[1];
        try (SharedRing ring = create();
                SharedSender sender = ring.openSender();
                SharedReceiver receiver = ring.openReceiver()) {
            sender.trySend(1, new UnsafeBuffer(new byte[8]), 0, 8);
            receiver.tryReceive((type, buffer, index, length) -> kept[0] = buffer, 1);
        }

        assertThat(kept[0].capacity()).isZero();
        assertThatThrownBy(() -> kept[0].getLong(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void closingWhileOthersHammerEndsInExceptions() {
        for (int round = 0; round < HAMMERED; round++) {
            file = folder.resolve("hammered" + round);
            SharedRing ring = create();
            SharedSender sender = ring.openSender();
            SharedSender claimer = ring.openSender();
            SharedReceiver receiver = ring.openReceiver();
            CyclicBarrier barrier = new CyclicBarrier(5);
            try (Actors actors = new Actors()) {
                UnsafeBuffer bytes = new UnsafeBuffer(new byte[512]);
                hammer(actors, barrier, () -> sender.trySend(1, bytes, 0, 512));
                hammer(actors, barrier, () -> claim(claimer));
                hammer(
                        actors,
                        barrier,
                        () -> receiver.tryReceive((type, buffer, index, length) -> buffer.getByte(index), 10));
                hammer(actors, barrier, ring::state);
                actors.run("closer", () -> {
                    barrier.await();
                    ring.close();
                });
            }
        }
    }

    private static void claim(SharedSender sender) {
        Lease claimed = sender.tryClaim(1, 100);
        if (claimed != null) {
            claimed.buffer().setMemory(0, 100, (byte) 1);
            claimed.commit();
        }
    }

    private static void hammer(Actors actors, CyclicBarrier barrier, Runnable operation) {
        actors.run("hammer", () -> {
            barrier.await();
            assertThatThrownBy(() -> {
                        while (true) {
                            operation.run();
                        }
                    })
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is closed in this process");
        });
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void openingAndClosingLeavesNeitherMapsNorDescriptors() throws IOException {
        for (int round = 0; round < OPENED; round++) {
            try (SharedRing ring =
                    SharedRing.builder(file).lanes(2).laneCapacity(4096).open()) {
                ring.openSender();
                ring.openReceiver();
            }
        }

        assertThat(Files.readString(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1))
                .doesNotContain(file.toString());
        assertThat(openFiles()).noneMatch(name -> name.startsWith(folder.toString()));
    }

    private static List<String> openFiles() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.map(SharedRingFileTest::target).toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // the one that listed the folder
        }
    }

    @Test
    void whatWasForcedAndClosedIsThereAgain() {
        try (SharedRing ring = create();
                SharedSender sender = ring.openSender()) {
            sender.trySend(9, new UnsafeBuffer(new byte[8]), 0, 8);
            ring.force();
        }
        try (SharedRing ring = SharedRing.attach(file);
                SharedReceiver receiver = ring.openReceiver()) {
            int[] types = new int[1];
            assertThat(receiver.tryReceive((type, buffer, index, length) -> types[0] = type, 10))
                    .isOne();
            assertThat(types[0]).isEqualTo(9);
        }
    }
}
