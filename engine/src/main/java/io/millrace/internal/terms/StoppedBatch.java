package io.millrace.internal.terms;

import java.io.Serial;

/** The failure of a batch in its middle, on its way to the caller that knows the whole batch and throws the cause. */
public final class StoppedBatch extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** How many messages had been accepted, and counted, by then. */
    public final int accepted;

    /** Makes one without a stack trace; the failure has its own. */
    public StoppedBatch(int accepted, Throwable failure) {
        super(null, failure, false, false);
        this.accepted = accepted;
    }

    /** Throws the cause, for a batch that has nothing to add. */
    public RuntimeException failure() {
        return Undelivered.sneaky(getCause());
    }
}
