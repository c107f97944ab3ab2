package io.millrace.internal.timer;

import io.millrace.internal.clock.Deadlines;
import io.millrace.internal.clock.NanoClock;
import io.millrace.internal.park.Parker;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A timer with a message at each multiple of its period. */
public final class TickTimer extends Timer<Instant> {

    private final long period;
    private final Instant origin;

    /**
     * Makes a timer.
     *
     * @param period in nanoseconds, zero or more
     * @param origin the present moment
     */
    public TickTimer(Parker parker, NanoClock clock, long period, Instant origin) {
        super(parker, clock, period); // stays 0 if that is 0: always due
        this.period = period;
        this.origin = origin;
    }

    @Override
    @Nullable Instant takeDue(long now, AtomicLong due) {
        if (period == 0) {
            return origin.plusNanos(now);
        }
        long tick = due.get();
        while (now >= tick) {
            Instant message = origin.plusNanos(tick); // first: a tick that is taken is not to fail for want of memory
            long next = Deadlines.plus(now, period - now % period); // the first multiple that is later
            if (due.compareAndSet(tick, next)) {
                return message;
            }
            tick = due.get();
        }
        return null;
    }

    @Override
    public String name() {
        return "tick " + Duration.ofNanos(period);
    }
}
