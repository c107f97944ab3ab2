package io.millrace.internal.flavor;

import io.millrace.ChannelClosedException;
import io.millrace.ChannelEnd;
import io.millrace.ChannelStats;
import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.park.Deadlines;
import io.millrace.internal.park.NanoClock;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Supply;
import io.millrace.internal.park.WaitSide;
import io.millrace.internal.park.Waiter;
import io.millrace.internal.select.HandleWatch;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A counted handle of a channel: what both kinds share. */
abstract class AttachedEnd<T> implements ChannelEnd, HandleWatch {

    private final Flavor<T> channel;

    /**
     * Whether this handle was closed.
     * <p>Written by: its closer, before it looks for those who wait here (compare-and-set, {@code CLOSE}).
     * <p>Read by: anyone (volatile, {@code CLOSE}); threads about to wait here, once they are listed under a lock.
     */
    private final AtomicBoolean detached = new AtomicBoolean();

    /** The clauses of selects that wait over this handle: they want to know when it alone is closed. */
    private final WaitSide selecting;

    AttachedEnd(Flavor<T> channel) {
        this.channel = channel;
        this.selecting = new WaitSide(
                false,
                true,
                true,
                1,
                Supply.ofOne(need -> detached.get()),
                channel.parker,
                new Deadlines(NanoClock.system()));
    }

    /** Wakes those that wait at this handle, then tells the channel that it is gone: the first time, or again if that broke off. */
    abstract void detachFrom(Flavor<T> channel, boolean first);

    /** The channel, for an operation through this handle. */
    final Flavor<T> attached() {
        if (detached.get()) {
            throw wasClosed();
        }
        return channel;
    }

    /** What an operation throws that finds this handle detached. */
    final ChannelClosedException wasClosed() {
        return new ChannelClosedException(this + " was closed", channel.closeCause());
    }

    /** The channel, for a look at it. */
    final Flavor<T> channel() {
        return channel;
    }

    @Override
    public final boolean isDetached() {
        return detached.get(); // acquire CLOSE <- close
    }

    @Override
    public final Waiter watch(SelectToken token, int clause) {
        return selecting.enlist(token, clause, WaitSide.ANY);
    }

    @Override
    public final void unwatch(Waiter watch) {
        selecting.delist(watch);
    }

    @Override
    public final void close() {
        StackRoom.ensure();
        boolean first = detached.compareAndSet(false, true); // release CLOSE -> isDetached
        try {
            selecting.wakeAll();
        } finally {
            detachFrom(channel, first);
        }
    }

    @Override
    public void close(Throwable cause) {
        Objects.requireNonNull(cause, "cause");
        try {
            channel.close(cause);
        } finally {
            close();
        }
    }

    @Override
    public final @Nullable Throwable closeCause() {
        return channel.closeCause();
    }

    @Override
    public final boolean isClosedForSend() {
        return isDetached() || channel.isClosedForSend();
    }

    @Override
    public final boolean isClosedForReceive() {
        return isDetached() || channel.isClosedForReceive();
    }

    @Override
    public final int capacity() {
        return channel.capacity();
    }

    @Override
    public final int size() {
        return channel.size();
    }

    @Override
    public final boolean isEmpty() {
        return channel.isEmpty();
    }

    @Override
    public final boolean isFull() {
        return channel.isFull();
    }

    @Override
    public final String name() {
        return channel.name();
    }

    @Override
    public final ChannelStats stats() {
        return channel.stats();
    }
}
