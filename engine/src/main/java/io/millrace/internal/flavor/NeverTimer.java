package io.millrace.internal.flavor;

import io.millrace.internal.park.NanoClock;
import io.millrace.internal.park.Parker;
import org.jspecify.annotations.Nullable;

/** A timer without messages. */
public final class NeverTimer<T> extends Timer<T> {

    public NeverTimer(Parker parker, NanoClock clock) {
        super(parker, clock);
    }

    @Override
    long due() {
        return NEVER;
    }

    @Override
    @Nullable T takeDue(long now) {
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
