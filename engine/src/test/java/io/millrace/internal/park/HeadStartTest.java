package io.millrace.internal.park;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a side of a ring looks how far the other is ahead. */
class HeadStartTest {

    private static final int CAPACITY = 1024;

    private static long dueOf(HeadStart headStart, long from, long to) {
        long due = 0;
        for (long sequence = from; sequence < to; sequence++) {
            due += headStart.isDue(sequence) ? 1 : 0;
        }
        return due;
    }

    @ParameterizedTest
    @CsvSource({"64,16", "127,16", "128,32", "256,64", "1024,64", "2147483647,64"})
    void aSideThatNeverWaitsLooksOncePerQuarterOfTheCapacityOrSixtyFourMessages(int capacity, int period) {
        HeadStart headStart = new HeadStart(capacity);
        assertThat(headStart.ahead()).isEqualTo(period);
        assertThat(dueOf(headStart, period, period + 10 * period)).isEqualTo(10);
    }

    @Test
    void aSideThatWaitsForEachMessageNeverLooks() {
        HeadStart headStart = new HeadStart(CAPACITY);
        long due = 0;
        for (long sequence = 16; sequence < 1000; sequence++) {
            headStart.waitedAt(sequence);
            due += headStart.isDue(sequence) ? 1 : 0;
        }
        assertThat(due).isZero();
    }

    @Test
    void aSideThatHasPausedDoesNotPauseAgainForTheSameMessage() {
        HeadStart headStart = new HeadStart(CAPACITY);
        assertThat(headStart.isDue(128)).isTrue();
        headStart.pause(128);
        assertThat(headStart.isDue(128)).isFalse();
    }

    @Test
    void aSmallChannelNeverLooks() {
        assertThat(dueOf(new HeadStart(63), 0, 1000)).isZero();
    }
}
