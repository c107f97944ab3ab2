package io.millrace.internal.end;

import io.millrace.internal.park.Blocker;
import io.millrace.internal.park.NapBackoff;
import io.millrace.internal.park.Parker;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of messages from a source that cannot wake a thread of this process. It has no list of waiting threads: a
 * select, or the pool for waits without a thread, naps and looks again.
 */
public abstract class PolledReceiver<T> extends ReceivingEnd<T> {

    /** The naps of selects and of waits without a thread; their lengths are hints, plain and racy. */
    private final NapBackoff naps = new NapBackoff(true, true);

    /** Makes one. */
    protected PolledReceiver() {}

    /** Takes a message without waiting. Null: nothing to take now. */
    protected abstract @Nullable T takeNow();

    /** Takes a message, waiting. Null: the time is up, or closed and drained. */
    protected abstract @Nullable T takeWithin(long nanos) throws InterruptedException;

    /** Closes the source of the messages, unless it or this is closed. */
    protected abstract void shutDown(@Nullable Throwable cause);

    /** Discards what is left. Called once that is closed, or this is. */
    protected abstract void discard();

    @Override
    public final void closeWith(@Nullable Throwable cause) {
        shutDown(cause);
    }

    @Override
    public final void cancelWith(@Nullable Throwable cause) {
        shutDown(cause);
        discard();
    }

    @Override
    public final @Nullable T take() {
        T message = takeNow();
        if (message != null) {
            naps.shorten();
        }
        return message;
    }

    @Override
    public final @Nullable T awaitReceive(Blocker through, long nanos) throws InterruptedException {
        return takeWithin(nanos);
    }

    // ---- select ----

    /** Begins a thread's wait. A wait without a thread registers again after each look, and continues its naps. */
    @Override
    public final @Nullable Waiter registerReceive(SelectToken token, int clause) {
        if (token.hasThread()) {
            naps.shorten();
        }
        return null;
    }

    @Override
    public final long nanosUntilReady() {
        return naps.nextNanos();
    }

    @Override
    public final Runnable runAfter(long nanos, Runnable action) {
        return Parker.system().runAfter(nanos, action);
    }

    @Override
    public final void unregisterReceive(Waiter waiter) {
        throw new AssertionError("nobody is listed");
    }

    @Override
    public final void passOnReceive() {
        // No thread is woken, so there is nothing to pass on.
    }
}
