package io.millrace.internal.offheap.shared;

import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/**
 * Counters in Agrona's layout, so that its readers understand them. Each is written by one process at a time; one that dies between an
 * operation and its count leaves it behind by that operation.
 */
final class RingCounters {

    static final int SENT = 0;
    static final int FULL = 1;
    static final int RECEIVED = 2;
    static final int DISCARDED = 3;
    static final int PER_LANE = 4;

    /** The type id of every counter of a ring. */
    static final int TYPE_ID = 7001;

    private static final String[] LABELS = {
        "messages sent", "sends that found no room", "messages received", "messages discarded"
    };

    private final AtomicBuffer labels;
    private final AtomicBuffer values;

    RingCounters(AtomicBuffer labels, AtomicBuffer values) {
        this.labels = labels;
        this.values = values;
    }

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

    void add(int lane, int counter, long count) {
        int at = at(lane, counter);
        values.putLongVolatile(at, values.getLong(at) + count);
    }

    long get(int lane, int counter) {
        return values.getLongVolatile(at(lane, counter));
    }

    private static int at(int lane, int counter) {
        return CountersReader.counterOffset(lane * PER_LANE + counter);
    }
}
