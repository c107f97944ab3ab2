package io.millrace.internal.flavor;

import io.millrace.Receiver;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Waiter;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A counted handle of the receiving end. */
final class AttachedReceiver<T> extends AttachedEnd<T> implements Receiver<T>, ReceiveSource<T> {

    AttachedReceiver(Flavor<T> channel) {
        super(channel);
    }

    @Override
    void detachFrom(Flavor<T> channel) {
        channel.detachReceiver();
    }

    @Override
    public T receive() throws InterruptedException {
        return attached().receive();
    }

    @Override
    public @Nullable T receiveOrNull() throws InterruptedException {
        return attached().receiveOrNull();
    }

    @Override
    public @Nullable T tryReceive() {
        return attached().tryReceive();
    }

    @Override
    public @Nullable T tryReceive(long timeout, TimeUnit unit) throws InterruptedException {
        return attached().tryReceive(timeout, unit);
    }

    @Override
    public @Nullable T tryReceive(Duration timeout) throws InterruptedException {
        return attached().tryReceive(timeout);
    }

    @Override
    public CompletableFuture<T> receiveAsync() {
        return attached().receiveAsync();
    }

    @Override
    public CompletableFuture<T> receiveAsync(Executor executor) {
        return attached().receiveAsync(executor);
    }

    @Override
    public int drain(Consumer<? super T> handler, int limit) {
        return attached().drain(handler, limit);
    }

    @Override
    public int receiveBatch(Consumer<? super T> handler, int limit) throws InterruptedException {
        return attached().receiveBatch(handler, limit);
    }

    @Override
    public void forEach(Consumer<? super T> handler) {
        Objects.requireNonNull(handler, "handler");
        iterator().forEachRemaining(handler);
    }

    @Override
    public Iterator<T> iterator() {
        return new ReceivingIterator<>(() -> attached().nextOrNull());
    }

    @Override
    public Stream<T> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    @Override
    public void cancel() {
        channel().cancel();
        close();
    }

    // ---- select: a closed handle is a closed channel ----

    @Override
    public @Nullable T pollNow() {
        return isDetached() ? null : channel().pollNow();
    }

    @Override
    public void countHandedOver() {
        channel().countHandedOver();
    }

    @Override
    public @Nullable Throwable closeCause() {
        return channel().closeCause();
    }

    @Override
    public long receiveVersion() {
        return isDetached() ? MOVING : channel().receiveVersion();
    }

    @Override
    public boolean isDirect() {
        return channel().isDirect();
    }

    @Override
    public @Nullable Waiter enlistReceive(SelectToken token, int clause) {
        return channel().enlistReceive(token, clause);
    }

    @Override
    public void armedReceive(SelectToken token) {
        channel().armedReceive(token);
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
    public String toString() {
        return "attached receiver of " + channel();
    }
}
