package io.millrace.internal.end;

/** How a cancel treats sends that have claimed a place and do not continue. */
public final class Orphans {

    /** How long a cancel waits for sends that are in the middle. A send that takes longer will not complete. */
    public static final long WAIT_NANOS = 2_000_000_000;

    /** The most that one look counts, so that only time counts in which this process was running. */
    private static final long MOST_NANOS_PER_LOOK = 10_000_000;

    private Orphans() {}

    /** Returns how much of the wait was taken by a look that began when {@link System#nanoTime} was {@code before}. */
    public static long waitedSince(long before) {
        return Math.min(System.nanoTime() - before, MOST_NANOS_PER_LOOK);
    }

    /** Returns the exception of a cancel that has passed over {@code orphans} sends. */
    public static IllegalStateException lost(Object channel, int orphans) {
        return new IllegalStateException(channel + " was cancelled while " + orphans
                + " sends had claimed a place and did not go on; their messages are lost");
    }
}
