package io.millrace.internal.end;

/** What a cancel does about sends that have claimed a place and do not go on. */
public final class Orphans {

    /** For how long a cancel waits for sends that are in the middle. What is longer in coming will not come. */
    public static final long WAIT_NANOS = 2_000_000_000;

    /** What one look counts at most, so that only time counts in which this process was running. */
    private static final long MOST_NANOS_PER_LOOK = 10_000_000;

    private Orphans() {}

    /** Returns how much of the wait a look has taken that began when {@link System#nanoTime} was {@code before}. */
    public static long waitedSince(long before) {
        return Math.min(System.nanoTime() - before, MOST_NANOS_PER_LOOK);
    }

    /** Returns what a cancel throws that has passed over so many. */
    public static IllegalStateException lost(Object channel, int orphans) {
        return new IllegalStateException(channel + " was cancelled while " + orphans
                + " sends had claimed a place and did not go on; their messages are lost");
    }
}
