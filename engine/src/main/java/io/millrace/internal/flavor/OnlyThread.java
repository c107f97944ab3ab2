package io.millrace.internal.flavor;

import io.millrace.ChannelEnd;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that uses an end of a channel, where the channel was promised that there is only one: the first that comes, and
 * once that has ended, the next.
 */
public final class OnlyThread {

    private final String role;

    /**
     * The thread.
     * <p>Written by: the first to come, and the first to come once that has ended (compare-and-set).
     * <p>Read by: everyone who comes (volatile). Orders nothing: a thread compares it with itself; what a thread that has ended did
     * is seen by who found it ended.
     */
    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

    /** Makes the role, not taken yet. */
    public OnlyThread(String role) {
        this.role = role;
    }

    /** The current thread uses the end; throws if the end is another's. */
    public void enter(ChannelEnd end) {
        Thread current = Thread.currentThread();
        if (thread.get() != current) {
            enterFirst(end, current);
        }
    }

    /** The thread that has the role, or had it last; null if none has come yet. */
    @Nullable Thread thread() {
        return thread.get();
    }

    private void enterFirst(ChannelEnd end, Thread current) {
        Thread owner = thread.get();
        if (owner != null && owner.isAlive() || !thread.compareAndSet(owner, current)) {
            throw new IllegalStateException(end + " was built for a single " + role + ", which is " + thread.get()
                    + "; " + current + " is another");
        }
    }

    /** Throws if the current thread, which is about to wait for this end, is the only one that uses it. */
    public void requireOther(ChannelEnd end, String state) {
        if (thread.get() == Thread.currentThread()) {
            throw new IllegalStateException(end + " " + state + ", and " + Thread.currentThread() + " is its only "
                    + role + ": it would wait for itself");
        }
    }
}
