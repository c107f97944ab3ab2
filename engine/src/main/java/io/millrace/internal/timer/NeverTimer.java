package io.millrace.internal.timer;

import io.millrace.internal.clock.NanoClock;
import io.millrace.internal.park.Parker;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A timer without messages. */
public final class NeverTimer<T> extends Timer<T> {

    public NeverTimer(Parker parker, NanoClock clock) {
        super(parker, clock, NEVER);
    }

    @Override
    @Nullable T takeDue(long now, AtomicLong due) {
        return null;
    }

    @Override
    public int capacity() {
        return 0;
    }

    @Override
    public String name() {
        return "never";
    }
}
