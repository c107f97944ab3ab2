package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which files are made and which are relied on. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class SharedFilesTest {

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("ring");
    }

    private SharedRingBuilder builder() {
        return SharedRing.builder(path).lanes(1).laneCapacity(64);
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static void set(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void filesAreForTheirOwnerOnly() throws IOException {
        builder().create().close();

        assertThat(mode(path)).isEqualTo("rw-------");
        assertThat(mode(folder.resolve(".ring.lock"))).isEqualTo("rw-------");
    }

    @Test
    void filesGetThePermissionsThatWereAskedForWhateverTheMask() throws IOException {
        builder()
                .permissions(PosixFilePermissions.fromString("rw-rw-r--"))
                .create()
                .close();

        assertThat(mode(path)).isEqualTo("rw-rw-r--");
        assertThat(mode(folder.resolve(".ring.lock"))).isEqualTo("rw-rw-r--");
    }

    @Test
    void permissionsWithoutTheOwnersAreRefused() {
        assertThatThrownBy(() -> builder().permissions(PosixFilePermissions.fromString("r--r-----")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("OWNER_WRITE");
    }

    @Test
    void aFileThatOthersCanWriteToIsRefusedUnlessAccepted() throws IOException {
        builder().create().close();
        set(path, "rw--w----");

        assertThatThrownBy(() -> SharedRing.attach(path))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("mode 0620");
        builder().acceptForeign().attach().close();
        builder()
                .permissions(PosixFilePermissions.fromString("rw-rw----"))
                .attach()
                .close();
    }

    @Test
    void aFileOfAnotherUserIsRefusedUnlessAccepted() throws IOException {
        builder().create().close();
        requireOwnedBy(4711, path);

        assertThatThrownBy(() -> SharedRing.attach(path))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("belongs to user 4711");
        builder().acceptForeign().attach().close();
    }

    @Test
    void aLockFileOfAnotherUserIsRefusedUnlessAccepted() throws IOException {
        builder().create().close();
        requireOwnedBy(4711, folder.resolve(".ring.lock"));

        assertThatThrownBy(() -> SharedRing.attach(path).openSender()).hasMessageContaining("belongs to user 4711");
        try (SharedRing ring = builder().acceptForeign().attach()) {
            ring.openSender();
        }
    }

    @Test
    void aFolderOfAnotherUserIsRefusedUnlessAccepted() throws IOException {
        requireOwnedBy(4711, folder);

        assertThatThrownBy(() -> builder().create()).hasMessageContaining("belongs to user 4711");
        assertThat(path).doesNotExist();
        builder().acceptForeign().create().close();
    }

    /** Gives a file to another user, or skips the test. */
    private static void requireOwnedBy(int user, Path file) {
        try {
            Files.setAttribute(file, "unix:uid", user);
        } catch (IOException e) {
            assumeTrue(false, "skipped: only root can give files to another user");
        }
    }

    @Test
    void aFolderInWhichOthersCanReplaceFilesIsRefused() throws IOException {
        set(folder, "rwxrwxrwx");

        assertThatThrownBy(() -> builder().create()).hasMessageContaining("mode 0777");
        assertThat(path).doesNotExist();
        builder().acceptForeign().create().close();
    }

    @Test
    void aLinkIsRefusedUnlessAccepted() throws IOException {
        builder().create().close();
        Path link = Files.createSymbolicLink(folder.resolve("link"), path);

        assertThatThrownBy(() -> SharedRing.attach(link)).hasMessageContaining("symbolic link");
        SharedRing.builder(link).acceptLinks().attach().close();
    }

    @Test
    void aLinkToNothingIsAnErrorAndMakesNothing() throws IOException {
        Files.createSymbolicLink(path, folder.resolve("nothing"));

        assertThatThrownBy(() -> builder().acceptLinks().open())
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(NoSuchFileException.class);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void aRingThatWasRenamedIsFoundUnderItsNewName() throws IOException {
        builder().create().close();
        Path renamed = Files.move(path, folder.resolve("ring.1"));

        try (SharedRing ring = SharedRing.attach(renamed)) {
            ring.openSender();
        }
    }

    @Test
    void aRingThatCanOnlyBeReadCanBeLookedAt() throws IOException {
        try (SharedRing ring = builder().create();
                SharedSender sender = ring.openSender()) {
            set(path, "r--------");

            SharedRingState state = SharedRing.look(path);

            assertThat(state.lanes().get(0).owner().state()).isEqualTo(SharedRingState.OwnerState.ALIVE);
            assertThatThrownBy(ring::openSender).hasMessageContaining("have owners");
            assertThat(sender.lane()).isZero();
        }
    }

    /** Opening a pipe that nobody writes to waits. */
    @Test
    void aPipeInThePlaceOfTheLockFileIsNotWaitedFor() throws Exception {
        builder().create().close();
        Path locks = folder.resolve(".ring.lock");
        Files.delete(locks);
        assumeTrue(new ProcessBuilder("mkfifo", locks.toString()).start().waitFor() == 0);

        assertThat(SharedRing.look(path).lanes()).hasSize(1);
        try (SharedRing ring = SharedRing.attach(path)) {
            assertThatThrownBy(ring::openSender).hasMessageContaining("is no regular file");
        }
    }

    @Test
    void aReasonIsCutBetweenCharacters() throws IOException {
        try (SharedRing ring = builder().create()) {
            ring.shutdown("x" + "\u00e4".repeat(2_000));

            assertThat(ring.shutdownReason()).isEqualTo("x" + "\u00e4".repeat(1_023));
        }
    }
}
