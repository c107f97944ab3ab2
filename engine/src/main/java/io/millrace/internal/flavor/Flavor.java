package io.millrace.internal.flavor;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelStats;
import io.millrace.Receiver;
import io.millrace.Sender;
import io.millrace.UndeliveredReason;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What all channels share: the public operations in terms of a few steps that each flavour provides. The steps come in pairs, one
 * that never waits and one that does, so that the first can be compiled into the caller.
 */
abstract class Flavor<T> implements Channel<T> {

    /** {@link #offer}: the message was accepted. */
    static final int ACCEPTED = 0;
    /** {@link #offer}: there was no room at some moment during the call. */
    static final int FULL = 1;
    /** {@link #offer}: the channel is closed. */
    static final int CLOSED = 2;

    private final String name;
    private final int capacity;
    private final @Nullable BiConsumer<? super T, ? super UndeliveredReason> onUndelivered;

    /** Null if the channel does not count. */
    final @Nullable Counters counters;

    private final AtomicInteger attachedSenders = new AtomicInteger();
    private final AtomicInteger attachedReceivers = new AtomicInteger();

    Flavor(ChannelConfig<T> config) {
        this.name = config.name();
        this.capacity = config.capacity();
        this.onUndelivered = config.onUndelivered();
        this.counters = config.recordStats() ? new Counters() : null;
    }

    // ---- what a flavour provides ----

    /** Sends without waiting for room, and wakes a receiver. Returns ACCEPTED, FULL or CLOSED. */
    abstract int offer(T message);

    /** Sends as many as fit, in order, waking once. Returns how many; 0 also if closed. */
    abstract int offerAll(T[] messages, int from, int to);

    /** Sends after {@link #offer} said FULL. Returns false only if {@code timed} and the time is up; throws if closed. */
    abstract boolean awaitSend(T message, boolean timed, long timeoutNanos) throws InterruptedException;

    /** Takes a message without waiting, and wakes nobody. Null: nothing to take now. */
    abstract @Nullable T take();

    /** Wakes a sender that waits for room. Called after one or more {@link #take}. */
    abstract void afterTake();

    /** Takes after {@link #take} said null. Null: {@code timed} and the time is up, or closed and drained. */
    abstract @Nullable T awaitReceive(boolean timed, long timeoutNanos) throws InterruptedException;

    /** Closes if nobody has, and wakes everyone. */
    abstract void closeWith(@Nullable Throwable cause);

    /** Why the channel was closed. Only once closed. */
    abstract @Nullable Throwable closeCause();

    /** Waits for sends under way, if any, once closed and not drained. */
    abstract void snooze();

    /** The message that would be taken next, or null. */
    abstract @Nullable T peek();

    /** Hands over what is buffered, oldest first, without taking it; a message may be gone by then. */
    abstract void look(Consumer<? super T> visitor);

    /** Throws if the structure is broken. For tests, while nobody else uses the channel. */
    abstract void checkInvariants();

    // ---- sending ----

    @Override
    public final void send(T message) throws InterruptedException {
        int status = offer(Objects.requireNonNull(message, "message"));
        if (status != ACCEPTED) {
            sendSlow(message, status, false, 0);
        }
        countAccepted(1);
    }

    @Override
    public final boolean trySend(T message) {
        int status = offer(Objects.requireNonNull(message, "message"));
        if (status == ACCEPTED) {
            countAccepted(1);
            return true;
        }
        if (status == CLOSED) {
            throw closedForSend();
        }
        return false;
    }

    @Override
    public final boolean trySend(T message, long timeout, TimeUnit unit) throws InterruptedException {
        return trySendNanos(Objects.requireNonNull(message, "message"), unit.toNanos(timeout));
    }

    @Override
    public final boolean trySend(T message, Duration timeout) throws InterruptedException {
        return trySendNanos(Objects.requireNonNull(message, "message"), Timeouts.nanos(timeout));
    }

    private boolean trySendNanos(T message, long nanos) throws InterruptedException {
        int status = offer(message);
        if (status != ACCEPTED && !sendSlow(message, status, nanos < Timeouts.FOREVER, nanos)) {
            return false;
        }
        countAccepted(1);
        return true;
    }

    private boolean sendSlow(T message, int status, boolean timed, long nanos) throws InterruptedException {
        if (status == CLOSED) {
            throw closedForSend();
        }
        if (timed && nanos <= 0) {
            return false;
        }
        if (counters != null) {
            counters.blockedSends.increment();
        }
        return awaitSend(message, timed, nanos);
    }

    @Override
    public final int trySendAll(T[] messages, int from, int to) {
        Objects.checkFromToIndex(from, to, messages.length);
        for (int i = from; i < to; i++) {
            Objects.requireNonNull(messages[i], "message");
        }
        if (from == to) {
            return 0;
        }
        int sent = offerAll(messages, from, to);
        countAccepted(sent);
        if (sent == 0 && isClosedForSend()) {
            throw closedForSend();
        }
        return sent;
    }

    @Override
    public final void sendAll(Collection<? extends T> messages) throws InterruptedException {
        @SuppressWarnings("unchecked")
        T[] all = (T[]) messages.toArray();
        for (T message : all) {
            Objects.requireNonNull(message, "message");
        }
        int sent = 0;
        try {
            while (sent < all.length) {
                int now = trySendAll(all, sent, all.length);
                if (now == 0) {
                    send(all[sent]);
                    now = 1;
                }
                sent += now;
            }
        } catch (ChannelClosedException e) {
            throw new ChannelClosedException(
                    e.getMessage() + "; accepted were " + sent + " of " + all.length + " messages", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptedException("accepted were " + sent + " of " + all.length + " messages");
        }
    }

    // ---- receiving ----

    @Override
    public final T receive() throws InterruptedException {
        T message = receiveUntilClosed();
        if (message == null) {
            throw closedForReceive();
        }
        return message;
    }

    @Override
    public final @Nullable T receiveOrNull() throws InterruptedException {
        T message = receiveUntilClosed();
        if (message == null && closeCause() != null) {
            throw closedForReceive();
        }
        return message;
    }

    private @Nullable T receiveUntilClosed() throws InterruptedException {
        T message = pollNow();
        if (message == null) {
            message = receiveSlow(false, 0);
            if (message != null) {
                countReceived(1);
            }
        }
        return message;
    }

    @Override
    public final @Nullable T tryReceive() {
        return orThrowIfClosed(pollNow());
    }

    @Override
    public final @Nullable T tryReceive(long timeout, TimeUnit unit) throws InterruptedException {
        return orThrowIfClosed(pollWithin(unit.toNanos(timeout)));
    }

    @Override
    public final @Nullable T tryReceive(Duration timeout) throws InterruptedException {
        return orThrowIfClosed(pollWithin(Timeouts.nanos(timeout)));
    }

    private @Nullable T orThrowIfClosed(@Nullable T message) {
        if (message == null && isClosedForReceive()) {
            throw closedForReceive();
        }
        return message;
    }

    /** Receives without waiting. Null: nothing to take now, closed or not. */
    final @Nullable T pollNow() {
        T message = take();
        if (message != null) {
            afterTake();
            countReceived(1);
        }
        return message;
    }

    /** Receives, waiting at most so long. Null: still nothing to take, or closed and drained. */
    final @Nullable T pollWithin(long nanos) throws InterruptedException {
        T message = pollNow();
        if (message == null && nanos > 0) {
            message = receiveSlow(nanos < Timeouts.FOREVER, nanos);
            if (message != null) {
                countReceived(1);
            }
        }
        return message;
    }

    private @Nullable T receiveSlow(boolean timed, long nanos) throws InterruptedException {
        if (isClosedForReceive()) {
            return null;
        }
        if (counters != null) {
            counters.blockedReceives.increment();
        }
        return awaitReceive(timed, nanos);
    }

    @Override
    public final int drain(Consumer<? super T> handler, int limit) {
        Objects.requireNonNull(handler, "handler");
        if (limit < 0) {
            throw new IllegalArgumentException("limit is " + limit + ", allowed is 0 or more");
        }
        return drainMore(handler, 0, limit);
    }

    @Override
    public final int receiveBatch(Consumer<? super T> handler, int limit) throws InterruptedException {
        Objects.requireNonNull(handler, "handler");
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + ", allowed is 1 or more");
        }
        handler.accept(receive());
        return drainMore(handler, 1, limit);
    }

    private int drainMore(Consumer<? super T> handler, int already, int limit) {
        int taken = already;
        try {
            T message;
            while (taken < limit && (message = take()) != null) {
                taken++;
                countReceived(1);
                handler.accept(message);
            }
        } finally {
            if (taken > already) {
                afterTake();
            }
        }
        return taken;
    }

    @Override
    public final void forEach(Consumer<? super T> handler) {
        Objects.requireNonNull(handler, "handler");
        T message;
        while ((message = nextOrNull()) != null) {
            handler.accept(message);
        }
    }

    @Override
    public final Iterator<T> iterator() {
        return new ReceivingIterator<>(this::nextOrNull);
    }

    @Override
    public final Stream<T> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    /** {@link #receiveOrNull()} for callers that cannot throw InterruptedException. */
    @Nullable T nextOrNull() {
        try {
            return receiveOrNull();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("interrupted while iterating over " + this);
            cancelled.initCause(e);
            throw cancelled;
        }
    }

    // ---- ending ----

    @Override
    public final void close() {
        closeWith(null);
    }

    @Override
    public final void close(Throwable cause) {
        closeWith(Objects.requireNonNull(cause, "cause"));
    }

    @Override
    public final void cancel() {
        close();
        Throwable failure = null;
        while (!isClosedForReceive()) {
            T message = take();
            if (message == null) {
                snooze();
                continue;
            }
            try {
                undelivered(message, UndeliveredReason.CANCELLED);
            } catch (Throwable e) {
                if (failure == null) {
                    failure = e;
                } else if (failure != e) {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw Flavor.<RuntimeException>sneaky(failure);
        }
    }

    private void undelivered(T message, UndeliveredReason reason) {
        if (counters != null) {
            counters.undelivered.increment();
        }
        if (onUndelivered != null) {
            onUndelivered.accept(message, reason);
        }
    }

    /** The callback declares no checked exception, so what it threw may go on as it is. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E sneaky(Throwable failure) throws E {
        throw (E) failure;
    }

    final ChannelClosedException closedForSend() {
        return new ChannelClosedException(this + " is closed", closeCause());
    }

    final ChannelClosedException closedForReceive() {
        return new ChannelClosedException(this + " is closed and drained", closeCause());
    }

    // ---- handles and views ----

    @Override
    public final Sender<T> attachSender() {
        attachedSenders.incrementAndGet();
        return new AttachedSender<>(this);
    }

    final void detachSender() {
        if (attachedSenders.decrementAndGet() == 0) {
            close();
        }
    }

    @Override
    public final Receiver<T> attachReceiver() {
        attachedReceivers.incrementAndGet();
        return new AttachedReceiver<>(this);
    }

    final void detachReceiver() {
        if (attachedReceivers.decrementAndGet() == 0) {
            cancel();
        }
    }

    @Override
    public final BlockingQueue<T> asBlockingQueue() {
        return new QueueView<>(this);
    }

    // ---- looking at it ----

    @Override
    public final int capacity() {
        return capacity;
    }

    @Override
    public final boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public final boolean isFull() {
        return size() == capacity && capacity != UNBOUNDED;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final ChannelStats stats() {
        long buffered = size();
        return counters == null ? new ChannelStats(false, 0, 0, 0, buffered, 0, 0) : counters.snapshot(buffered);
    }

    @Override
    public final String toString() {
        String kind = capacity == 0 ? "rendezvous" : capacity == UNBOUNDED ? "unbounded" : "bounded " + capacity;
        return "channel '" + name + "' (" + kind + ")";
    }

    private void countAccepted(int messages) {
        if (counters != null) {
            counters.accepted.add(messages);
        }
    }

    private void countReceived(int messages) {
        if (counters != null) {
            counters.received.add(messages);
        }
    }
}
