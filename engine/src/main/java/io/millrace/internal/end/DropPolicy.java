package io.millrace.internal.end;

import io.millrace.Overflow;
import io.millrace.UndeliveredReason;
import io.millrace.internal.terms.StoppedBatch;
import io.millrace.internal.terms.Undelivered;
import org.jspecify.annotations.Nullable;

/**
 * How a full channel accepts a message nevertheless: under {@link Overflow#DROP_NEWEST} and {@link
 * Overflow#DROP_OLDEST}. It counts what it sends. What a callback throws goes to the caller once the messages are
 * settled.
 */
record DropPolicy<T>(SendingEnd<T> channel, boolean oldest) {

    /** Null: the policy drops nothing. */
    static <T> @Nullable DropPolicy<T> by(Overflow policy, SendingEnd<T> channel) {
        return switch (policy) {
            case WAIT, FAIL -> null;
            case DROP_NEWEST -> new DropPolicy<>(channel, false);
            case DROP_OLDEST -> new DropPolicy<>(channel, true);
        };
    }

    /** Sends after an offer said FULL. Returns ACCEPTED or CLOSED. */
    int send(T message) {
        try {
            return sendInBatch(message);
        } catch (StoppedBatch e) {
            throw e.failure();
        }
    }

    private int sendInBatch(T message) {
        return oldest ? evictAndSend(message) : drop(message);
    }

    /**
     * Sends what {@link SendingEnd#offerAll} left of a batch, until the channel is closed. Returns how many of the
     * batch were sent.
     */
    int sendRest(T[] messages, int from, int left, int to) {
        int status = Status.ACCEPTED;
        int accepted = left - from;
        Throwable failure = null;
        for (int next = left; next < to && status != Status.CLOSED; next++) {
            try {
                status = channel.offerInBatch(messages[next]);
                if (status == Status.ACCEPTED) {
                    channel.countAccepted(1);
                } else if (status == Status.FULL) {
                    status = sendInBatch(messages[next]);
                }
                accepted += status == Status.ACCEPTED ? 1 : 0;
            } catch (StoppedBatch e) { // of the callback: the message is in
                failure = Undelivered.and(failure, e.getCause());
                accepted++;
            } catch (Throwable e) {
                failure = Undelivered.and(failure, e);
            }
        }
        if (failure != null) {
            throw new StoppedBatch(accepted, failure);
        }
        return accepted;
    }

    private int drop(T message) {
        channel.countAccepted(1);
        Throwable failure = channel.undelivered.handOver(message, UndeliveredReason.DROPPED, null);
        if (failure != null) {
            throw new StoppedBatch(1, failure);
        }
        return Status.ACCEPTED;
    }

    private int evictAndSend(T message) {
        int status = Status.FULL;
        boolean accepted = false;
        T evicted = null;
        Throwable failure = null;
        try {
            while (status == Status.FULL) { // again, if other senders took the room
                failure = channel.undelivered.handOver(evicted, UndeliveredReason.EVICTED, failure);
                evicted = channel.evict();
                status = channel.offerInBatch(message);
            }
            if (status == Status.ACCEPTED) {
                accepted = true;
                channel.countAccepted(1);
            }
        } catch (StoppedBatch e) { // it has replaced another one, whose callback threw
            accepted = true;
            failure = Undelivered.and(failure, e.getCause());
        } catch (Throwable e) {
            failure = Undelivered.and(failure, e);
        }
        // Only now, so that receivers do not miss a message for the time that the callback takes.
        failure = channel.undelivered.handOver(evicted, UndeliveredReason.EVICTED, failure);
        if (failure != null && status == Status.CLOSED) {
            failure = Undelivered.and(channel.closedForSend(), failure);
        }
        if (failure != null && accepted) {
            throw new StoppedBatch(1, failure);
        }
        Undelivered.rethrow(failure);
        return status;
    }
}
