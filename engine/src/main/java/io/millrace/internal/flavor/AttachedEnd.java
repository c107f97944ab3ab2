package io.millrace.internal.flavor;

import io.millrace.ChannelEnd;
import io.millrace.ChannelStats;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Waiter;
import io.millrace.internal.select.HandleWatch;
import org.jspecify.annotations.Nullable;

/** A counted handle of a channel: it looks as the channel does, but is closed once it is detached. */
interface AttachedEnd<T> extends ChannelEnd, HandleWatch {

    Attachment<T> attachment();

    @Override
    default boolean isDetached() {
        return attachment().isDetached();
    }

    @Override
    default Waiter register(SelectToken token, int clause) {
        return attachment().register(token, clause);
    }

    @Override
    default void unregister(Waiter waiter) {
        attachment().unregister(waiter);
    }

    @Override
    default boolean isClosedForSend() {
        return isDetached() || attachment().channel.isClosedForSend();
    }

    @Override
    default boolean isClosedForReceive() {
        return isDetached() || attachment().channel.isClosedForReceive();
    }

    @Override
    default @Nullable Throwable closeCause() {
        return attachment().channel.closeCause();
    }

    @Override
    default int capacity() {
        return attachment().channel.capacity();
    }

    @Override
    default int size() {
        return attachment().channel.size();
    }

    @Override
    default boolean isFull() {
        return attachment().channel.isFull();
    }

    @Override
    default String name() {
        return attachment().channel.name();
    }

    @Override
    default ChannelStats stats() {
        return attachment().channel.stats();
    }
}
