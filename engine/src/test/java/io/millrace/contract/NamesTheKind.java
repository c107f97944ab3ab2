package io.millrace.contract;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Adds the kind of channel to what a {@link Contract} test throws: build logs show only the method's name. */
final class NamesTheKind implements TestExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        failure.addSuppressed(new Kind(context.getDisplayName()));
        throw failure;
    }

    private static final class Kind extends Exception {
        private static final long serialVersionUID = 1L;

        Kind(String name) {
            super("the channel was " + name, null, false, false);
        }
    }
}
