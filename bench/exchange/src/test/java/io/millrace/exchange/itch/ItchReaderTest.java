package io.millrace.exchange.itch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ItchReaderTest {

    @ParameterizedTest
    @EnumSource(MessageType.class)
    void everyTypeIsReadWithATrueLength(MessageType type) throws IOException {
        assertThat(types(bytes(true, type, MessageType.ORDER_DELETE, type)))
                .containsExactly(type, MessageType.ORDER_DELETE, type);
    }

    @ParameterizedTest
    @EnumSource(MessageType.class)
    void everyTypeIsReadWithAZeroLength(MessageType type) throws IOException {
        assertThat(types(bytes(false, type, MessageType.ORDER_DELETE, type)))
                .containsExactly(type, MessageType.ORDER_DELETE, type);
    }

    @Test
    void gzipIsUnpacked() throws IOException {
        byte[] plain = bytes(true, MessageType.values());

        assertThat(types(gzip(plain))).containsExactly(MessageType.values());
    }

    @Test
    void streamsThatGiveOneByteAtATimeAreRead() throws IOException {
        InputStream slow = new ByteArrayInputStream(bytes(true, MessageType.values())) {
            @Override
            public synchronized int read(byte[] target, int from, int count) {
                return super.read(target, from, Math.min(count, 1));
            }
        };
        try (ItchReader reader = new ItchReader(slow)) {
            while (reader.next()) {}
            assertThat(reader.messages()).isEqualTo(MessageType.COUNT);
        }
    }

    @Test
    void moreThanABufferIsRead() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ItchWriter writer = new ItchWriter(out);
        for (int i = 0; i < 20_000; i++) {
            writer.executed(i, 7, i * 3L, i + 1, i);
        }
        try (ItchReader reader = reader(out.toByteArray())) {
            for (int i = 0; i < 20_000; i++) {
                assertThat(reader.next()).isTrue();
                ItchMessage message = new ItchMessage(reader);
                assertThat(message.reference).isEqualTo(i * 3L);
                assertThat(message.shares).isEqualTo(i + 1);
            }
            assertThat(reader.next()).isFalse();
            assertThat(reader.bytes()).isEqualTo(out.size());
        }
    }

    @Test
    void everyFieldOfAnOrderIsDecoded() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ItchWriter writer = new ItchWriter(out);
        writer.add(0x123456789abcL, 65_535, 0x7fff_ffff_ffff_fff0L, 'S', 250, "ZVZZT", 12_345_600, "MILL");
        writer.replace(1, 2, 3, 4, 5, 6);
        try (ItchReader reader = reader(out.toByteArray())) {
            assertThat(reader.next()).isTrue();
            ItchMessage added = new ItchMessage(reader);
            assertThat(added.type).isEqualTo(MessageType.ADD_ORDER_MPID);
            assertThat(added.timestamp).isEqualTo(0x123456789abcL);
            assertThat(added.locate).isEqualTo(65_535);
            assertThat(added.reference).isEqualTo(0x7fff_ffff_ffff_fff0L);
            assertThat(added.side).isEqualTo((byte) 'S');
            assertThat(added.shares).isEqualTo(250);
            assertThat(ItchMessage.stockName(added.stock)).isEqualTo("ZVZZT");
            assertThat(added.price).isEqualTo(12_345_600);
            assertThat(reader.next()).isTrue();
            ItchMessage replaced = new ItchMessage(reader);
            assertThat(new long[] {
                        replaced.timestamp,
                        replaced.locate,
                        replaced.reference,
                        replaced.newReference,
                        replaced.shares,
                        replaced.price
                    })
                    .containsExactly(1, 2, 3, 4, 5, 6);
        }
    }

    @Test
    void anEmptyInputIsWrong() {
        expectWrong(new byte[0], 0, "ends after 0 bytes");
    }

    @Test
    void halfALengthIsWrong() {
        byte[] good = bytes(true, MessageType.ADD_ORDER);

        expectWrong(Arrays.copyOf(good, good.length + 1), good.length, "ends after 1 bytes");
    }

    @Test
    void everyTruncationOfAMessageIsReportedAtItsStart() {
        byte[] good = bytes(true, MessageType.ORDER_DELETE, MessageType.ADD_ORDER);
        int second = 2 + MessageType.ORDER_DELETE.size();
        for (int length = second + 1; length < good.length; length++) {
            expectWrong(Arrays.copyOf(good, length), second, "input ends after");
        }
    }

    @Test
    void anUnknownTypeIsReportedAtItsByte() {
        byte[] bad = bytes(true, MessageType.ORDER_DELETE, MessageType.ADD_ORDER);
        int second = 2 + MessageType.ORDER_DELETE.size();
        bad[second + 2] = 'Z';

        expectWrong(bad, second + 2, "type is 'Z' (0x5a), expected one of S R H Y");
    }

    @Test
    void aTypeThatIsNoCharacterIsReported() {
        byte[] bad = bytes(false, MessageType.ADD_ORDER);
        bad[2] = (byte) 0xff;

        expectWrong(bad, 2, "type is 0xff");
    }

    @Test
    void aWrongLengthIsReportedAtThePrefix() {
        byte[] bad = bytes(true, MessageType.ORDER_DELETE, MessageType.ADD_ORDER);
        int second = 2 + MessageType.ORDER_DELETE.size();
        bad[second + 1] = 35;

        expectWrong(bad, second, "length of 'A' (add order) is 35, expected 36 (or 0)");
    }

    @Test
    void aZeroLengthAfterTrueOnesMarksTheEnd() throws IOException {
        byte[] good = bytes(true, MessageType.ORDER_DELETE);

        assertThat(types(Arrays.copyOf(good, good.length + 2))).containsExactly(MessageType.ORDER_DELETE);
    }

    @Test
    void aSecondDayBehindTheEndMarkerIsRefused() {
        byte[] day = bytes(true, MessageType.ORDER_DELETE);
        byte[] both = Arrays.copyOf(day, 2 * day.length + 2);
        System.arraycopy(day, 0, both, day.length + 2, day.length);

        expectWrong(both, day.length, "the end marker of a day, a length of 0, is followed by more");
    }

    @Test
    void aZeroLengthAtTheEndIsATruncationWhereAllLengthsAreZero() {
        byte[] good = bytes(false, MessageType.ORDER_DELETE);

        expectWrong(Arrays.copyOf(good, good.length + 2), good.length, "ends after the length 0");
    }

    @Test
    void truncatedGzipIsReportedWithTheOffsetOfWhatCouldBeUnpacked() {
        byte[] packed = gzip(bytes(true, MessageType.values()));

        assertThatExceptionOfType(ItchFormatException.class)
                .isThrownBy(() -> types(Arrays.copyOf(packed, packed.length - 12)))
                .withMessageContaining("gzip data is truncated or damaged")
                .satisfies(e -> assertThat(e.offset()).isPositive());
    }

    @Test
    void damagedGzipIsReported() {
        byte[] packed = gzip(bytes(true, MessageType.values()));
        packed[packed.length - 6] ^= 1; // in the checksum

        assertThatExceptionOfType(ItchFormatException.class)
                .isThrownBy(() -> types(packed))
                .withMessageContaining("gzip");
    }

    @Test
    void aDamagedGzipHeaderIsReported() {
        expectWrong(new byte[] {0x1f, (byte) 0x8b, 99}, 0, "gzip header is damaged");
    }

    private static void expectWrong(byte[] bad, long offset, String problem) {
        assertThatExceptionOfType(ItchFormatException.class)
                .isThrownBy(() -> types(bad))
                .withMessageContaining("at byte " + offset + " ")
                .withMessageContaining(problem)
                .satisfies(e -> assertThat(e.offset()).isEqualTo(offset));
    }

    private static MessageType[] types(byte[] bytes) throws IOException {
        MessageType[] types = new MessageType[64];
        int count = 0;
        try (ItchReader reader = reader(bytes)) {
            while (reader.next()) {
                types[count++] = reader.type();
            }
        }
        return Arrays.copyOf(types, count);
    }

    private static ItchReader reader(byte[] bytes) throws IOException {
        return new ItchReader(new ByteArrayInputStream(bytes));
    }

    private static byte[] bytes(boolean trueLengths, MessageType... types) {
        int size = Arrays.stream(types).mapToInt(type -> 2 + type.size()).sum();
        ByteBuffer buffer = ByteBuffer.allocate(size);
        for (MessageType type : types) {
            buffer.putShort((short) (trueLengths ? type.size() : 0)).put((byte) type.code());
            buffer.position(buffer.position() + type.size() - 1);
        }
        return buffer.array();
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }
}
