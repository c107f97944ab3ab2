package io.millrace.internal.flavor;

import io.millrace.ChannelClosedException;
import io.millrace.internal.clock.Deadlines;
import io.millrace.internal.clock.NanoClock;
import io.millrace.internal.park.Blocker;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Supply;
import io.millrace.internal.park.WaitSide;
import io.millrace.internal.park.Waiter;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether a counted handle is attached to its channel, and the selects that want to know when it no longer is. */
final class Attachment<T> {

    final Flavor<T> channel;
    private final Blocker handle;
    private final boolean sends;

    /**
     * Whether the handle was closed.
     * <p>Written by: its closer, before it looks for threads that wait at it (compare-and-set, {@code CLOSE}).
     * <p>Read by: anyone (volatile, {@code CLOSE}); threads about to wait at it, once they are registered under a lock.
     */
    private final AtomicBoolean detached = new AtomicBoolean();

    /** The clauses of selects that wait over the handle: they want to know when it alone is closed. */
    private final WaitSide selecting;

    Attachment(Flavor<T> channel, Blocker handle, boolean sends) {
        this.channel = channel;
        this.handle = handle;
        this.sends = sends;
        this.selecting = new WaitSide(
                false,
                true,
                true,
                1,
                Supply.ofOne(need -> detached.get()),
                channel.parker,
                new Deadlines(NanoClock.system()));
    }

    /** What {@link Blocker#isDetached} of the handle returns. */
    boolean isDetached() {
        return detached.get(); // acquire CLOSE <- detach
    }

    /** The channel, for an operation through the handle. */
    Flavor<T> attached() {
        if (isDetached()) {
            throw wasClosed();
        }
        return channel;
    }

    /** What an operation throws that finds the handle detached. */
    ChannelClosedException wasClosed() {
        return new ChannelClosedException(handle + " was closed", channel.closeCause());
    }

    /**
     * Wakes those that wait at the handle, then tells the channel that it is gone: the first time, or again if that
     * broke off.
     */
    void detach() {
        boolean first = detached.compareAndSet(false, true); // release CLOSE -> isDetached
        try {
            selecting.wakeAll();
        } finally {
            if (sends) {
                channel.detachSender(handle, first);
            } else {
                channel.detachReceiver(handle, first);
            }
        }
    }

    Waiter register(SelectToken token, int clause) {
        return selecting.register(token, clause, WaitSide.ANY);
    }

    void unregister(Waiter waiter) {
        selecting.unregister(waiter);
    }
}
