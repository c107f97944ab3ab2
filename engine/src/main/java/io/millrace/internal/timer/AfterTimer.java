package io.millrace.internal.timer;

import io.millrace.internal.clock.NanoClock;
import io.millrace.internal.park.Parker;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A timer with one message, which is never due again once it was taken. */
public final class AfterTimer extends Timer<Instant> {

    private final Instant moment;

    /**
     * Makes a timer.
     *
     * @param nanos after how long the message is due, zero or more
     * @param moment the message
     */
    public AfterTimer(Parker parker, NanoClock clock, long nanos, Instant moment) {
        super(parker, clock, nanos);
        this.moment = moment;
    }

    @Override
    @Nullable Instant takeDue(long now, AtomicLong due) {
        long seen = due.get();
        return now >= seen && due.compareAndSet(seen, NEVER) ? moment : null;
    }

    @Override
    public String name() {
        return "at " + moment;
    }
}
