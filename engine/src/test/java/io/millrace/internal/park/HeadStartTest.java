package io.millrace.internal.park;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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

    @Test
    void aSideThatNeverWaitsLooksOnceInSixteenMessages() {
        assertThat(dueOf(new HeadStart(CAPACITY), 16, 16 + 160)).isEqualTo(10);
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
        assertThat(headStart.isDue(160)).isTrue();
        headStart.pause(160);
        assertThat(headStart.isDue(160)).isFalse();
    }

    @Test
    void aSmallChannelNeverLooks() {
        assertThat(dueOf(new HeadStart(63), 0, 1000)).isZero();
    }
}
