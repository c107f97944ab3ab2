package io.millrace.internal.offheap.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.offheap.SharedRing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second name of a ring whose creator has died between giving it its name and taking the temporary one away. */
class LeftoverTest {

    @TempDir
    Path folder;

    private Path path;
    private Header.Content header;
    private Path temporary;

    @BeforeEach
    void aRingWithTwoNames() throws IOException {
        path = folder.resolve("ring");
        SharedRing.builder(path).lanes(1).laneCapacity(4096).create().close();
        byte[] bytes = Files.readAllBytes(path);
        header = Header.read(ByteBuffer.wrap(bytes, 0, Header.LENGTH), bytes.length);
        temporary = folder.resolve(String.format(".ring.%016x.tmp", header.id()));
        Files.createLink(temporary, path);
    }

    @Test
    void isTakenAwayByWhoeverAttaches() {
        SharedRing.attach(path).close();
        assertThat(temporary).doesNotExist();
        assertThat(path).exists();
    }

    @Test
    void staysWhileTheCreatorLives() throws IOException {
        LockFile file = LockFile.open(folder.resolve(header.lockName()), FileTrust.DEFAULT);
        try {
            assertThat(file.tryLock(header.id() + RingLocks.CREATOR)).isTrue();
            SharedRing.attach(path).close();
            assertThat(temporary).exists();
        } finally {
            file.unlock(header.id() + RingLocks.CREATOR);
            file.close();
        }
    }

    @Test
    void doesNotDisturbWhoeverOnlyLooks() {
        SharedRing.look(path);
        assertThat(temporary).exists();
    }
}
