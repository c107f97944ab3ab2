package io.millrace.internal.end;

import io.millrace.ChannelClosedException;
import io.millrace.ChannelFullException;
import io.millrace.Overflow;
import io.millrace.Sender;
import io.millrace.internal.clock.Timeouts;
import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.park.Blocker;
import io.millrace.internal.select.Meeting;
import io.millrace.internal.select.SendTarget;
import io.millrace.internal.terms.Counters;
import io.millrace.internal.terms.SoleThread;
import io.millrace.internal.terms.StoppedBatch;
import io.millrace.internal.terms.Tally;
import io.millrace.internal.terms.Undelivered;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sending end of a channel, beside its {@link ReceivingEnd}: the public operations in terms of a few steps, one
 * that never waits and one that does, and what a full channel does.
 */
public abstract class SendingEnd<T> extends ReceivingEnd<T> implements Sender<T>, SendTarget<T> {

    /** Whether a send fails rather than waits after {@link #offer} said FULL. */
    private final boolean failsWhenFull;

    /** The policy that sends then instead of waiting, or null. */
    private final @Nullable DropPolicy<T> dropping;

    private final BatchCopies<T> copies = new BatchCopies<>();

    public final Undelivered<T> undelivered;

    /** Null if the channel does not count. */
    public final @Nullable Counters counters;

    /** Null if the channel does not count, or its positions do. */
    private final @Nullable Tally accepted;

    /** Null if any number of threads may send. */
    public final @Nullable SoleThread producer;

    public SendingEnd(ChannelConfig<T> config, @Nullable Counters counters, @Nullable SoleThread producer) {
        this.failsWhenFull = config.onFull() == Overflow.FAIL;
        this.dropping = DropPolicy.by(config.onFull(), this);
        this.counters = counters;
        this.accepted = counters == null ? null : counters.accepted.orNull();
        this.producer = producer;
        this.undelivered = new Undelivered<>(config.onUndelivered(), counters);
    }

    // ---- what a flavor provides ----

    /** Sends without waiting for room, and wakes a receiver. Returns ACCEPTED, FULL or CLOSED. */
    public abstract int offer(T message);

    /**
     * As {@link #offer}; if the callback fails, the message is in and counted, and the failure comes in a {@link
     * StoppedBatch}.
     */
    public int offerInBatch(T message) {
        return offer(message);
    }

    /** Sends as many as fit, in order, waking once. Returns how many; 0 also if closed. */
    public abstract int offerAll(T[] messages, int from, int to);

    /**
     * Sends after {@link #offer} said FULL. Returns false only if the time is up, or the end that it goes through, this
     * or a handle of it, is detached; throws if closed.
     */
    public abstract boolean awaitSend(T message, Blocker through, long nanos) throws InterruptedException;

    /** Takes the oldest message if the channel is full. Null: it is not, or another thread is about to change it. */
    @Nullable public T evict() {
        throw new AssertionError(kind() + " has no policy");
    }

    /** Its name in error messages. */
    public abstract String kind();

    /** A send found no room and does not wait. */
    public void nudgeReceivers() {}

    /** The current thread is about to wait without a limit; throws if no other thread can receive. */
    public abstract void requireOtherConsumer();

    // ---- sending ----

    @Override
    public final void send(T message) throws InterruptedException {
        Objects.requireNonNull(message, "message");
        enterSend();
        int status = offer(message);
        if (status == Status.ACCEPTED) {
            countAccepted(1);
        } else if (!sendSlow(message, status, this, Timeouts.FOREVER)) {
            throw full();
        }
    }

    @Override
    public final boolean trySend(T message) {
        Objects.requireNonNull(message, "message");
        enterSend();
        int status = offer(message);
        if (status == Status.ACCEPTED) {
            countAccepted(1);
            return true;
        }
        return sendAtOnce(message, status);
    }

    @Override
    public final boolean trySend(T message, long timeout, TimeUnit unit) throws InterruptedException {
        return trySendNanos(Objects.requireNonNull(message, "message"), this, unit.toNanos(timeout));
    }

    @Override
    public final boolean trySend(T message, Duration timeout) throws InterruptedException {
        return trySendNanos(Objects.requireNonNull(message, "message"), this, Timeouts.nanos(timeout));
    }

    /**
     * Sends, waiting up to the timeout, through this or a handle of it. False: still full, or the handle is detached.
     */
    public final boolean trySendNanos(T message, Blocker through, long nanos) throws InterruptedException {
        enterSend();
        int status = offer(message);
        if (status == Status.ACCEPTED) {
            countAccepted(1);
            return true;
        }
        return sendSlow(message, status, through, nanos);
    }

    /** Sends after {@link #offer} said FULL or CLOSED, as the policy says, and counts. */
    private boolean sendSlow(T message, int status, Blocker through, long nanos) throws InterruptedException {
        if (sendAtOnce(message, status)) {
            return true;
        }
        if (failsWhenFull || nanos <= 0) {
            return false;
        }
        if (nanos >= Timeouts.FOREVER) {
            requireOtherConsumer();
        }
        countBlockedSend();
        boolean sent = awaitSend(message, through, nanos);
        if (sent) {
            countAccepted(1);
        }
        return sent;
    }

    /** As {@link #sendSlow}, but never waits. False: still full. */
    private boolean sendAtOnce(T message, int status) {
        if (status == Status.FULL) {
            if (dropping != null) {
                status = dropping.send(message);
            } else {
                nudgeReceivers();
            }
        }
        if (status == Status.CLOSED) {
            throw closedForSend();
        }
        return status == Status.ACCEPTED;
    }

    @Override
    public final int trySendAll(T[] messages, int from, int to) {
        try {
            return sendSome(messages, from, to);
        } catch (StoppedBatch e) {
            throw e.failure();
        }
    }

    /** As {@link #trySendAll}, but what it fails of in its middle comes in a {@link StoppedBatch}. */
    public final int sendSome(T[] messages, int from, int to) {
        Objects.checkFromToIndex(from, to, messages.length);
        int count = to - from;
        if (count == 0) {
            return 0;
        }
        enterSend();
        T[] copy = copies.copy(messages, from, to);
        int sent = offerAll(copy, 0, count);
        countAccepted(sent);
        if (sent < count && dropping != null) {
            sent = dropping.sendRest(copy, 0, sent, count);
        }
        copies.giveBack(copy, count);
        if (sent == 0 && isClosedForSend()) {
            throw closedForSend();
        }
        return sent;
    }

    @Override
    public final void sendAll(Collection<? extends T> messages) throws InterruptedException {
        Batches.sendAll(this, this::sendSome, messages);
    }

    private void enterSend() {
        StackRoom.ensure();
        if (producer != null) {
            producer.enter(this);
        }
    }

    public final ChannelFullException full() {
        return new ChannelFullException(this + " is full");
    }

    public final ChannelClosedException closedForSend() {
        return new ChannelClosedException(this + " is closed", closeCause());
    }

    // ---- its role ----

    @Override
    public final @Nullable SoleThread producer() {
        return producer;
    }

    @Override
    public final void releaseProducer() {
        if (producer != null) {
            producer.release(this);
        }
    }

    // ---- select ----

    @Override
    public final boolean trySendNow(T message) {
        enterSend();
        int status = offer(message);
        if (status == Status.ACCEPTED) {
            countAccepted(1);
        } else if (status == Status.FULL && dropping != null) {
            status = dropping.send(message);
        }
        return status == Status.ACCEPTED;
    }

    @Override
    public final void countTaken() {
        countAccepted(1);
    }

    @Override
    public final void countBlockedSend() {
        if (counters != null) {
            counters.blockedSends.increment();
        }
    }

    /** Null unless this has no buffer. */
    @Override
    public @Nullable Meeting meeting() {
        return null;
    }

    @Override
    public long nanosUntilReady() {
        return Long.MAX_VALUE;
    }

    // ---- counting ----

    /** Whether a full channel accepts a message nevertheless. */
    public final boolean isDropping() {
        return dropping != null;
    }

    /** A send was accepted: there may be more messages than ever. */
    public void noteLevel(Counters counters) {}

    public final void countAccepted(int messages) {
        if (counters != null) {
            if (accepted != null) {
                accepted.add(messages);
            }
            noteLevel(counters);
        }
    }
}
