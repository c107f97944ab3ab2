package io.millrace.internal.flavor;

import io.millrace.internal.park.NanoClock;
import io.millrace.internal.park.Parker;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A timer with one message. */
public final class AfterTimer extends Timer<Instant> {

    private final Instant moment;

    /** When the message is due; NEVER once it was taken. Whoever changes it takes the message. */
    private final AtomicLong due;

    /**
     * Makes a timer.
     *
     * @param nanos after how long the message is due, zero or more
     * @param moment the message
     */
    public AfterTimer(Parker parker, NanoClock clock, long nanos, Instant moment) {
        super(parker, clock);
        this.moment = moment;
        this.due = new AtomicLong(nanos);
    }

    @Override
    long due() {
        return due.get();
    }

    @Override
    @Nullable Instant takeDue(long now) {
        long seen = due.get();
        return now >= seen && due.compareAndSet(seen, NEVER) ? moment : null;
    }

    @Override
    public String name() {
        return "at " + moment;
    }
}
