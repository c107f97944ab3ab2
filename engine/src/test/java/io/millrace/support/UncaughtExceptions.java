package io.millrace.support;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Keeps what threads died of, for the test that ran meanwhile to fail with. A test in which a thread is to die gives that thread a
 * handler of its own and asserts what it got, so that a green run prints no stack traces.
 */
public final class UncaughtExceptions implements LauncherSessionListener {

    private static final Queue<AssertionError> UNCAUGHT = new ConcurrentLinkedQueue<>();

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, e) -> UNCAUGHT.add(new AssertionError("thread \"" + thread.getName() + "\" died of " + e, e)));
    }

    /** Throws what was kept since the last call, if anything. */
    static void rethrow() {
        AssertionError first = UNCAUGHT.poll();
        if (first == null) {
            return;
        }
        AssertionError next;
        while ((next = UNCAUGHT.poll()) != null) {
            first.addSuppressed(next);
        }
        throw first;
    }
}
