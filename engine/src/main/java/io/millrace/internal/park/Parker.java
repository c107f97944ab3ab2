package io.millrace.internal.park;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The seam through which threads park and unpark, so that tests can watch it or put a stricter one in its place.
 * Parking may end for no reason; callers look again at what they wait for. An unpark before a park makes that park
 * return at once.
 */
public interface Parker {

    /** Parks the current thread until it is unparked or interrupted, or for no reason. */
    void park(Object blocker);

    /** As {@link #park}, for at most {@code nanos} nanoseconds. */
    void parkNanos(Object blocker, long nanos);

    /** Unparks {@code thread}: its park returns or, if it is not parked, its next one returns at once. */
    void unpark(Thread thread);

    /**
     * Runs {@code action} on another thread once {@code nanos} nanoseconds have passed, or earlier. Running the result
     * cancels the action and drops the reference to it at once.
     */
    default Runnable runAfter(long nanos, Runnable action) {
        CompletableFuture<@Nullable Void> time = new CompletableFuture<>();
        time.thenRun(new Continuation(action)::start);
        time.completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS);
        return () -> time.cancel(false);
    }

    /** Returns the parker of the JVM. */
    static Parker system() {
        return SystemParker.INSTANCE;
    }
}
