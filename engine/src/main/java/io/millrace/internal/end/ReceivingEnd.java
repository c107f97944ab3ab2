package io.millrace.internal.end;

import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.UndeliveredReason;
import io.millrace.internal.async.AsyncForEach;
import io.millrace.internal.async.AsyncReceives;
import io.millrace.internal.clock.Timeouts;
import io.millrace.internal.memory.Initialized;
import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.park.Blocker;
import io.millrace.internal.park.CallbackThreads;
import io.millrace.internal.select.ReceiveSource;
import io.millrace.internal.terms.Closing;
import io.millrace.internal.terms.Settings;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The part that all receivers share, channels and timers: the public operations in terms of a few steps, one that never
 * waits and one that does.
 */
public abstract class ReceivingEnd<T> implements Receiver<T>, ReceiveSource<T>, Blocker {

    static {
        Initialized.ensure(
                MethodHandles.lookup(),
                AsyncReceives.class,
                CallbackThreads.class,
                Closing.class,
                CompletableFuture.class,
                Settings.class,
                StackRoom.class,
                Timeouts.class,
                UndeliveredReason.class);
    }

    /**
     * Made at the first asynchronous receive, and kept.
     * <p>Written by: a receive (compare-and-set).
     * <p>Read by: receives (volatile). Orders nothing: what is in it has a lock of its own.
     */
    private final AtomicReference<@Nullable AsyncReceives<T>> asyncReceives = new AtomicReference<>();

    /** A receive found nothing and does not wait. */
    public void nudgeSenders() {}

    /** Takes a message without waiting, and wakes nobody. Null: nothing to take now. */
    public abstract @Nullable T take();

    /** Wakes a sender that waits for room. Called after one or more {@link #take}. */
    public void afterTake() {}

    /**
     * Takes after {@link #take} said null. Null: the time is up, or closed and drained, or the end that it goes
     * through, this or a handle of it, is detached.
     */
    public abstract @Nullable T awaitReceive(Blocker through, long nanos) throws InterruptedException;

    /** Closes unless closed already, and wakes all waiting threads. */
    public abstract void closeWith(@Nullable Throwable cause);

    /** Closes unless closed already, and hands over the remaining messages, if any. */
    public void cancelWith(@Nullable Throwable cause) {
        closeWith(cause);
    }

    /** It is closed, and all have been woken. May be called more than once. */
    public void afterClose() {}

    /** The current thread is about to take; throws if it may not. */
    public void enterReceive() {}

    /** Messages are about to be taken by arbitrary threads; throws if that is not allowed. */
    public void requireManyConsumers() {}

    /** The current thread is about to wait without a limit; throws if no other thread can send. */
    public void requireOtherProducer() {}

    /** A message was received. */
    public void countReceived() {}

    // ---- receiving ----

    @Override
    public final T receive() throws InterruptedException {
        T message = pollNow();
        return message != null ? message : receiveSlow();
    }

    /** Receives after {@link #pollNow} said null. */
    private T receiveSlow() throws InterruptedException {
        T message = pollSlow(this, Timeouts.FOREVER);
        if (message == null) {
            throw closedForReceive();
        }
        return message;
    }

    @Override
    public final @Nullable T receiveOrNull() throws InterruptedException {
        T message = pollWithin(this, Timeouts.FOREVER);
        if (message == null && (closeCause() != null || isDetached())) {
            throw closedForReceive();
        }
        return message;
    }

    @Override
    public final @Nullable T tryReceive() {
        T message = pollNow();
        if (message != null) {
            return message;
        }
        nudgeSenders();
        return orThrowIfClosed(null);
    }

    @Override
    public final @Nullable T tryReceive(long timeout, TimeUnit unit) throws InterruptedException {
        return orThrowIfClosed(pollWithin(this, unit.toNanos(timeout)));
    }

    @Override
    public final @Nullable T tryReceive(Duration timeout) throws InterruptedException {
        return orThrowIfClosed(pollWithin(this, Timeouts.nanos(timeout)));
    }

    @Override
    public final CompletableFuture<T> receiveAsync() {
        return asyncReceives().receive(AsyncReceives.THREADS);
    }

    @Override
    public final CompletableFuture<T> receiveAsync(Executor executor) {
        return asyncReceives().receive(Objects.requireNonNull(executor, "executor"));
    }

    @Override
    public final CompletableFuture<Void> forEachAsync(Consumer<? super T> handler, Executor executor) {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(executor, "executor");
        requireManyConsumers();
        return AsyncForEach.start(this, handler, executor);
    }

    private AsyncReceives<T> asyncReceives() {
        requireManyConsumers();
        AsyncReceives<T> present = asyncReceives.get();
        if (present == null) {
            asyncReceives.compareAndSet(null, new AsyncReceives<>(this));
            present = Objects.requireNonNull(asyncReceives.get());
        }
        return present;
    }

    private @Nullable T orThrowIfClosed(@Nullable T message) {
        if (message == null && isClosedForReceive()) {
            throw closedForReceive();
        }
        return message;
    }

    @Override
    public final @Nullable T pollNow() {
        StackRoom.ensure();
        enterReceive();
        T message = take();
        if (message != null) {
            afterTake();
            countReceived();
        }
        return message;
    }

    /**
     * Receives, waiting up to the timeout, through this or a handle of it. Null: still nothing to take, or closed and
     * drained, or the handle is detached.
     */
    public final @Nullable T pollWithin(Blocker through, long nanos) throws InterruptedException {
        T message = pollNow();
        return message != null ? message : pollSlow(through, nanos);
    }

    private @Nullable T pollSlow(Blocker through, long nanos) throws InterruptedException {
        if (nanos <= 0 || isClosedForReceive()) {
            return null;
        }
        if (nanos >= Timeouts.FOREVER) {
            requireOtherProducer();
        }
        countBlockedReceive();
        T message = awaitReceive(through, nanos);
        if (message != null) {
            countReceived();
        }
        return message;
    }

    @Override
    public ChannelClosedException closedForReceive() {
        return new ChannelClosedException(this + " is closed and drained", closeCause());
    }

    @Override
    public final int drain(Consumer<? super T> handler, int limit) {
        Objects.requireNonNull(handler, "handler");
        Settings.requireAtLeast(0, "limit", limit);
        if (isDetached()) {
            throw closedForReceive();
        }
        return drainMore(handler, 0, limit);
    }

    @Override
    public final int receiveBatch(Consumer<? super T> handler, int limit) throws InterruptedException {
        Objects.requireNonNull(handler, "handler");
        Settings.requireAtLeast(1, "limit", limit);
        handler.accept(receive());
        return drainMore(handler, 1, limit);
    }

    private int drainMore(Consumer<? super T> handler, int already, int limit) {
        int taken = already;
        StackRoom.ensure();
        try {
            T message;
            while (taken < limit && (message = enterAndTake()) != null) {
                taken++;
                countReceived();
                handler.accept(message);
            }
        } finally {
            if (taken > already) {
                afterTake();
            }
        }
        return taken;
    }

    /** The handler of the message before may have handed the role over. */
    private @Nullable T enterAndTake() {
        enterReceive();
        return take();
    }

    @Override
    public final void forEach(Consumer<? super T> handler) {
        Objects.requireNonNull(handler, "handler");
        T message;
        while ((message = ReceivingIterator.nextOrNull(this)) != null) {
            handler.accept(message);
        }
    }

    @Override
    public final Iterator<T> iterator() {
        return new ReceivingIterator<>(this);
    }

    @Override
    public final Spliterator<T> spliterator() {
        return consumer() == null ? Receiver.super.spliterator() : new Undivided();
    }

    /** With a single consumer: also in a parallel stream one thread receives, the one that runs it. */
    private final class Undivided extends Spliterators.AbstractSpliterator<T> {

        Undivided() {
            super(Long.MAX_VALUE, ORDERED | NONNULL);
        }

        @Override
        public boolean tryAdvance(Consumer<? super T> action) {
            T message = ReceivingIterator.nextOrNull(ReceivingEnd.this);
            if (message != null) {
                action.accept(message);
            }
            return message != null;
        }

        @Override
        public @Nullable Spliterator<T> trySplit() {
            return null;
        }
    }

    @Override
    public final Stream<T> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    @Override
    public final void close() {
        StackRoom.ensure();
        closeWith(null);
        afterClose();
    }

    @Override
    public final void close(Throwable cause) {
        StackRoom.ensure();
        closeWith(Objects.requireNonNull(cause, "cause"));
        afterClose();
    }

    @Override
    public final void cancel() {
        cancelWith(null);
    }

    @Override
    public final void cancel(Throwable cause) {
        cancelWith(Objects.requireNonNull(cause, "cause"));
    }

    @Override
    public final boolean isEmpty() {
        return size() == 0;
    }
}
