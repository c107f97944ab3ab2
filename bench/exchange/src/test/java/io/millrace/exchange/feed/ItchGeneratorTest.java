package io.millrace.exchange.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.exchange.book.Count;
import io.millrace.exchange.book.OrderTally;
import io.millrace.exchange.book.ReferenceBook;
import io.millrace.exchange.itch.ItchReader;
import io.millrace.exchange.itch.ItchWriter;
import io.millrace.exchange.itch.MessageType;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItchGeneratorTest {

    @Test
    void theSameSeedGivesTheSameBytes() throws IOException {
        assertThat(day(5_000, 20, 42).open().readAllBytes())
                .isEqualTo(day(5_000, 20, 42).open().readAllBytes());
    }

    @Test
    void anotherSeedGivesOtherBytes() throws IOException {
        assertThat(day(5_000, 20, 42).open().readAllBytes())
                .isNotEqualTo(day(5_000, 20, 43).open().readAllBytes());
    }

    @Test
    void theMixIsThatOfARealDay() throws IOException {
        ReferenceBook day = read(day(100_000, 50, 1));
        double percent = day.messages() / 100.0;

        assertThat(sum(day, MessageType.ADD_ORDER, MessageType.ADD_ORDER_MPID) / percent)
                .isCloseTo(44.1, within(1.0));
        assertThat(sum(day, MessageType.ORDER_DELETE) / percent).isCloseTo(42.6, within(1.0));
        assertThat(sum(day, MessageType.ORDER_REPLACE) / percent).isCloseTo(8.0, within(0.5));
        assertThat(sum(day, MessageType.ORDER_EXECUTED, MessageType.ORDER_EXECUTED_PRICE, MessageType.ORDER_CANCEL)
                        / percent)
                .isCloseTo(3.2, within(0.5));
    }

    @Test
    void everyTypeThatItClaimsToWriteIsThere() throws IOException {
        ReferenceBook day = read(day(50_000, 50, 1));

        for (char code : "SRHYAFECXDUP".toCharArray()) {
            assertThat(day.messages(MessageType.of((byte) code)))
                    .as("type %s", code)
                    .isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "10, 3", "1000, 1", "3000, 700", "40000, 100"})
    void everyReferenceIsValidAndExecutionsAreInTurn(long orders, int symbols) throws IOException {
        OrderTally tally = read(day(orders, symbols, 7)).settle().tally();

        assertThat(tally.get(Count.ADDED)).isEqualTo(orders);
        assertThat(tally.get(Count.UNKNOWN)).isZero();
        assertThat(tally.get(Count.DUPLICATE)).isZero();
        assertThat(tally.get(Count.REJECTED)).isZero();
        assertThat(tally.get(Count.OVERDRAWN)).isZero();
        assertThat(tally.get(Count.OUT_OF_TURN)).isZero();
        assertThat(tally.ordersBalance()).isTrue();
        assertThat(tally.sharesBalance()).isTrue();
    }

    @Test
    void busyStocksHaveTwoSides() throws IOException {
        ReferenceBook day = read(day(100_000, 20, 3));

        for (int locate = 1; locate <= 5; locate++) {
            assertThat(day.bestBid(locate)).isPositive().isLessThan(day.bestAsk(locate));
        }
    }

    @Test
    void timeNeverGoesBack() throws IOException {
        try (ItchReader reader = new ItchReader(day(20_000, 10, 9).open())) {
            long last = 0;
            while (reader.next()) {
                assertThat(reader.uint48(5)).isGreaterThanOrEqualTo(last);
                last = reader.uint48(5);
            }
        }
    }

    @Test
    void aRecordingLongerThanAChunkIsReadBackWhole() {
        Recording recording = new Recording();
        byte[] bytes = new byte[3_000_001];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 >> 3);
        }
        recording.write(bytes, 0, 7);
        recording.write(bytes, 7, bytes.length - 7);

        assertThat(recording.size()).isEqualTo(bytes.length);
        assertThat(recording.open()).hasBinaryContent(bytes);
    }

    private static Recording day(long orders, int symbols, long seed) throws IOException {
        Recording recording = new Recording();
        new ItchGenerator(orders, symbols, seed).write(new ItchWriter(recording));
        return recording;
    }

    private static ReferenceBook read(Recording recording) throws IOException {
        try (ItchReader reader = new ItchReader(recording.open())) {
            return ReferenceBook.read(reader);
        }
    }

    private static long sum(ReferenceBook day, MessageType... types) {
        long sum = 0;
        for (MessageType type : types) {
            sum += day.messages(type);
        }
        return sum;
    }
}
