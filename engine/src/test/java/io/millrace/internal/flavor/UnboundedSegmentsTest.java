package io.millrace.internal.flavor;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Overflow;
import io.millrace.Waiting;
import io.millrace.internal.clock.NanoClock;
import io.millrace.internal.end.ChannelConfig;
import io.millrace.internal.park.Parker;
import org.junit.jupiter.api.Test;

/** The memory of an unbounded channel follows its backlog. */
class UnboundedSegmentsTest {

    private static final int SEGMENT = 4;

    private final UnboundedFlavor<Integer> channel = new UnboundedFlavor<>(new ChannelConfig<>(
            "test",
            Integer.MAX_VALUE,
            Waiting.adaptive(),
            Waiting.adaptive(),
            null,
            false,
            Parker.system(),
            NanoClock.system(),
            0,
            SEGMENT,
            Overflow.WAIT,
            null,
            false,
            false,
            null));

    @Test
    void hasNoSegmentBeforeTheFirstSend() {
        assertThat(channel.segments()).isZero();
    }

    @Test
    void hasOneSegmentMoreThanItsBacklogNeeds() {
        for (int i = 0; i < 10 * SEGMENT; i++) {
            channel.trySend(i);
        }

        assertThat(channel.segments()).isEqualTo(11);
        channel.checkInvariants();
    }

    @Test
    void givesSegmentsBackWhenDrained() {
        for (int i = 0; i < 10 * SEGMENT; i++) {
            channel.trySend(i);
        }
        channel.drain(message -> {}, Integer.MAX_VALUE);

        assertThat(channel.segments()).isLessThanOrEqualTo(2);
        channel.checkInvariants();
    }

    @Test
    void keepsTwoSegmentsAtMostHoweverLongItRuns() {
        for (int i = 0; i < 1000 * SEGMENT; i++) {
            channel.trySend(i);
            channel.tryReceive();
            assertThat(channel.segments()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void makesNoSegmentForASendAfterClose() {
        channel.close();
        for (int i = 0; i < 10 * SEGMENT; i++) {
            channel.offer(i);
        }

        assertThat(channel.segments()).isZero();
    }
}
