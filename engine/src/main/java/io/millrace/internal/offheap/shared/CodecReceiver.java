package io.millrace.internal.offheap.shared;

import io.millrace.ChannelClosedException;
import io.millrace.ChannelStats;
import io.millrace.internal.end.ReceivingEnd;
import io.millrace.internal.offheap.CheckedCodec;
import io.millrace.internal.offheap.MessageCopy;
import io.millrace.internal.park.Blocker;
import io.millrace.internal.park.NapBackoff;
import io.millrace.internal.park.Parker;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Waiter;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.agrona.concurrent.MessageHandler;
import org.jspecify.annotations.Nullable;

/**
 * The receiver of a ring as the receiving end of a channel. Messages are copied out before they are decoded, so that
 * what is decoded may refer to the copy until the thread receives again.
 *
 * <p>The ring cannot wake a thread of this process. So there is no list of waiting threads: a select, or the pool for
 * waits without a thread, naps and looks again.
 */
final class CodecReceiver<T> extends ReceivingEnd<T> {

    private final MultiLaneReceiver receiver;
    private final Mapping mapping;
    private final CheckedCodec<T> codec;

    /** The copy that each thread decodes from. Has the memory for any message before it takes one. */
    private final ThreadLocal<Target> targets = ThreadLocal.withInitial(this::newTarget);

    /** The naps of selects and of waits without a thread; their lengths are hints, plain and racy. */
    private final NapBackoff naps = new NapBackoff(true, true);

    // The look at the memory, made once.
    private final Supplier<Boolean> ready = this::isReady;
    private final Supplier<Boolean> shutDown;
    private final Supplier<Boolean> drained = this::isDrained;
    private final Supplier<Boolean> full = this::areFull;
    private final LongSupplier version = this::version;
    private final LongSupplier bytes = this::bytes;

    CodecReceiver(MultiLaneReceiver receiver, CheckedCodec<T> codec) {
        this.receiver = receiver;
        this.mapping = receiver.mapping;
        this.codec = codec;
        this.shutDown = mapping.control::isClosed;
    }

    private Target newTarget() {
        MessageCopy copy = new MessageCopy(codec.maxLength);
        return new Target(copy, copy::fill);
    }

    private record Target(MessageCopy copy, MessageHandler filler) {}

    // ---- receiving ----

    @Override
    public @Nullable T take() {
        Target target = targets.get();
        int taken;
        try {
            taken = receiver.readNow(target.filler, 1, codec.maxLength);
        } catch (IllegalStateException e) {
            taken = noneIfClosedHere(e);
        }
        if (taken != 1) {
            return null;
        }
        T message = codec.decode(target.copy);
        naps.shorten();
        return message;
    }

    @Override
    public @Nullable T awaitReceive(Blocker through, long nanos) throws InterruptedException {
        Target target = targets.get();
        int taken;
        try {
            taken = receiver.readWithin(target.filler, 1, codec.maxLength, nanos);
        } catch (IllegalStateException e) {
            taken = noneIfClosedHere(e);
        }
        return taken == 1 ? codec.decode(target.copy) : null;
    }

    /** A receiver that was closed is for its channel a closed end. */
    private int noneIfClosedHere(IllegalStateException e) {
        if (receiver.isClosed()) {
            return 0;
        }
        throw e;
    }

    @Override
    public ChannelClosedException closedForReceive() {
        if (receiver.isClosed()) {
            IllegalStateException cause = receiver.closedHere();
            return new ChannelClosedException(cause.getMessage(), cause);
        }
        return receiver.closedForReceive();
    }

    // ---- select ----

    /** A select that waits shows that it lives by looking. */
    @Override
    public boolean mayReceive(SelectToken token) {
        return receiver.isClosed() || mapping.look(ready, true);
    }

    private boolean isReady() {
        receiver.beat();
        return mapping.control.isClosed() || hasMessage();
    }

    private boolean hasMessage() {
        for (int number = 0; number < mapping.lanes.size(); number++) {
            if (!mapping.lanes.get(number).isDrained()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public long receiveVersion() {
        return receiver.isClosed() ? MOVING : mapping.look(version, MOVING);
    }

    /**
     * Heads only advance, and no other thread takes: as long as their sum stays the same, messages that came are still
     * there.
     */
    private long version() {
        long sum = mapping.control.isClosed() ? MOVING + 1 : 0;
        for (int number = 0; number < mapping.lanes.size(); number++) {
            sum += mapping.lanes.get(number).head();
        }
        return sum;
    }

    @Override
    public @Nullable Waiter registerReceive(SelectToken token, int clause) {
        naps.beginFor(token);
        return null; // nobody is listed
    }

    @Override
    public long nanosUntilReady() {
        return naps.nextNanos();
    }

    @Override
    public Runnable runAfter(long nanos, Runnable action) {
        return Parker.system().runAfter(nanos, action);
    }

    @Override
    public void unregisterReceive(Waiter waiter) {
        throw new AssertionError("nobody is listed");
    }

    @Override
    public void passOnReceive() {
        // No thread is woken, so there is nothing to pass on.
    }

    // ---- closing ----

    @Override
    public void closeWith(@Nullable Throwable cause) {
        if (!isClosedForSend()) {
            receiver.ring.shutdownFor(cause);
        }
    }

    @Override
    public void cancelWith(@Nullable Throwable cause) {
        closeWith(cause);
        receiver.cancel();
    }

    @Override
    public @Nullable Throwable closeCause() {
        return receiver.isClosed() ? receiver.closedHere() : mapping.look(receiver.ring::shutdownCause, null);
    }

    @Override
    public boolean isClosedForSend() {
        return receiver.isClosed() || mapping.look(shutDown, true);
    }

    @Override
    public boolean isClosedForReceive() {
        return receiver.isClosed() || mapping.look(drained, true);
    }

    /** Every process that finds the ring closed finishes the close: then nothing is added. */
    private boolean isDrained() {
        if (!mapping.control.isClosed()) {
            return false;
        }
        mapping.closeLanes();
        return !hasMessage();
    }

    // ---- looking inside ----

    @Override
    public int capacity() {
        return receiver.ring.lanes() * receiver.ring.laneCapacity();
    }

    @Override
    public int size() {
        return (int) mapping.look(bytes, 0);
    }

    private long bytes() {
        long sum = 0;
        for (int number = 0; number < mapping.lanes.size(); number++) {
            sum += mapping.lanes.get(number).size();
        }
        return sum;
    }

    @Override
    public boolean isFull() {
        return mapping.look(full, false);
    }

    private boolean areFull() {
        return mapping.lanes.stream().allMatch(Lane::isFull);
    }

    @Override
    public String name() {
        return receiver.ring.path().toString();
    }

    @Override
    public ChannelStats stats() {
        return mapping.look(() -> mapping.counters.stats(0, receiver.ring.lanes()), RingCounters.NO_STATS);
    }

    @Override
    public String toString() {
        return receiver.toString();
    }
}
