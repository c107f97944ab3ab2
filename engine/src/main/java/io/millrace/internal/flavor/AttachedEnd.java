package io.millrace.internal.flavor;

import io.millrace.ChannelClosedException;
import io.millrace.ChannelEnd;
import io.millrace.ChannelStats;
import java.util.concurrent.atomic.AtomicBoolean;

/** A counted handle of a channel: what both kinds share. */
abstract class AttachedEnd<T> implements ChannelEnd {

    private final Flavor<T> channel;
    private final AtomicBoolean detached = new AtomicBoolean();

    AttachedEnd(Flavor<T> channel) {
        this.channel = channel;
    }

    /** Tells the channel that this handle is gone. Called once. */
    abstract void detachFrom(Flavor<T> channel);

    /** The channel, for an operation through this handle. */
    final Flavor<T> attached() {
        if (detached.get()) {
            throw new ChannelClosedException(this + " was closed", null);
        }
        return channel;
    }

    /** The channel, for a look at it. */
    final Flavor<T> channel() {
        return channel;
    }

    final boolean isDetached() {
        return detached.get();
    }

    @Override
    public final void close() {
        if (detached.compareAndSet(false, true)) {
            detachFrom(channel);
        }
    }

    @Override
    public final void close(Throwable cause) {
        channel.close(cause);
        close();
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
