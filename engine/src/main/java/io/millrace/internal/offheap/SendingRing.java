package io.millrace.internal.offheap;

import io.millrace.ChannelClosedException;
import io.millrace.Waiting;
import io.millrace.internal.clock.Deadlines;
import io.millrace.internal.clock.Timeouts;
import io.millrace.internal.end.CloseWord;
import io.millrace.internal.end.Status;
import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.park.Blocker;
import io.millrace.internal.park.HeadStart;
import io.millrace.internal.park.Supply;
import io.millrace.internal.park.WaitSide;
import io.millrace.internal.terms.Counters;
import io.millrace.internal.terms.SoleThread;
import io.millrace.offheap.Lease;
import io.millrace.offheap.PendingClaim;
import io.millrace.offheap.Ring;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A ring of bytes: the part that both its ends share, and the sending end. Arguments, roles, waiting and counting are
 * here, around {@link SendSide}.
 */
abstract class SendingRing implements Ring, Blocker {

    /** About what a small message takes, with its header and for its share of a line. */
    private static final int BYTES_PER_MESSAGE = 64;

    final RingConfig config;
    final Deadlines deadlines;
    final RingBuffer memoryRing;
    final AtomicBuffer memory;
    final CloseWord closeWord;
    final WaitSide senders;
    final WaitSide receivers;
    final SendSide sendSide;
    final RingView view;
    final ReceiveSide receiveSide;
    final Leases leases;
    final @Nullable Counters counters;
    final @Nullable SoleThread producer;
    final @Nullable SoleThread consumer;

    SendingRing(RingConfig config, AtomicBuffer memory) {
        this.config = config;
        this.deadlines = new Deadlines(config.clock());
        this.memory = memory;
        this.memoryRing = config.singleProducer() ? new OneToOneRingBuffer(memory) : new ManyToOneRingBuffer(memory);
        this.closeWord = new CloseWord(memoryRing::producerPosition);
        this.senders = side(
                config.sendWaiting(),
                Supply.of(
                        () -> memoryRing.consumerPosition() + memoryRing.capacity(),
                        memoryRing::producerPosition,
                        this::maySend));
        this.receivers = side(
                config.receiveWaiting(),
                Supply.of(memoryRing::producerPosition, memoryRing::consumerPosition, need -> mayReceive()));
        senders.facing(receivers);
        receivers.facing(senders);
        this.counters = config.recordStats() ? new Counters() : null;
        this.view = new RingView(memoryRing, closeWord);
        this.receiveSide = new ReceiveSide(config, memoryRing, view, closeWord, senders, receivers, counters);
        this.sendSide = new SendSide(memoryRing, config.singleProducer(), closeWord, receivers, receiveSide, counters);
        this.leases = new Leases(config.name(), sendSide, memory, config.clock(), this::committed, this::leaseIsOver);
        this.producer = config.singleProducer() ? new SoleThread(SoleThread.Role.PRODUCER) : null;
        this.consumer = config.singleConsumer() ? new SoleThread(SoleThread.Role.CONSUMER) : null;
    }

    /** Whether a receiver should try rather than park. */
    abstract boolean mayReceive();

    private WaitSide side(Waiting waiting, Supply supply) {
        int pauses = HeadStart.pausesPerLook(memoryRing.capacity() / BYTES_PER_MESSAGE);
        return new WaitSide(waiting.spins(), waiting.parks(), true, pauses, supply, config.parker(), deadlines);
    }

    // ---- sending ----

    private boolean maySend(long need) {
        return !closeWord.isOpen() || sendSide.hasRoom(need);
    }

    @Override
    public int maxMessageLength() {
        return memoryRing.maxMsgLength();
    }

    /** Throws unless there can be such a message. */
    void requireMessage(int type, int length) {
        if (type < 1) {
            throw new IllegalArgumentException("type is " + type + ", allowed is 1 or more");
        }
        if (length < 0 || length > maxMessageLength()) {
            throw new IllegalArgumentException(
                    "length is " + length + ", allowed is 0 to " + maxMessageLength() + ", an eighth of the capacity");
        }
    }

    private void requireBytes(int type, DirectBuffer buffer, int offset, int length) {
        StackRoom.ensure();
        requireMessage(type, length);
        Objects.checkFromIndexSize(offset, length, buffer.capacity());
        if (producer != null) {
            producer.enter(this);
        }
    }

    @Override
    public void send(int type, DirectBuffer buffer, int offset, int length) throws InterruptedException {
        requireBytes(type, buffer, offset, length);
        int status = sendSide.offer(type, buffer, offset, length);
        if (status == Status.ACCEPTED) {
            accepted();
        } else {
            sendSlow(status, type, buffer, offset, length, Timeouts.FOREVER);
        }
    }

    @Override
    public boolean trySend(int type, DirectBuffer buffer, int offset, int length) {
        requireBytes(type, buffer, offset, length);
        int status = sendSide.offer(type, buffer, offset, length);
        if (status == Status.ACCEPTED) {
            accepted();
            return true;
        }
        requireOpen(status);
        return false;
    }

    @Override
    public boolean trySend(int type, DirectBuffer buffer, int offset, int length, Duration timeout)
            throws InterruptedException {
        long nanos = Timeouts.nanos(timeout);
        requireBytes(type, buffer, offset, length);
        int status = sendSide.offer(type, buffer, offset, length);
        if (status == Status.ACCEPTED) {
            accepted();
            return true;
        }
        return sendSlow(status, type, buffer, offset, length, nanos);
    }

    private boolean sendSlow(int status, int type, DirectBuffer buffer, int offset, int length, long nanos)
            throws InterruptedException {
        requireOpen(status);
        if (nanos <= 0) {
            return false;
        }
        int index = awaitClaim(type, length, nanos);
        if (index < 0) {
            return false;
        }
        sendSide.fill(index, buffer, offset, length);
        sendSide.commit(index);
        accepted();
        return true;
    }

    @Override
    public Lease claim(int type, int length) throws InterruptedException {
        requireClaim(type, length);
        int index = sendSide.claim(type, length);
        if (index < 0) {
            requireOpen(index);
            index = awaitClaim(type, length, Timeouts.FOREVER);
        }
        return leases.over(index, type, length);
    }

    @Override
    public @Nullable Lease tryClaim(int type, int length) {
        requireClaim(type, length);
        int index = sendSide.claim(type, length);
        if (index < 0) {
            requireOpen(index);
            return null;
        }
        return leases.over(index, type, length);
    }

    @Override
    public @Nullable Lease tryClaim(int type, int length, Duration timeout) throws InterruptedException {
        long nanos = Timeouts.nanos(timeout);
        Lease lease = tryClaim(type, length);
        if (lease != null || nanos <= 0) {
            return lease;
        }
        int index = awaitClaim(type, length, nanos);
        return index < 0 ? null : leases.over(index, type, length);
    }

    private void requireClaim(int type, int length) {
        StackRoom.ensure();
        requireMessage(type, length);
        if (producer != null) {
            producer.enter(this);
        }
    }

    @Override
    public void releaseProducer() {
        if (producer != null) {
            producer.release(this);
        }
    }

    /** Waits for room and claims it. FULL only if the time is up. */
    private int awaitClaim(int type, int length, long nanos) throws InterruptedException {
        if (consumer != null && nanos >= Timeouts.FOREVER) {
            consumer.requireOther(this, "is full");
        }
        if (counters != null) {
            counters.blockedSends.increment();
        }
        long deadline = deadlines.after(nanos);
        int step = WaitSide.START;
        try {
            while (true) {
                step = senders.pause(step, this, length, deadline);
                boolean expired = deadlines.isOver(deadline);
                int index = sendSide.claim(type, length);
                requireOpen(index);
                if (index >= 0 || expired) {
                    return index;
                }
            }
        } finally {
            senders.done(step);
        }
    }

    private void requireOpen(int status) {
        if (status == Status.CLOSED) {
            throw new ChannelClosedException(this + " is closed", closeWord.cause());
        }
    }

    /** A message is in: counts it before the callback of a cancel may get it, and throw. */
    void accepted() {
        if (counters != null) {
            counters.accepted.increment();
        }
        sendSide.settle();
    }

    private void committed() {
        if (counters != null) {
            counters.accepted.increment();
        }
        leaseIsOver();
    }

    /** A cancel may have had to stop before it, and nobody else comes past what lies behind. */
    private void leaseIsOver() {
        if (view.isCancelled()) {
            Discarding.run(this);
        }
    }

    @Override
    public List<PendingClaim> pendingClaims() {
        StackRoom.ensure();
        return leases.pending();
    }

    /** Sends eight bytes, waiting up to the timeout for room. */
    boolean sendLong(int type, long value, long nanos) throws InterruptedException {
        if (trySendLong(type, value)) {
            return true;
        }
        if (nanos <= 0) {
            return false;
        }
        int index = awaitClaim(type, Long.BYTES, nanos);
        if (index < 0) {
            return false;
        }
        memory.putLong(index, value);
        sendSide.commit(index);
        accepted();
        return true;
    }

    /** Sends eight bytes if there is room. */
    boolean trySendLong(int type, long value) {
        requireClaim(type, Long.BYTES);
        int status = sendSide.offerLong(type, value);
        if (status == Status.ACCEPTED) {
            accepted();
            return true;
        }
        requireOpen(status);
        return false;
    }
}
