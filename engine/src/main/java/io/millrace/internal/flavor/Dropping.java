package io.millrace.internal.flavor;

import io.millrace.Overflow;
import io.millrace.UndeliveredReason;
import org.jspecify.annotations.Nullable;

/**
 * How a full channel accepts a message all the same: under {@link Overflow#DROP_NEWEST} and {@link Overflow#DROP_OLDEST}. It counts
 * what it sends. What a callback throws goes to the caller once the messages are settled.
 */
final class Dropping<T> {

    private final Flavor<T> channel;
    private final boolean oldest;

    private Dropping(Flavor<T> channel, boolean oldest) {
        this.channel = channel;
        this.oldest = oldest;
    }

    /** Null: the policy drops nothing. */
    static <T> @Nullable Dropping<T> by(Overflow policy, Flavor<T> channel) {
        return switch (policy) {
            case WAIT, FAIL -> null;
            case DROP_NEWEST -> new Dropping<>(channel, false);
            case DROP_OLDEST -> new Dropping<>(channel, true);
        };
    }

    /** Sends after an offer said FULL. Returns ACCEPTED or CLOSED. */
    int send(T message) {
        return oldest ? evictAndSend(message) : drop(message);
    }

    /** Sends what {@link Flavor#offerAll} left, until the channel is closed. Returns how many. */
    int sendAll(T[] messages, int from, int to) {
        int next = from;
        int status = Flavor.ACCEPTED;
        Throwable failure = null;
        while (next < to) {
            try {
                status = channel.offer(messages[next]);
                if (status == Flavor.ACCEPTED) {
                    channel.countAccepted(1);
                } else if (status == Flavor.FULL) {
                    status = send(messages[next]);
                }
            } catch (Throwable e) {
                failure = Undelivered.and(failure, e);
            }
            if (status == Flavor.CLOSED) {
                break;
            }
            next++;
        }
        Undelivered.rethrow(failure);
        return next - from;
    }

    private int drop(T message) {
        channel.countAccepted(1);
        Undelivered.rethrow(channel.undelivered.handOver(message, UndeliveredReason.DROPPED, null));
        return Flavor.ACCEPTED;
    }

    private int evictAndSend(T message) {
        int status = Flavor.FULL;
        T evicted = null;
        Throwable failure = null;
        try {
            while (status == Flavor.FULL) { // again, if other senders took the room
                failure = channel.undelivered.handOver(evicted, UndeliveredReason.EVICTED, failure);
                evicted = channel.evict();
                status = channel.offer(message);
            }
            if (status == Flavor.ACCEPTED) {
                channel.countAccepted(1);
            }
        } catch (Throwable e) {
            failure = Undelivered.and(failure, e);
        }
        // Only now, so that receivers do not miss a message for the time that the callback takes.
        failure = channel.undelivered.handOver(evicted, UndeliveredReason.EVICTED, failure);
        if (failure != null && status == Flavor.CLOSED) {
            failure = Undelivered.and(channel.closedForSend(), failure);
        }
        Undelivered.rethrow(failure);
        return status;
    }
}
