package io.millrace.internal.clock;

/**
 * The times at which waits end, on one clock: nanoseconds since this was made, so that they neither are negative nor
 * overflow, wherever the clock started. A wait for ever ends {@link #NEVER}.
 */
public final class Deadlines {

    /** No clock gets there. */
    public static final long NEVER = Long.MAX_VALUE;

    private final NanoClock clock;
    private final long start;

    /** Begins to count. */
    public Deadlines(NanoClock clock) {
        this.clock = clock;
        this.start = clock.nanoTime();
    }

    /** The present time. */
    public long now() {
        return clock.nanoTime() - start;
    }

    /** The end of a timeout that begins now. Looks at the clock only if it ends. */
    public long after(long nanos) {
        return nanos >= Timeouts.FOREVER ? NEVER : plus(now(), nanos);
    }

    /** Whether the deadline has come. */
    public boolean isOver(long deadline) {
        return deadline != NEVER && now() >= deadline;
    }

    /** How many nanoseconds are left, zero or less once it is over; {@link #NEVER} if it never is. */
    public long nanosLeft(long deadline) {
        return deadline == NEVER ? NEVER : deadline - now();
    }

    /** The sum of a time and a duration, not both negative; at most {@link #NEVER}. */
    public static long plus(long time, long nanos) {
        long sum = time + nanos;
        return sum < 0 && time > 0 && nanos > 0 ? NEVER : sum;
    }
}
