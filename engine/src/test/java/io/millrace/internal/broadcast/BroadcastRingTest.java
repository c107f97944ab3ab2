package io.millrace.internal.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.end.Status;
import io.millrace.internal.memory.Cursor;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import org.junit.jupiter.api.Test;

/** What a subscriber may believe of a slot, and what a sender may not do, step by step. */
class BroadcastRingTest {

    private static final int CAPACITY = 1;

    /** The smallest power of two that is at least twice the capacity. */
    private static final int SIZE = 2;

    private final BroadcastRing<Integer> ring = new BroadcastRing<>(CAPACITY, 0);

    private long send(int message) {
        long sequence = ring.claim();
        ring.publish(sequence, message);
        return sequence;
    }

    @Test
    void aMessageCanBeBelievedUntilItsSlotIsClaimedAgain() {
        long sequence = send(1);
        for (int i = 1; i < SIZE; i++) {
            send(1 + i);
            assertThat(ring.message(sequence)).isEqualTo(1);
            assertThat(ring.isOverwritten(sequence)).isFalse();
        }
        ring.claim();

        assertThat(ring.message(sequence)).isEqualTo(1);
        assertThat(ring.isOverwritten(sequence)).isTrue();
    }

    /** Were it not so, the older message would come last into the slot. The yields only give that time to happen. */
    @Test
    void aSenderWaitsForTheOneThatHasTheSlotOneLapEarlier() {
        long first = ring.claim();
        for (int i = 1; i < SIZE; i++) {
            send(1 + i);
        }
        long nextLap = ring.claim();
        try (Actors actors = new Actors()) {
            Actor<Void> late = actors.run("late", () -> ring.publish(nextLap, 9));
            for (int i = 0; i < 1000 && !late.hasEnded(); i++) {
                Thread.yield();
            }
            ring.publish(first, 1);
            late.join();
        }
        assertThat(ring.isPublished(nextLap)).isTrue();
        assertThat(ring.message(nextLap)).isEqualTo(9);
    }

    @Test
    void aMessageIsKeptForTheCapacityOnly() {
        long sequence = send(1);
        assertThat(ring.beforeOldest()).isLessThan(sequence);
        send(2);
        assertThat(ring.beforeOldest()).isEqualTo(sequence);
    }

    @Test
    void theNewestPublishedIsFoundPastAClaimThatIsNot() {
        BroadcastRing<Integer> wide = new BroadcastRing<>(3, 0);
        long first = wide.claim();
        long second = wide.claim();
        long third = wide.claim();
        wide.publish(second, 2);
        assertThat(wide.newestAfter(first - 1)).isEqualTo(second);
        wide.publish(first, 1);
        assertThat(wide.newestAfter(second)).isEqualTo(third);
        assertThat(wide.isPublished(third)).isFalse();
    }

    @Test
    void aPositionThatEntersBehindIsNotLappedAndHoldsTheSenders() {
        int capacity = 3;
        BroadcastRing<Integer> wide = new BroadcastRing<>(capacity, 0);
        long last = 0;
        for (int i = 0; i <= capacity; i++) { // one more than fits, so that the limit is close behind the claims
            last = wide.claim();
        }
        Cursor position = new Cursor(0);
        Members.Node<Cursor> gate = new Members.Node<>(position);
        wide.enter(gate, capacity, true);
        assertThat(position.valueVolatile()).isEqualTo(last - capacity);
        int beyond = 0;
        while (wide.claim() >= 0) {
            beyond++;
        }

        assertThat(beyond).isBetween(1, capacity);
        assertThat(wide.isOverwritten(last - capacity + 1)).isFalse();
        wide.leave(gate);
        assertThat(wide.claim()).isPositive();
    }

    @Test
    void aClosedRingClaimsNothing() {
        long sequence = send(1);
        ring.closeWord.close(null);

        assertThat(ring.claim()).isEqualTo(Status.CLOSED);
        assertThat(ring.sendSome(new Integer[] {2}, 0, 1)).isZero();
        assertThat(ring.lastClaimed()).isEqualTo(sequence);
    }
}
