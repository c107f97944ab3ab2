package io.millrace.internal.offheap.shared;

import io.millrace.ChannelStats;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/**
 * Counters in Agrona's layout, so that its readers understand them. Each is written by one process at a time; one that
 * dies between an operation and its count leaves it behind by that operation.
 */
record RingCounters(AtomicBuffer labels, AtomicBuffer values) {

    static final int SENT = 0;
    static final int FULL = 1;
    static final int RECEIVED = 2;
    static final int DISCARDED = 3;
    static final int PER_LANE = 4;

    /** For rings without memory to look at. */
    static final ChannelStats NO_STATS = ChannelStats.notRecorded(0);

    /** The type id of every counter of a ring. */
    static final int TYPE_ID = 7001;

    private static final String[] LABELS = {
        "messages sent", "sends that found no room", "messages received", "messages discarded"
    };

    /** Names the counters of a new ring. */
    void label(int lanes) {
        CountersManager manager = new CountersManager(labels, values);
        for (int lane = 0; lane < lanes; lane++) {
            for (String label : LABELS) {
                int number = lane;
                manager.allocate("lane " + lane + ": " + label, TYPE_ID, key -> key.putInt(0, number));
            }
        }
    }

    /**
     * By the owner of the lane, or of the receiver's place, only: no other thread writes the counter, so that plain
     * reads and writes do.
     */
    void add(int lane, int counter, long count) {
        int at = at(lane, counter);
        values.putLongOpaque(at, values.getLong(at) + count);
    }

    /**
     * By any thread of any process. Opaque so that it is whole and soon visible; it orders nothing, and nothing is
     * decided by it.
     */
    long get(int lane, int counter) {
        return values.getLongOpaque(at(lane, counter));
    }

    /** The counts of some lanes together, as those of a channel. */
    ChannelStats stats(int firstLane, int lanes) {
        long sent = 0;
        long full = 0;
        long received = 0;
        long discarded = 0;
        for (int lane = firstLane; lane < firstLane + lanes; lane++) {
            received += get(lane, RECEIVED); // before what was sent, so as not to be more
            discarded += get(lane, DISCARDED);
            sent += get(lane, SENT);
            full += get(lane, FULL);
        }
        long buffered = Math.max(0, sent - received - discarded);
        return new ChannelStats(true, sent, received, discarded, 0, 0, 0, 0, buffered, 0, full, 0);
    }

    private static int at(int lane, int counter) {
        return CountersReader.counterOffset(lane * PER_LANE + counter);
    }
}
