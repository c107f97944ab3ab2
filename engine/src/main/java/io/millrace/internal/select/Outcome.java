package io.millrace.internal.select;

import io.millrace.ChannelEnd;
import org.jspecify.annotations.Nullable;

/** The outcome of a select's last call. */
public abstract class Outcome {

    /** No clause was carried out. */
    public static final int NONE = -1;

    /** No clause was carried out, and none ever will be: all are closed and dropped, but for timers. */
    public static final int ENDED = -2;

    int chosen = NONE;

    @Nullable ChannelEnd chosenEnd;

    @Nullable Object message;

    boolean closed;

    @Nullable Throwable cause;

    Outcome() {}

    final void received(@Nullable Object received) {
        message = received;
        closed = false;
    }

    final void sent() {
        closed = false;
    }

    final void closed(@Nullable Throwable closeCause) {
        closed = true;
        cause = closeCause;
    }

    final void forget() {
        chosen = NONE;
        chosenEnd = null;
        message = null;
        closed = false;
        cause = null;
    }

    /** The clause carried out last, NONE or ENDED. */
    public final int chosen() {
        return chosen;
    }

    /** The channel end of the clause carried out last. */
    public final @Nullable ChannelEnd chosenEnd() {
        return chosenEnd;
    }

    /** Whether the clause carried out last is closed, or all are. */
    public final boolean isClosed() {
        return closed;
    }

    /** Why it is closed. */
    public final @Nullable Throwable closeCause() {
        return cause;
    }

    /** The message that the clause carried out last has received. */
    public final @Nullable Object message() {
        return message;
    }
}
