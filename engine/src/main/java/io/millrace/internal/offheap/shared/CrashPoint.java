package io.millrace.internal.offheap.shared;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Points at which the tests let a process die. Elsewhere passing one does nothing. */
final class CrashPoint {

    static final int TEMPORARY_MADE = 1;
    static final int HALF_ALLOCATED = 2;
    static final int ALLOCATED = 3;
    static final int FORCED = 4;
    static final int LINKED = 5;
    static final int LANE_OWNED = 6;
    static final int LANE_READY = 7;
    static final int BEFORE_COMMIT = 8;
    static final int AFTER_COMMIT = 9;
    static final int CONSUMER_OWNED = 10;
    static final int BEFORE_RELEASE = 11;
    static final int AFTER_RELEASE = 12;
    static final int CLOSING = 13;
    static final int LANE_CLOSED = 14;
    static final int REASON_WRITTEN = 15;
    static final int REASON_THERE = 16;
    static final int END_MOVED = 17;

    /** Set before any ring is made, by a process of the tests. */
    static @Nullable IntConsumer watcher;

    private CrashPoint() {}

    static void pass(int point) {
        IntConsumer present = watcher;
        if (present != null) {
            present.accept(point);
        }
    }
}
