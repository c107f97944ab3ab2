package io.millrace.internal.terms;

import java.io.Serial;

/** A batch failed in its middle, on its way to the one who knows the whole of it and throws what it failed of. */
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

    /** What a batch does that has nothing to add: throws what it failed of. */
    public RuntimeException failure() {
        return Undelivered.sneaky(getCause());
    }
}
