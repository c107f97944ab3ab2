package io.millrace.internal.park;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a side of a ring looks how far the other is ahead. */
class SlipTest {

    private static final int CAPACITY = 1024;

    private static long dueOf(Slip slip, long from, long to) {
        long due = 0;
        for (long sequence = from; sequence < to; sequence++) {
            due += slip.isDue(sequence) ? 1 : 0;
        }
        return due;
    }

    @Test
    void aSideThatNeverWaitsLooksOnceInSixteenMessages() {
        assertThat(dueOf(new Slip(CAPACITY), 16, 16 + 160)).isEqualTo(10);
    }

    @Test
    void aSideThatWaitsForEachMessageNeverLooks() {
        Slip slip = new Slip(CAPACITY);
        long due = 0;
        for (long sequence = 16; sequence < 1000; sequence++) {
            slip.stopped(sequence);
            due += slip.isDue(sequence) ? 1 : 0;
        }
        assertThat(due).isZero();
    }

    @Test
    void aSideThatHasPausedDoesNotPauseAgainForTheSameMessage() {
        Slip slip = new Slip(CAPACITY);
        assertThat(slip.isDue(160)).isTrue();
        slip.pause(160);
        assertThat(slip.isDue(160)).isFalse();
    }

    @Test
    void aSmallChannelNeverLooks() {
        assertThat(dueOf(new Slip(63), 0, 1000)).isZero();
    }
}
