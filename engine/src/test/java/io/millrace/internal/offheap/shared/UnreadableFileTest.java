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

    /** The guard of memory that is there, and of a file of so many bytes. */
    private TruncationGuard guard(long bytes, boolean readable) throws IOException {
        RandomAccessFile file = new RandomAccessFile(folder.resolve("ring").toFile(), "rw");
        file.setLength(bytes);
        if (!readable) {
            file.close();
        }
        return new TruncationGuard(folder, new UnsafeBuffer(ByteBuffer.allocateDirect(SIZE)), file);
    }

    @Test
    void aFileThatIsShorterThanItsMappingIsCutOff() throws IOException {
        assertThat(guard(SIZE - 1, true).isWhole()).isFalse();
    }

    @Test
    void aFileWhoseLengthCannotBeReadIsWholeWhileItsMemoryIsThere() throws IOException {
        TruncationGuard guard = guard(SIZE, false);
        assertThatCode(guard::requireWhole).doesNotThrowAnyException();
        assertThat(guard.isKnown()).isFalse();
    }

    @Test
    void anErrorOfAHandlerIsItsOwnWhereTheLengthCannotBeRead() throws IOException {
        TruncationGuard guard = guard(SIZE, false);
        InternalError own = new InternalError("of the handler");
        assertThatThrownBy(() -> guard.failure(own)).isSameAs(own);
    }
}
