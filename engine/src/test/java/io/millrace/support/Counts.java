package io.millrace.support;

import io.millrace.ChannelEnd;
import io.millrace.ChannelStats;

/** Where the messages of a channel are, by its counters. */
public record Counts(long accepted, long received, long undelivered, long buffered) {

    public static Counts of(ChannelEnd end) {
        ChannelStats stats = end.stats();
        return new Counts(stats.accepted(), stats.received(), stats.undelivered(), stats.buffered());
    }
}
