package io.millrace.internal.select;

import io.millrace.internal.park.Blocker;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Waiter;

/** A counted handle, for waits over it that must end when it alone is closed. */
public interface HandleWatch extends Blocker {

    /** Signals the select when this handle is closed, until {@link #unregister}. */
    Waiter register(SelectToken token, int clause);

    /** Ends a {@link #register}. */
    void unregister(Waiter watch);
}
