package io.millrace.internal.offheap.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.ChannelClosedException;
import io.millrace.offheap.SharedReceiver;
import io.millrace.offheap.SharedRing;
import io.millrace.offheap.SharedRingState.OwnerState;
import io.millrace.offheap.SharedSender;
import io.millrace.support.Await;
import io.millrace.support.LiveJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether an owner lives is what the locks of the operating system say, and nothing else. */
@EnabledOnOs(OS.LINUX)
class OwnerProofTest {

    @TempDir
    private Path folder;

    private Path path;
    private Path done;

    @BeforeEach
    void nameFiles() throws IOException {
        path = folder.resolve("ring");
        done = Files.write(folder.resolve("done"), new byte[Long.BYTES]);
    }

    private SharedRing create() {
        return SharedRing.builder(path).lanes(1).laneCapacity(4096).create();
    }

    private static OwnerState stateOf(SharedRing ring) {
        return ring.state().lanes().get(0).owner().state();
    }

    private LiveJvm owner(String... wrapper) throws IOException {
        LiveJvm child = LiveJvm.startIn(List.of(wrapper), folder, RingChild.class, "write", path, done, 5, 0, 0);
        assertThat(child.line()).isEqualTo(RingChild.READY);
        return child;
    }

    @Test
    void anOwnerThatIsKilledIsGoneAtOnce() throws Exception {
        try (SharedRing ring = create();
                LiveJvm child = owner()) {
            assertThat(stateOf(ring)).isEqualTo(OwnerState.ALIVE);
            assertThatThrownBy(ring::openSender).hasMessageContaining("ALIVE");

            child.kill();

            assertThat(stateOf(ring)).isEqualTo(OwnerState.GONE);
            assertThat(ring.openSender().epoch()).isEqualTo(2);
        }
    }

    @Test
    void anOwnerThatIsStoppedLives() throws Exception {
        try (SharedRing ring = create();
                LiveJvm child = owner()) {
            child.signal("STOP");
            Await.until("it is stopped", () -> stateOf(ring) == OwnerState.STOPPED);

            assertThatThrownBy(ring::openSender).hasMessageContaining("STOPPED");

            child.signal("CONT");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unshare --mount --pid --fork --kill-child --mount-proc",
                "unshare --time --monotonic 100000 --boottime 100000 --fork --kill-child",
                "unshare --mount --pid --fork --kill-child sh -c 'mount -t proc -o hidepid=2 proc /proc; exec \"$@\"' sh",
                "env LD_LIBRARY_PATH=$JDK/lib unshare --mount sh -c 'mount -t tmpfs none /proc; exec \"$@\"' sh",
            })
    void anOwnerInAnotherNamespaceLivesUntilItIsKilled(String wrapper) throws Exception {
        String jdk = System.getProperty("java.home"); // without /proc its launcher does not find its libraries
        String[] command = {"sh", "-c", "JDK='" + jdk + "'; exec " + wrapper + " \"$@\"", "sh"};
        assumeTrue(works(command), () -> "skipped: this machine cannot run: " + wrapper);
        try (SharedRing ring = create()) {
            try (LiveJvm child = owner(command)) {
                assertThat(stateOf(ring)).isEqualTo(OwnerState.ALIVE);
                assertThatThrownBy(ring::openSender).hasMessageContaining("have owners");
                child.kill();
            }
            Await.until("it is gone", () -> stateOf(ring) == OwnerState.GONE);
            assertThat(ring.openSender().lane()).isZero();
        }
    }

    private static boolean works(String... wrapper) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(wrapper));
        command.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-version"));
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }

    @Test
    void twoHandlesOfOneProcessShareTheLocks() {
        try (SharedRing ring = create()) {
            try (SharedSender sender = ring.openSender();
                    SharedRing other = SharedRing.attach(path)) {
                assertThatThrownBy(other::openSender).hasMessageContaining("have owners");
                assertThat(sender.lane()).isZero();
            }
            try (SharedRing other = SharedRing.attach(path)) {
                assertThat(other.openSender().epoch()).isEqualTo(2);
            }
            assertThat(ring.openSender().epoch()).isEqualTo(3);
        }
    }

    @Test
    void anInterruptDoesNotLoseTheLocks() throws Exception {
        try (SharedRing ring = create()) {
            Thread.currentThread().interrupt();
            ring.openSender();
            ring.state();
            assertThat(Thread.interrupted()).isTrue();
            try (LiveJvm child = LiveJvm.start(folder, RingChild.class, "write", path, done, 5, 0, 0)) {
                assertThat(child.awaitEnd()).isNotZero();
                assertThat(child.errors()).contains("have owners");
            }
        }
    }

    @Test
    void withoutItsLockFileNothingIsTakenOver() throws Exception {
        create().close();
        Files.delete(folder.resolve(".ring.lock"));

        try (SharedRing ring = SharedRing.attach(path)) {
            assertThatThrownBy(ring::openSender)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot be proved")
                    .hasMessageContaining("was deleted");
            assertThatThrownBy(ring::openReceiver).hasMessageContaining("was deleted");
        }
    }

    @Test
    void aRingThatSaysItIsItsOwnLockFileIsNotTakenOver() throws Exception {
        create().close();
        long inode = ((Number) Files.getAttribute(path, "unix:ino")).longValue();
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer header = ByteBuffer.allocate(Header.LENGTH);
            file.read(header, 0);
            Header.Content content = Header.read(header.flip(), file.size());
            file.write(Header.write(new Header.Content(content.layout(), content.id(), "ring", inode)), 0);
        }

        try (SharedRing ring = SharedRing.attach(path)) {
            assertThatThrownBy(ring::openSender).hasMessageContaining("is the ring itself");
            assertThat(stateOf(ring)).isNotEqualTo(OwnerState.GONE);
        }
    }

    @Test
    void withAnotherLockFileNothingIsTakenOver() throws Exception {
        try (SharedRing ring = create()) {
            ring.openSender();
            Files.move(folder.resolve(".ring.lock"), folder.resolve("moved"));
            Files.createFile(folder.resolve(".ring.lock"));

            assertThatThrownBy(ring::openReceiver).hasMessageContaining("was deleted or replaced");
            assertThat(stateOf(ring)).isEqualTo(OwnerState.UNKNOWN);
            try (SharedRing other = SharedRing.attach(path)) {
                assertThatThrownBy(other::openSender).hasMessageContaining("was replaced since it was made");
            }
        }
    }

    @Test
    void whoFencesAnOwnerDoesNotHitTheNextOne() {
        try (SharedRing ring = create()) {
            long seen;
            try (SharedSender first = ring.openSender()) {
                seen = first.epoch();
            }
            SharedSender second = ring.openSender();

            assertThat(ring.fence(0, seen)).isFalse();

            assertThat(second.trySend(1, new UnsafeBuffer(new byte[8]), 0, 8)).isTrue();
        }
    }

    @Test
    void aMarkThatComesTooLateForAnOwnerIsNotForTheNextOne() {
        Lane lane = new Lane(new UnsafeBuffer(java.nio.ByteBuffer.allocateDirect(Lane.WORDS + 64)));
        lane.setOwner(5);
        lane.nextEpoch();
        assertThat(lane.fence(1)).isTrue();
        assertThat(lane.isFenced(1)).isTrue();

        lane.nextEpoch();

        assertThat(lane.has(Lane.FENCED)).isTrue();
        assertThat(lane.isFenced(2)).isFalse();
    }

    // ---- files that go away ----

    @Test
    void aDeletedRingIsShutDownAndDrained() throws Exception {
        requireDrained(() -> Files.delete(path), "was deleted or renamed");
    }

    @Test
    void aReplacedRingIsShutDownAndDrained() throws Exception {
        requireDrained(
                () -> {
                    Files.move(path, folder.resolve("old"));
                    create().close();
                },
                "was replaced");
    }

    private void requireDrained(ThrowingRunnable rotation, String reason) throws Exception {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[8]);
        try (SharedRing ring = create();
                SharedSender sender = ring.openSender();
                SharedReceiver receiver = ring.openReceiver()) {
            sender.send(1, bytes, 0, 8);
            rotation.run();
            int[] received = {0};

            assertThatThrownBy(() -> {
                        while (true) {
                            receiver.receive((type, buffer, index, length) -> received[0]++, 10);
                        }
                    })
                    .isInstanceOf(ChannelClosedException.class)
                    .cause()
                    .hasMessageContaining(reason);
            assertThat(received[0]).isOne();
            assertThatThrownBy(() -> sender.send(1, bytes, 0, 8))
                    .isInstanceOf(ChannelClosedException.class)
                    .cause()
                    .hasMessageContaining(reason);
        }
    }

    /** Work with files. */
    @FunctionalInterface
    private interface ThrowingRunnable {
        void run() throws IOException;
    }
}
