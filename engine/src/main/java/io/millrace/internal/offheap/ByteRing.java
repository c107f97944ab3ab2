package io.millrace.internal.offheap;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelStats;
import io.millrace.UndeliveredReason;
import io.millrace.internal.clock.Timeouts;
import io.millrace.internal.end.ChannelConfig;
import io.millrace.internal.end.EndForms;
import io.millrace.internal.flavor.CodecFlavor;
import io.millrace.internal.flavor.RecordStore;
import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.park.WaitSide;
import io.millrace.internal.terms.Settings;
import io.millrace.offheap.Codec;
import io.millrace.offheap.DoubleChannel;
import io.millrace.offheap.LongChannel;
import io.millrace.offheap.UndeliveredHandler;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.MessageHandler;
import org.jspecify.annotations.Nullable;

/** A ring of bytes: its receiving end around {@link ReceiveSide}, its closing, and its state for observers. */
public final class ByteRing extends SendingRing implements EndForms {

    private static final long ORPHAN_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Makes an empty ring in zeroed memory. */
    public ByteRing(ChannelConfig<?> config, @Nullable UndeliveredHandler onUndelivered, AtomicBuffer memory) {
        super(config, onUndelivered, memory);
    }

    // ---- receiving ----

    /** A claim that is pending when a receiver is about to park may be the reason why it parks. */
    @Override
    boolean mayReceive() {
        boolean ready = view.mayReceive();
        if (!ready && leases.anyPending() && memoryRing.producerPosition() != memoryRing.consumerPosition()) {
            leases.notice();
            ready = view.mayReceive();
        }
        return ready;
    }

    /** Nothing was there: perhaps because of a claim whose thread has died. True: it is given up now, so look again. */
    private boolean gaveUpOrphans() {
        return leases.anyPending() && leases.abortOrphans();
    }

    /** As a pause of the receivers, but limited while a claim is pending: its thread may die without notice. */
    private int pause(int step, long deadline) throws InterruptedException {
        if (!leases.anyPending()) {
            return receivers.pause(step, this, WaitSide.ANY, deadline);
        }
        leases.abortOrphans();
        return receivers.pause(step, this, WaitSide.ANY, Math.min(deadline, deadlines.after(ORPHAN_LOOK_NANOS)));
    }

    private void requireReceive(Object handler, int limit) {
        StackRoom.ensure();
        Objects.requireNonNull(handler, "handler");
        Settings.requireAtLeast(1, "limit", limit);
        if (consumer != null) {
            consumer.enter(this);
        }
    }

    @Override
    public int receive(MessageHandler handler, int limit) throws InterruptedException {
        int taken = receiveWithin(handler, limit, Long.MAX_VALUE);
        if (taken == 0) {
            throw closedForReceive();
        }
        return taken;
    }

    @Override
    public int tryReceive(MessageHandler handler, int limit) {
        requireReceive(handler, limit);
        int taken = receiveSide.read(handler, limit);
        if (taken == 0 && gaveUpOrphans()) {
            taken = receiveSide.read(handler, limit);
        }
        if (taken == 0) {
            requireNotDrained();
        }
        return taken;
    }

    @Override
    public int tryReceive(MessageHandler handler, int limit, Duration timeout) throws InterruptedException {
        int taken = receiveWithin(handler, limit, Timeouts.nanos(timeout));
        if (taken == 0) {
            requireNotDrained();
        }
        return taken;
    }

    @Override
    public int tryReceiveControlled(ControlledMessageHandler handler, int limit) {
        requireControl(handler, limit);
        int taken = receiveSide.readInPlace(null, handler, limit);
        if (taken == ReceiveSide.NONE) {
            requireNotDrained();
        }
        return Math.max(0, taken);
    }

    @Override
    public int receiveControlled(ControlledMessageHandler handler, int limit) throws InterruptedException {
        requireControl(handler, limit);
        int taken = receiveSide.readInPlace(null, handler, limit);
        if (taken == ReceiveSide.NONE && !isClosedForReceive()) {
            taken = awaitInPlace(null, handler, limit, Timeouts.FOREVER);
        }
        if (taken == ReceiveSide.NONE) {
            throw closedForReceive();
        }
        return taken;
    }

    private void requireControl(ControlledMessageHandler handler, int limit) {
        requireReceive(handler, limit);
        if (consumer == null) {
            throw new IllegalStateException(
                    this + " was not promised a single consumer: what a handler leaves in its place, another"
                            + " thread may have passed");
        }
    }

    @Override
    public void releaseConsumer() {
        if (consumer != null) {
            receiveSide.requireNotReading();
            consumer.release(this);
        }
    }

    void requireNotDrained() {
        if (isClosedForReceive()) {
            throw closedForReceive();
        }
    }

    @Override
    public void forEach(MessageHandler handler) throws InterruptedException {
        while (receiveWithin(handler, Integer.MAX_VALUE, Long.MAX_VALUE) > 0) {}
        requireNoCause();
    }

    void requireNoCause() {
        if (closeWord.cause() != null) {
            throw closedForReceive();
        }
    }

    /** Receives, waiting up to the timeout for the first. 0: still nothing, or closed and drained. */
    private int receiveWithin(MessageHandler handler, int limit, long nanos) throws InterruptedException {
        requireReceive(handler, limit);
        int taken = receiveSide.read(handler, limit);
        if (taken > 0 || nanos <= 0 || isClosedForReceive()) {
            return taken;
        }
        if (consumer != null) {
            return Math.max(0, awaitInPlace(handler, null, limit, nanos));
        }
        MessageCopy first = awaitCopy(nanos);
        return first == null
                ? 0
                : receiveSide.handle(first, handler, limit); // no longer as a waiter: the next was woken
    }

    /** Takes a copy if there is a message. */
    @Nullable MessageCopy takeCopy() {
        StackRoom.ensure();
        if (consumer != null) {
            consumer.enter(this);
        }
        MessageCopy copy = receiveSide.takeCopy();
        return copy == null && gaveUpOrphans() ? receiveSide.takeCopy() : copy;
    }

    /** Takes a copy, waiting up to the timeout. Null: still nothing, or closed and drained. */
    @Nullable MessageCopy takeCopy(long nanos) throws InterruptedException {
        MessageCopy copy = takeCopy();
        if (copy != null || nanos <= 0 || isClosedForReceive()) {
            return copy;
        }
        return awaitCopy(nanos);
    }

    private @Nullable MessageCopy awaitCopy(long nanos) throws InterruptedException {
        beginWait(nanos);
        long deadline = deadlines.after(nanos);
        int step = WaitSide.START;
        try {
            while (true) {
                step = pause(step, deadline);
                boolean expired = deadlines.isOver(deadline);
                MessageCopy copy = receiveSide.takeCopy();
                if (copy != null || expired || isClosedForReceive()) {
                    return copy;
                }
            }
        } finally {
            receivers.done(step);
        }
    }

    /** Waits for a message up to the timeout, as the only consumer. NONE: still nothing, or closed and drained. */
    private int awaitInPlace(
            @Nullable MessageHandler plain, @Nullable ControlledMessageHandler controlled, int limit, long nanos)
            throws InterruptedException {
        beginWait(nanos);
        long deadline = deadlines.after(nanos);
        int step = WaitSide.START;
        try {
            while (true) {
                step = pause(step, deadline);
                boolean expired = deadlines.isOver(deadline);
                int taken = receiveSide.readInPlace(plain, controlled, limit);
                if (taken != ReceiveSide.NONE || expired || isClosedForReceive()) {
                    return taken;
                }
            }
        } finally {
            receivers.done(step);
        }
    }

    private void beginWait(long nanos) {
        if (producer != null && nanos >= Timeouts.FOREVER) {
            producer.requireOther(this, "is empty");
        }
        if (counters != null) {
            counters.blockedReceives.increment();
        }
    }

    ChannelClosedException closedForReceive() {
        return new ChannelClosedException(this + " is closed and drained", closeWord.cause());
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> Channel<T> channel(Codec<T> codec) {
        RecordStore.Shared shared = new RecordStore.Shared(closeWord, senders, receivers, counters, producer, consumer);
        ChannelConfig<T> channel = (ChannelConfig<T>) config; // it holds nothing that depends on the type
        return new CodecFlavor<>(channel, shared, new RingRecordStore<>(this, codec));
    }

    @Override
    public LongChannel longs() {
        return new Longs(this);
    }

    @Override
    public DoubleChannel doubles() {
        return new Doubles(this);
    }

    // ---- closing ----

    @Override
    public void closeWith(@Nullable Throwable cause) {
        StackRoom.ensure();
        closeWord.close(cause);
        senders.wakeAll();
        receivers.wakeAll();
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
        closeWith(cause);
        receiveSide.beginCancel();
        Discarding.run(this);
    }

    @Override
    public @Nullable Throwable closeCause() {
        return closeWord.cause();
    }

    @Override
    public boolean isClosedForSend() {
        return !closeWord.isOpen();
    }

    @Override
    public boolean isClosedForReceive() {
        return view.isDrained();
    }

    // ---- looking inside ----

    @Override
    public int capacity() {
        return memoryRing.capacity();
    }

    @Override
    public int size() {
        return view.size();
    }

    @Override
    public boolean isFull() {
        return isFullFor(0);
    }

    /** Whether there is no room for a message of so many bytes. */
    boolean isFullFor(int length) {
        return !sendSide.hasRoom(length);
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public ChannelStats stats() {
        return counters == null ? ChannelStats.notRecorded(0) : counters.snapshot(buffered());
    }

    /** By the counts; 0 if there are none. */
    long buffered() {
        if (counters == null) {
            return 0;
        }
        long out = counters.received.sum()
                + counters.undelivered(UndeliveredReason.CANCELLED).sum(); // before what came in, so as not to be more
        return Math.max(0, counters.accepted.sum() - out);
    }

    @Override
    public String toString() {
        return "ring '" + config.name() + "' (" + capacity() + " bytes)";
    }
}
