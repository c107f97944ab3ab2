package io.millrace.internal.offheap.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A header is taken only as it was written. */
class HeaderTest {

    private static final int CORRUPTED = 1_000_000;
    private static final Layout LAYOUT = new Layout(3, 256);
    private static final Header.Content CONTENT = new Header.Content(LAYOUT, 7 << 12, ".ring.lock", 42);

    @Test
    void whatWasWrittenIsRead() {
        assertThat(Header.read(Header.write(CONTENT), LAYOUT.length())).isEqualTo(CONTENT);
    }

    @Test
    void aMillionCorruptedHeadersAreRefused() {
        byte[] sound = Header.write(CONTENT).array();
        Random random = new Random(1);
        int refused = 0;
        for (int round = 0; round < CORRUPTED; round++) {
            refused += isRefused(corrupted(sound, random), LAYOUT.length()) ? 1 : 0;
        }

        assertThat(refused).isEqualTo(CORRUPTED);
    }

    /** Bits flipped, bytes replaced, cut off, or bytes that were never a header. Never equal to {@code sound}. */
    private static ByteBuffer corrupted(byte[] sound, Random random) {
        byte[] bytes = sound.clone();
        switch (random.nextInt(4)) {
            case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> {
                int first = random.nextInt(bytes.length);
                for (int at = first; at < Math.min(bytes.length, first + 8); at++) {
                    bytes[at] = (byte) ~bytes[at];
                }
            }
            case 2 -> bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
            default -> {
                random.nextBytes(bytes);
                System.arraycopy(sound, 0, bytes, 0, random.nextInt(9));
            }
        }
        return ByteBuffer.wrap(bytes);
    }

    private static boolean isRefused(ByteBuffer header, long fileLength) {
        try {
            Header.read(header, fileLength);
            return false;
        } catch (Header.Unusable e) {
            return true;
        }
    }

    @Test
    void aHeaderWithARightChecksumAndWrongNumbersIsRefused() {
        ByteBuffer header = Header.write(CONTENT);

        for (int at : new int[] {8, 12, 16, 20, 24, 28, 32, 36, 48}) {
            ByteBuffer changed = Header.write(CONTENT);
            changed.putInt(at, header.getInt(at) + (at == 20 ? 1 << 31 : at == 48 ? 1 << 20 : 1));
            Checksums.renew(changed);
            assertThat(isRefused(changed, LAYOUT.length())).as("at %s", at).isTrue();
        }
    }

    /** What a writer of wrong numbers would do. */
    private static final class Checksums {
        static void renew(ByteBuffer header) {
            java.util.zip.CRC32C checksum = new java.util.zip.CRC32C();
            checksum.update(header.array(), 0, Header.LENGTH - 4);
            header.putInt(Header.LENGTH - 4, (int) checksum.getValue());
        }
    }

    @Test
    void aHeaderOfTheOtherByteOrderIsNamed() {
        ByteBuffer header = Header.write(CONTENT);
        int mark = header.getInt(12);
        header.putInt(12, Integer.reverseBytes(mark));

        assertThatThrownBy(() -> Header.read(header, LAYOUT.length()))
                .hasMessageContaining("byte order mark")
                .hasMessageContaining(Integer.toHexString(mark));
        assertThat(header.order()).isEqualTo(ByteOrder.nativeOrder());
    }

    @Test
    void anotherVersionIsNamedWithTheOneThatIsUnderstood() {
        ByteBuffer header = Header.write(CONTENT).putInt(8, 9);

        assertThatThrownBy(() -> Header.read(header, LAYOUT.length()))
                .hasMessageContaining("version is 9")
                .hasMessageContaining("allowed is " + Header.VERSION);
    }

    @Test
    void idsLeaveRoomForThePlacesOfARing() {
        for (int round = 0; round < 1_000; round++) {
            long id = Header.newId();

            assertThat(id).isNotNegative();
            assertThat(id & 0xfff).isZero();
            assertThat(RingLocks.CREATOR).isLessThan(0x1000);
        }
    }

    @Test
    void aLockFileOfAnotherFolderIsRefused() {
        ByteBuffer header = Header.write(new Header.Content(LAYOUT, 0, "../x", 1));

        assertThatThrownBy(() -> Header.read(header, LAYOUT.length())).hasMessageContaining("'../x'");
    }

    /** They would be printed where messages are. */
    @Test
    void controlCharactersInTheNameOfTheLockFileAreRefused() {
        ByteBuffer header = Header.write(CONTENT);
        header.put(52 + 1, (byte) 0x1b);
        Checksums.renew(header);

        assertThatThrownBy(() -> Header.read(header, LAYOUT.length())).hasMessageContaining("'.?ing.lock'");
        assertThatThrownBy(() -> Header.write(new Header.Content(LAYOUT, 0, ".a\nb.lock", 1)))
                .hasMessageContaining("control characters");
    }

    @Test
    void theLargestLayoutsStayWithinWhatCanBeMapped() {
        assertThat(new Layout(1, 1 << 30).length()).isPositive();
        assertThatThrownBy(() -> new Layout(2, 1 << 30))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed is up to 2147483647");
        assertThat(new Layout(1024, 1 << 20).length()).isGreaterThan(1 << 30);
        assertThatThrownBy(() -> new Layout(1024, 1 << 21)).hasMessageContaining("make a file of");
    }
}
