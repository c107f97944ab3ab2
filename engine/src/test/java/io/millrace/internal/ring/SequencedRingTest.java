package io.millrace.internal.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.Sequencer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sequencer of channels is one of the Disruptor's: what its barriers, pollers and gates rely on. */
class SequencedRingTest {

    private static final int SIZE = 8;

    private final SequencedRing ring = ring(SIZE);
    private final long before = ring.lastClaimed();

    private static SequencedRing ring(int capacity) {
        return new SequencedRing(SIZE, capacity, 0, new BusySpinWaitStrategy());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 7, 8})
    void asManyAsTheCapacityCanBeClaimedBeyondTheGate(int capacity) {
        SequencedRing exact = ring(capacity);
        for (int i = 0; i < capacity; i++) {
            assertThat(exact.tryClaim()).isPositive();
        }

        assertThat(exact.tryClaim()).isEqualTo(SequencedRing.FULL);
        assertThat(exact.hasRoom(1)).isFalse();
        assertThat(exact.room()).isZero();
        assertThat(exact.remainingCapacity()).isZero();
    }

    @Test
    void aGateThatAdvancesMakesRoom() {
        ring.tryClaim(SIZE);

        assertThat(ring.compareAndSetGate(before, before + 2)).isTrue();

        assertThat(ring.tryClaim(3)).isEqualTo(SequencedRing.FULL);
        assertThat(ring.tryClaim(2)).isEqualTo(before + SIZE + 2);
    }

    @Test
    void aSequenceIsPublishedOnlyInItsLap() {
        long first = ring.tryClaim();
        assertThat(ring.isPublished(first)).isFalse();

        ring.publish(first);

        assertThat(ring.isPublished(first)).isTrue();
        assertThat(ring.isPublished(first - SIZE)).isFalse();
        assertThat(ring.isPublished(first + SIZE)).isFalse();
    }

    @Test
    void whatIsPublishedBehindAGapIsNotSeenAsTheHighest() {
        long last = ring.tryClaim(3);
        ring.publish(last);
        ring.publish(last - 2);

        assertThat(ring.getHighestPublishedSequence(last - 2, last)).isEqualTo(last - 2);
        ring.publish(last - 1);
        assertThat(ring.getHighestPublishedSequence(last - 2, last)).isEqualTo(last);
    }

    @Test
    void aFullRingThrowsWhereTheDisruptorAsks() throws Exception {
        assertThat(ring.tryNext(SIZE)).isEqualTo(before + SIZE);

        assertThatThrownBy(ring::tryNext).isSameAs(InsufficientCapacityException.INSTANCE);
    }

    @Test
    void anAddedGateHoldsClaimsBackUntilItIsRemoved() {
        Sequence slow = new Sequence();
        ring.addGatingSequences(slow); // begins at the cursor
        ring.tryClaim(SIZE);
        ring.compareAndSetGate(before, before + SIZE);
        assertThat(ring.tryClaim()).isEqualTo(SequencedRing.FULL);

        ring.removeGatingSequence(slow);

        assertThat(ring.tryClaim()).isEqualTo(before + SIZE + 1);
    }

    @Test
    void aBarrierOfTheDisruptorWaitsForWhatIsPublished() throws Exception {
        SequenceBarrier barrier = ring.newBarrier();
        long last = ring.tryClaim(3);
        ring.publish(last - 2, last - 1);

        assertThat(barrier.waitFor(last - 2)).isEqualTo(last - 1);
    }

    @Test
    void aPollerOfTheDisruptorGetsWhatIsPublishedInOrder() throws Exception {
        EventPoller<Long> poller = ring.newPoller(sequence -> sequence, new Sequence[0]);
        poller.getSequence().set(before);
        List<Long> polled = new ArrayList<>();
        long last = ring.tryClaim(2);
        ring.publish(last);
        assertThat(poller.poll(adding(polled))).isEqualTo(EventPoller.PollState.GATING);
        ring.publish(last - 1);

        assertThat(poller.poll(adding(polled))).isEqualTo(EventPoller.PollState.PROCESSING);

        assertThat(polled).containsExactly(last - 1, last);
    }

    private static EventPoller.Handler<Long> adding(List<Long> polled) {
        return (event, sequence, endOfBatch) -> polled.add(event);
    }

    @Test
    void aClaimOfTheDisruptorMovesTheCursor() {
        Sequencer sequencer = ring;

        sequencer.claim(before + 3);

        assertThat(ring.tryClaim()).isEqualTo(before + 4);
    }
}
