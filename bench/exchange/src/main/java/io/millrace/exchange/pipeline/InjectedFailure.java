package io.millrace.exchange.pipeline;

import java.io.Serial;

/** A stage was told to fail, to show how a failure travels. */
public final class InjectedFailure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    InjectedFailure(StageName stage, long message) {
        super("stage " + stage + " was told to fail at message " + message);
    }
}
