package io.millrace.internal.flavor;

import io.millrace.ChannelStats;
import java.util.concurrent.atomic.LongAdder;

/** What a channel counts if asked to. */
final class Counters {

    final LongAdder accepted = new LongAdder();
    final LongAdder received = new LongAdder();
    final LongAdder undelivered = new LongAdder();
    final LongAdder blockedSends = new LongAdder();
    final LongAdder blockedReceives = new LongAdder();

    ChannelStats snapshot(long buffered) {
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
