package io.millrace.internal.offheap.shared;

import io.millrace.internal.terms.Settings;
import org.agrona.BitUtil;
import org.agrona.concurrent.status.CountersReader;

/**
 * Where things lie in the file of a ring, in bytes from its beginning.
 *
 * <pre>
 *   header | control | labels of counters | values of counters | lane 0: words, records | lane 1 ...
 * </pre>
 *
 * @param lanes how many lanes
 * @param laneCapacity bytes of records in each
 */
record Layout(int lanes, int laneCapacity) {

    static final int MAX_LANES = 1024;
    static final int MIN_LANE_CAPACITY = 64;
    static final int MAX_LANE_CAPACITY = 1 << 30;

    /** The header takes a page; the control words and the reasons for closing take some. */
    static final int PAGE = 4096;

    static final int CONTROL = PAGE;
    static final int CONTROL_LENGTH = 4 * PAGE;
    static final int COUNTERS = CONTROL + CONTROL_LENGTH;

    /** Refuses impossible layouts, however large the numbers are. */
    Layout {
        Settings.requireWithin(1, MAX_LANES, "lanes", lanes);
        if (laneCapacity < MIN_LANE_CAPACITY
                || laneCapacity > MAX_LANE_CAPACITY
                || Integer.bitCount(laneCapacity) != 1) {
            throw new IllegalArgumentException("laneCapacity is " + laneCapacity + ", allowed are powers of two from "
                    + MIN_LANE_CAPACITY + " to " + MAX_LANE_CAPACITY);
        }
        long length = length(lanes, laneCapacity);
        if (length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(lanes + " lanes of " + laneCapacity + " bytes make a file of " + length
                    + " bytes, allowed is up to " + Integer.MAX_VALUE);
        }
    }

    private static long length(int lanes, int laneCapacity) {
        return lanesOffset(lanes) + (long) lanes * (Lane.WORDS + laneCapacity);
    }

    private static int counters(int lanes) {
        return lanes * RingCounters.PER_LANE;
    }

    private static int lanesOffset(int lanes) {
        int counters = counters(lanes) * (CountersReader.METADATA_LENGTH + CountersReader.COUNTER_LENGTH);
        return BitUtil.align(COUNTERS + counters, PAGE);
    }

    /** How long the file is. */
    int length() {
        return (int) length(lanes, laneCapacity);
    }

    int labelsLength() {
        return counters(lanes) * CountersReader.METADATA_LENGTH;
    }

    int valuesOffset() {
        return COUNTERS + labelsLength();
    }

    int valuesLength() {
        return counters(lanes) * CountersReader.COUNTER_LENGTH;
    }

    int laneOffset(int lane) {
        return lanesOffset(lanes) + lane * (Lane.WORDS + laneCapacity);
    }

    int laneLength() {
        return Lane.WORDS + laneCapacity;
    }

    @Override
    public String toString() {
        return lanes + " lanes of " + laneCapacity + " bytes";
    }
}
