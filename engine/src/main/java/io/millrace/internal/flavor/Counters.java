package io.millrace.internal.flavor;

import io.millrace.ChannelStats;
import java.util.concurrent.atomic.LongAdder;

/** What a channel counts if asked to. */
public final class Counters {

    public final LongAdder accepted = new LongAdder();
    public final LongAdder received = new LongAdder();
    public final LongAdder undelivered = new LongAdder();
    public final LongAdder blockedSends = new LongAdder();
    public final LongAdder blockedReceives = new LongAdder();

    /** What was counted up to now. */
    public ChannelStats snapshot(long buffered) {
        return new ChannelStats(
                true,
                accepted.sum(),
                received.sum(),
                undelivered.sum(),
                buffered,
                blockedSends.sum(),
                blockedReceives.sum());
    }
}
