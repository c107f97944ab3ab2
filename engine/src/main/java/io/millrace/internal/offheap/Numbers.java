package io.millrace.internal.offheap;

import io.millrace.ChannelEnd;
import io.millrace.ChannelStats;
import io.millrace.internal.clock.Timeouts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A ring whose messages are numbers of eight bytes: all but what depends on the type of the number. */
abstract class Numbers implements ChannelEnd {

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

    /** Takes a message if there is one; throws once there never will be one. */
    final @Nullable MessageCopy tryTake() {
        return requireNotDrained(ring.takeCopy());
    }

    /** As {@link #tryTake()}, waiting up to the timeout for it. */
    final @Nullable MessageCopy tryTake(Duration timeout) throws InterruptedException {
        return requireNotDrained(ring.takeCopy(Timeouts.nanos(timeout)));
    }

    private @Nullable MessageCopy requireNotDrained(@Nullable MessageCopy copy) {
        if (copy == null) {
            ring.requireNotDrained();
        }
        return copy;
    }

    /** Takes a message if there is one. */
    final @Nullable MessageCopy take() {
        return ring.takeCopy();
    }

    /** Takes the next message, waiting for it; null once closed and drained without a cause. */
    final @Nullable MessageCopy takeNext() throws InterruptedException {
        MessageCopy copy = ring.takeCopy(Long.MAX_VALUE);
        if (copy == null) {
            ring.requireNoCause();
        }
        return copy;
    }

    /** What was taken. Ends the use of the copy. */
    final long bitsOf(MessageCopy copy) {
        int length = copy.length;
        long bits = length == Long.BYTES ? copy.buffer.getLong(0) : 0;
        ring.receiveSide.countReceived(1);
        ring.receiveSide.giveBack(copy);
        if (length != Long.BYTES) {
            throw new IllegalStateException("a message of " + ring + " has " + length + " bytes, not " + Long.BYTES);
        }
        return bits;
    }

    static void requireLimit(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit is " + limit + ", allowed is 0 or more");
        }
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
