package io.millrace.exchange.control;

import java.time.Duration;
import java.time.Instant;

/** What the ticks of a run have shown. Belongs to the supervisor while the run goes on. */
public final class Heartbeat {

    private final long period;
    private long beats;
    private long missed;
    private long messages;
    private double slowest = Double.MAX_VALUE;
    private double fastest;
    private Instant last;

    Heartbeat(Duration period) {
        this.period = Math.max(1, period.toNanos());
    }

    /** Takes a tick. Ticks that were not waited for in time collapse into one, and its time tells how many. */
    void beat(Instant due, long messagesSoFar) {
        if (last != null) {
            long nanos = Duration.between(last, due).toNanos();
            missed += Math.max(0, (nanos + period / 2) / period - 1);
            if (nanos > 0) {
                double rate = (messagesSoFar - messages) * 1e9 / nanos;
                slowest = Math.min(slowest, rate);
                fastest = Math.max(fastest, rate);
            }
        }
        last = due;
        messages = messagesSoFar;
        beats++;
    }

    /** How many ticks were taken. */
    public long beats() {
        return beats;
    }

    /** How many ticks fell together with an earlier one that was taken late. */
    public long missed() {
        return missed;
    }

    /** The fewest messages per second between two ticks, 0 if there were not two. */
    public double slowest() {
        return fastest == 0 ? 0 : slowest;
    }

    /** The most messages per second between two ticks, 0 if there were not two. */
    public double fastest() {
        return fastest;
    }
}
