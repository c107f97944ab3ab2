package io.millrace.internal.offheap.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A look at a file fails: that does not say that the file was cut off. */
class UnreadableFileTest {

    private static final int SIZE = 4096;

    @TempDir
    private Path folder;

    private TruncationGuard guard(RandomAccessFile file) {
        return new TruncationGuard(folder, new UnsafeBuffer(ByteBuffer.allocateDirect(SIZE)), file);
    }

    private RandomAccessFile file(long bytes) throws IOException {
        RandomAccessFile file = new RandomAccessFile(folder.resolve("ring").toFile(), "rw");
        file.setLength(bytes);
        return file;
    }

    private TruncationGuard guardOfUnreadableFile() throws IOException {
        RandomAccessFile file = file(SIZE);
        file.close();
        return guard(file);
    }

    @Test
    void aFileThatIsShorterThanItsMappingIsCutOff() throws IOException {
        try (RandomAccessFile file = file(SIZE - 1)) {
            assertThat(guard(file).isWhole()).isFalse();
        }
    }

    @Test
    void aFileWhoseLengthCannotBeReadIsWholeWhileItsMemoryIsThere() throws IOException {
        TruncationGuard guard = guardOfUnreadableFile();
        assertThatCode(guard::requireWhole).doesNotThrowAnyException();
        assertThat(guard.isKnown()).isFalse();
    }

    @Test
    void anErrorOfAHandlerIsItsOwnWhereTheLengthCannotBeRead() throws IOException {
        TruncationGuard guard = guardOfUnreadableFile();
        InternalError own = new InternalError("of the handler");
        assertThatThrownBy(() -> guard.failure(own)).isSameAs(own);
    }
}
