package io.millrace.internal.flavor;

import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.internal.async.AsyncForEach;
import io.millrace.internal.async.AsyncReceives;
import io.millrace.internal.end.ReceivingEnd;
import io.millrace.internal.end.ReceivingIterator;
import io.millrace.internal.end.UndividedSpliterator;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Timeouts;
import io.millrace.internal.park.Waiter;
import io.millrace.internal.select.Meeting;
import io.millrace.internal.select.ReceiveSource;
import io.millrace.internal.terms.OnlyThread;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A counted handle of the receiving end. */
final class AttachedReceiver<T> extends AttachedEnd<T> implements Receiver<T>, ReceiveSource<T> {

    /**
     * Made at the first asynchronous receive, and kept; apart from the channel's, so that these end with the handle.
     * <p>Written by: a receive (compare-and-set).
     * <p>Read by: receives (volatile). Orders nothing: what is in it has a lock of its own.
     */
    private final AtomicReference<@Nullable AsyncReceives<T>> asyncReceives = new AtomicReference<>();

    AttachedReceiver(Flavor<T> channel) {
        super(channel);
    }

    @Override
    void detachFrom(Flavor<T> channel, boolean first) {
        try {
            channel.wakeReceivers(this);
        } finally {
            channel.detachReceiver(first);
        }
    }

    // ---- receiving: as a channel does, but a wait ends when this is closed ----

    private @Nullable T pollWithin(long nanos) throws InterruptedException {
        T message = attached().pollWithin(this, nanos);
        if (message == null && isDetached()) {
            throw wasClosed();
        }
        return message;
    }

    private @Nullable T orThrowIfClosed(@Nullable T message) {
        if (message == null && channel().isClosedForReceive()) {
            throw channel().closedForReceive();
        }
        return message;
    }

    @Override
    public T receive() throws InterruptedException {
        T message = pollWithin(Timeouts.FOREVER);
        if (message == null) {
            throw channel().closedForReceive();
        }
        return message;
    }

    @Override
    public @Nullable T receiveOrNull() throws InterruptedException {
        T message = pollWithin(Timeouts.FOREVER);
        if (message == null && channel().closeCause() != null) {
            throw channel().closedForReceive();
        }
        return message;
    }

    @Override
    public @Nullable T tryReceive() {
        return attached().tryReceive();
    }

    @Override
    public @Nullable T tryReceive(long timeout, TimeUnit unit) throws InterruptedException {
        return orThrowIfClosed(pollWithin(unit.toNanos(timeout)));
    }

    @Override
    public @Nullable T tryReceive(Duration timeout) throws InterruptedException {
        return orThrowIfClosed(pollWithin(Timeouts.nanos(timeout)));
    }

    @Override
    public CompletableFuture<T> receiveAsync() {
        return asyncReceives().receive(AsyncReceives.THREADS);
    }

    @Override
    public CompletableFuture<T> receiveAsync(Executor executor) {
        return asyncReceives().receive(Objects.requireNonNull(executor, "executor"));
    }

    @Override
    public CompletableFuture<Void> forEachAsync(Consumer<? super T> handler, Executor executor) {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(executor, "executor");
        attached().requireManyConsumers();
        return AsyncForEach.start(this, handler, executor);
    }

    private AsyncReceives<T> asyncReceives() {
        attached().requireManyConsumers();
        AsyncReceives<T> present = asyncReceives.get();
        if (present == null) {
            asyncReceives.compareAndSet(null, new AsyncReceives<>(this));
            present = Objects.requireNonNull(asyncReceives.get());
        }
        return present;
    }

    @Override
    public int drain(Consumer<? super T> handler, int limit) {
        return attached().drain(handler, limit);
    }

    @Override
    public int receiveBatch(Consumer<? super T> handler, int limit) throws InterruptedException {
        ReceivingEnd.requireBatch(handler, limit);
        handler.accept(receive());
        return 1 + channel().drain(handler, limit - 1);
    }

    @Override
    public void forEach(Consumer<? super T> handler) {
        Objects.requireNonNull(handler, "handler");
        iterator().forEachRemaining(handler);
    }

    @Override
    public Iterator<T> iterator() {
        return new ReceivingIterator<>(this);
    }

    @Override
    public Spliterator<T> spliterator() {
        return consumer() == null ? Receiver.super.spliterator() : new UndividedSpliterator<>(this);
    }

    @Override
    public Stream<T> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    /** The handle stays attached, so that its owner can receive what was accepted before the failure. */
    @Override
    public void close(Throwable cause) {
        channel().close(cause);
    }

    @Override
    public void cancel() {
        cancelWith(null);
    }

    @Override
    public void cancel(Throwable cause) {
        cancelWith(Objects.requireNonNull(cause, "cause"));
    }

    private void cancelWith(@Nullable Throwable cause) {
        try {
            channel().cancelWith(cause);
        } finally { // whatever the callback for undelivered messages throws
            close();
        }
    }

    @Override
    public void releaseConsumer() {
        channel().releaseConsumer();
    }

    @Override
    public @Nullable OnlyThread consumer() {
        return channel().consumer();
    }

    // ---- select and asynchronous receives: a closed handle is a closed channel ----

    @Override
    public @Nullable T pollNow() {
        return isDetached() ? null : channel().pollNow();
    }

    @Override
    public void countBlockedReceive() {
        channel().countBlockedReceive();
    }

    @Override
    public void countHandedOver() {
        channel().countHandedOver();
    }

    @Override
    public ChannelClosedException closedForReceive() {
        return isDetached() ? wasClosed() : channel().closedForReceive();
    }

    @Override
    public long receiveVersion() {
        return isDetached() ? MOVING : channel().receiveVersion();
    }

    @Override
    public @Nullable Meeting meeting() {
        return channel().meeting();
    }

    @Override
    public @Nullable Waiter enlistReceive(SelectToken token, int clause) {
        return channel().enlistReceive(token, clause);
    }

    @Override
    public void delistReceive(Waiter waiter) {
        channel().delistReceive(waiter);
    }

    @Override
    public void passOnReceive() {
        channel().passOnReceive();
    }

    @Override
    public boolean mayReceive(SelectToken token) {
        return isDetached() || channel().mayReceive(token);
    }

    @Override
    public long nanosUntilReady() {
        return channel().nanosUntilReady();
    }

    @Override
    public boolean isFencedForReceive() {
        return channel().isFencedForReceive();
    }

    @Override
    public String toString() {
        return "attached receiver of " + channel();
    }
}
