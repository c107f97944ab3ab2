package io.millrace;

import io.millrace.support.ManualClock;
import io.millrace.support.StrictParker;
import java.util.List;

/**
 * One way to make a broadcast: its rules hold for each capacity, start sequence and way to wait.
 *
 * @param capacity how many messages it keeps
 * @param startSequence where it starts to count
 * @param waiting how threads wait
 */
public record BroadcastKind(int capacity, long startSequence, Waiting waiting) {

    /** The sequence number outgrows an int within the first messages. */
    private static final long NEAR_INT_LIMIT = (1L << 31) - 5;

    /** Sequences never wrap, so they start as high as leaves room for any test. */
    private static final long NEAR_LONG_LIMIT = Long.MAX_VALUE - 1_000_000_000;

    public static final List<BroadcastKind> ALL = List.of(
            of(1),
            of(2),
            of(3),
            of(64),
            of(1).parking(),
            of(3).parking(),
            new BroadcastKind(1, NEAR_INT_LIMIT, Waiting.adaptive()),
            new BroadcastKind(3, NEAR_INT_LIMIT, Waiting.park()),
            new BroadcastKind(2, NEAR_LONG_LIMIT, Waiting.park()),
            new BroadcastKind(100, NEAR_LONG_LIMIT, Waiting.adaptive()));

    public static List<BroadcastKind> all() {
        return ALL;
    }

    public static BroadcastKind of(int capacity) {
        return new BroadcastKind(capacity, 0, Waiting.adaptive());
    }

    public BroadcastKind parking() {
        return new BroadcastKind(capacity, startSequence, Waiting.park());
    }

    private <T> BroadcastBuilder<T> builder() {
        return Broadcast.<T>builder()
                .capacity(capacity)
                .startSequence(startSequence)
                .sendWaiting(waiting)
                .receiveWaiting(waiting);
    }

    public <T> Broadcast<T> open() {
        return this.<T>builder().build();
    }

    /** A broadcast whose threads park at once, and by the given clock. */
    public <T> Broadcast<T> open(ManualClock clock, StrictParker parker) {
        return this.parking().<T>builder().waitingBy(parker, clock).build();
    }
}
