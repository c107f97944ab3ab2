package io.millrace.internal.offheap;

import io.millrace.ChannelEnd;
import io.millrace.ChannelStats;
import io.millrace.internal.clock.Timeouts;
import io.millrace.internal.terms.Settings;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A ring whose messages are numbers of eight bytes: all but what depends on the type of the number.
 *
 * @param <H> the type of the handlers
 */
abstract class Numbers<H> implements ChannelEnd {

    private static final int TYPE = 1;

    private final ByteRing ring;

    Numbers(ByteRing ring) {
        this.ring = ring;
    }

    // ---- sending ----

    final void sendBits(long bits) throws InterruptedException {
        ring.sendLong(TYPE, bits, Long.MAX_VALUE);
    }

    final boolean trySendBits(long bits) {
        return ring.trySendLong(TYPE, bits);
    }

    final boolean trySendBits(long bits, Duration timeout) throws InterruptedException {
        return ring.sendLong(TYPE, bits, Timeouts.nanos(timeout));
    }

    // ---- receiving ----

    final long receiveBits() throws InterruptedException {
        MessageCopy copy = ring.takeCopy(Long.MAX_VALUE);
        if (copy == null) {
            throw ring.closedForReceive();
        }
        return bitsOf(copy);
    }

    public final boolean tryReceive(H handler) {
        Objects.requireNonNull(handler, "handler");
        return accept(requireNotDrained(ring.takeCopy()), handler);
    }

    public final boolean tryReceive(H handler, Duration timeout) throws InterruptedException {
        Objects.requireNonNull(handler, "handler");
        return accept(requireNotDrained(ring.takeCopy(Timeouts.nanos(timeout))), handler);
    }

    /** Throws once there never will be a message. */
    private @Nullable MessageCopy requireNotDrained(@Nullable MessageCopy copy) {
        if (copy == null) {
            ring.requireNotDrained();
        }
        return copy;
    }

    public final int drain(H handler, int limit) {
        Objects.requireNonNull(handler, "handler");
        Settings.requireAtLeast(0, "limit", limit);
        int taken = 0;
        while (taken < limit && accept(ring.takeCopy(), handler)) {
            taken++;
        }
        return taken;
    }

    public final void forEach(H handler) throws InterruptedException {
        Objects.requireNonNull(handler, "handler");
        while (accept(takeNext(), handler)) {}
    }

    /** Takes the next message, waiting for it; null once closed and drained without a cause. */
    private @Nullable MessageCopy takeNext() throws InterruptedException {
        MessageCopy copy = ring.takeCopy(Long.MAX_VALUE);
        if (copy == null) {
            ring.requireNoCause();
        }
        return copy;
    }

    private boolean accept(@Nullable MessageCopy copy, H handler) {
        if (copy != null) {
            handle(handler, bitsOf(copy));
        }
        return copy != null;
    }

    /** Hands a number to a handler. */
    abstract void handle(H handler, long bits);

    /** What was taken. Ends the use of the copy. */
    private long bitsOf(MessageCopy copy) {
        int length = copy.length;
        long bits = length == Long.BYTES ? copy.buffer.getLong(0) : 0;
        ring.receiveSide.countReceived(1);
        ring.receiveSide.giveBack(copy);
        if (length != Long.BYTES) {
            throw new IllegalStateException("a message of " + ring + " has " + length + " bytes, not " + Long.BYTES);
        }
        return bits;
    }

    public final void cancel() {
        ring.cancel();
    }

    public final void cancel(Throwable cause) {
        ring.cancel(cause);
    }

    public final void releaseProducer() {
        ring.releaseProducer();
    }

    public final void releaseConsumer() {
        ring.releaseConsumer();
    }

    // ---- closing ----

    @Override
    public final void close() {
        ring.close();
    }

    @Override
    public final void close(Throwable cause) {
        ring.close(cause);
    }

    @Override
    public final @Nullable Throwable closeCause() {
        return ring.closeCause();
    }

    @Override
    public final boolean isClosedForSend() {
        return ring.isClosedForSend();
    }

    @Override
    public final boolean isClosedForReceive() {
        return ring.isClosedForReceive();
    }

    // ---- looking inside ----

    @Override
    public final int capacity() {
        return ring.capacity();
    }

    @Override
    public final int size() {
        return ring.size();
    }

    @Override
    public final boolean isEmpty() {
        return ring.isEmpty();
    }

    @Override
    public final boolean isFull() {
        return ring.isFullFor(Long.BYTES);
    }

    @Override
    public final String name() {
        return ring.name();
    }

    @Override
    public final ChannelStats stats() {
        return ring.stats();
    }

    @Override
    public final String toString() {
        return ring.toString();
    }
}
