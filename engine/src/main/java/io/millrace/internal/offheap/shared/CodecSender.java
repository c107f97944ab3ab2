package io.millrace.internal.offheap.shared;

import io.millrace.ChannelClosedException;
import io.millrace.ChannelStats;
import io.millrace.Sender;
import io.millrace.internal.clock.Timeouts;
import io.millrace.internal.end.Batches;
import io.millrace.internal.end.EndForms;
import io.millrace.internal.offheap.CheckedCodec;
import io.millrace.internal.offheap.Scratch;
import io.millrace.internal.park.NapBackoff;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Waiter;
import io.millrace.internal.select.ReceiveSource;
import io.millrace.internal.select.SendTarget;
import io.millrace.internal.terms.StoppedBatch;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** A sender of a ring as the sending end of a channel: it encodes a message, then sends a copy of the bytes. */
final class CodecSender<T> implements Sender<T>, SendTarget<T>, EndForms {

    private final LaneSender sender;
    private final Mapping mapping;
    private final Lane lane;
    private final CheckedCodec<T> codec;

    /** The naps of selects and of waits without a thread; their lengths are hints, plain and racy. */
    private final NapBackoff naps = new NapBackoff(true, true);

    /** Where each thread encodes to. */
    private final ThreadLocal<Scratch> scratches = ThreadLocal.withInitial(Scratch::new);

    // The look at the memory, made once.
    private final Supplier<Boolean> ready;
    private final Supplier<Boolean> marked;
    private final Supplier<Boolean> roomy;
    private final LongSupplier end;
    private final LongSupplier size;

    CodecSender(LaneSender sender, Lane lane, CheckedCodec<T> codec) {
        this.sender = sender;
        this.mapping = sender.mapping;
        this.lane = lane;
        this.codec = codec;
        this.ready = this::isReady;
        this.marked = sender::isOver;
        this.roomy = () -> sender.writer.hasRoom(codec.maxLength);
        this.end = lane::end;
        this.size = lane::size;
    }

    // ---- sending ----

    @Override
    public void send(T message) throws InterruptedException {
        sendWithin(message, Long.MAX_VALUE);
    }

    @Override
    public boolean trySend(T message) {
        Scratch scratch = scratches.get().enter();
        try {
            DirectBuffer bytes = encode(message, scratch);
            return sent(sender.trySend(codec.type, bytes, 0, bytes.capacity()));
        } catch (IllegalStateException e) {
            throw asClosed(e);
        } finally {
            scratch.leave();
        }
    }

    @Override
    public boolean trySend(T message, long timeout, TimeUnit unit) throws InterruptedException {
        return sendWithin(message, unit.toNanos(timeout));
    }

    @Override
    public boolean trySend(T message, Duration timeout) throws InterruptedException {
        return sendWithin(message, Timeouts.nanos(timeout));
    }

    private boolean sendWithin(T message, long nanos) throws InterruptedException {
        Scratch scratch = scratches.get().enter();
        try {
            DirectBuffer bytes = encode(message, scratch);
            return sent(sender.sendWithin(codec.type, bytes, 0, bytes.capacity(), nanos));
        } catch (IllegalStateException e) {
            throw asClosed(e);
        } finally {
            scratch.leave();
        }
    }

    private DirectBuffer encode(T message, Scratch scratch) {
        int length = codec.length(Objects.requireNonNull(message, "message"));
        return scratch.encode(codec, message, length);
    }

    private boolean sent(boolean sent) {
        if (sent) {
            naps.shorten();
        }
        return sent;
    }

    /** A sender that was closed is for its channel a closed end. */
    private IllegalStateException asClosed(IllegalStateException e) {
        boolean closedHere = !(e instanceof ChannelClosedException) && sender.isClosed();
        return closedHere ? new ChannelClosedException(e.getMessage(), e) : e;
    }

    @Override
    public int trySendAll(T[] messages, int from, int to) {
        try {
            return sendSome(messages, from, to);
        } catch (StoppedBatch e) {
            throw e.failure();
        }
    }

    private int sendSome(T[] messages, int from, int to) {
        Objects.checkFromToIndex(from, to, messages.length);
        for (int i = from; i < to; i++) {
            Objects.requireNonNull(messages[i], "message");
        }
        int next = from;
        try {
            while (next < to && trySend(messages[next])) {
                next++;
            }
        } catch (ChannelClosedException e) {
            if (next == from) {
                throw e;
            }
        } catch (RuntimeException | Error e) { // of the codec, say
            throw new StoppedBatch(next - from, e);
        }
        return next - from;
    }

    @Override
    public void sendAll(Collection<? extends T> messages) throws InterruptedException {
        Batches.sendAll(this, this::sendSome, messages);
    }

    // ---- select ----

    @Override
    public boolean trySendNow(T message) {
        Scratch scratch = scratches.get().enter();
        try {
            DirectBuffer bytes = encode(message, scratch);
            return sent(sender.trySendUnlessMarked(codec.type, bytes, 0, bytes.capacity()));
        } catch (IllegalStateException e) {
            if (sender.isClosed()) {
                return false;
            }
            throw e;
        } finally {
            scratch.leave();
        }
    }

    /** A select that waits shows that it lives by looking. */
    @Override
    public boolean maySend(SelectToken token, T message) {
        return sender.isClosed() || mapping.look(ready, true);
    }

    private boolean isReady() {
        sender.beat();
        return sender.isOver() || sender.writer.hasRoom(codec.maxLength);
    }

    /**
     * The end of the lane, with its marks: no other thread sends, so room that came is still there as long as it stays
     * the same.
     */
    @Override
    public long sendVersion() {
        return sender.isClosed() ? ReceiveSource.MOVING : mapping.look(end, ReceiveSource.MOVING);
    }

    @Override
    public @Nullable Waiter registerSend(SelectToken token, int clause, T message) {
        naps.beginFor(token);
        return null; // nobody is listed
    }

    @Override
    public long nanosUntilReady() {
        return naps.nextNanos();
    }

    @Override
    public void unregisterSend(Waiter waiter) {
        throw new AssertionError("nobody is listed");
    }

    @Override
    public void passOnSend() {
        // No thread is woken, so there is nothing to pass on.
    }

    // ---- closing ----

    /** One that was fenced or given back must not close the ring that others use. */
    @Override
    public void closeWith(@Nullable Throwable cause) {
        if (!isClosedForSend()) {
            sender.ring.shutdownFor(cause);
        }
    }

    @Override
    public @Nullable Throwable closeCause() {
        return sender.isClosed() ? sender.closedHere() : mapping.look(sender::closeCause, null);
    }

    @Override
    public boolean isClosedForSend() {
        return sender.isClosed() || mapping.look(marked, true);
    }

    @Override
    public boolean isClosedForReceive() {
        return isClosedForSend() && mapping.look(lane::isDrained, true);
    }

    // ---- looking inside ----

    @Override
    public int capacity() {
        return sender.ring.laneCapacity();
    }

    @Override
    public int size() {
        return (int) mapping.look(size, 0);
    }

    @Override
    public boolean isFull() {
        return !mapping.look(roomy, true);
    }

    @Override
    public String name() {
        return sender.ring.path().toString();
    }

    @Override
    public ChannelStats stats() {
        return mapping.look(() -> mapping.counters.stats(sender.lane(), 1), RingCounters.NO_STATS);
    }

    @Override
    public String toString() {
        return sender.toString();
    }
}
