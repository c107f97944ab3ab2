package io.millrace.internal.terms;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs a callback once, on the first of the threads that have closed a channel. */
public final class CloseHook {

    private final Consumer<? super @Nullable Throwable> callback;

    /**
     * Whether the callback was run or is about to be.
     * <p>Written and read by: closers (compare-and-set). Orders nothing: the close word does.
     */
    private final AtomicBoolean hasRun = new AtomicBoolean();

    public CloseHook(Consumer<? super @Nullable Throwable> callback) {
        this.callback = callback;
    }

    /** @param cause why the channel was closed, null for a plain close */
    public void run(@Nullable Throwable cause) {
        if (hasRun.compareAndSet(false, true)) {
            callback.accept(cause);
        }
    }
}
