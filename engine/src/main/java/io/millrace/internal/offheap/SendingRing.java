package io.millrace.internal.offheap;

import io.millrace.ChannelClosedException;
import io.millrace.Waiting;
import io.millrace.internal.clock.Deadlines;
import io.millrace.internal.clock.Timeouts;
import io.millrace.internal.end.ChannelConfig;
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
import io.millrace.offheap.UndeliveredHandler;
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

    final ChannelConfig<?> config;
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

    SendingRing(ChannelConfig<?> config, @Nullable UndeliveredHandler onUndelivered, AtomicBuffer memory) {
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
        WaitSide.faceEachOther(senders, receivers);
        this.counters = config.recordStats() ? new Counters(false, false, false) : null;
        this.view = new RingView(memoryRing, closeWord);
        // These three read the fields above.
        this.receiveSide = new ReceiveSide(this, onUndelivered);
        this.sendSide = new SendSide(this);
        this.leases = new Leases(this);
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

    private void requireBytes(int type, DirectBuffer buffer, int offset, int length) {
        StackRoom.ensure();
        CheckedCodec.requireMessage(type, length, maxMessageLength(), "capacity");
        Objects.checkFromIndexSize(offset, length, buffer.capacity());
        if (producer != null) {
            producer.enter(this);
        }
    }

    @Override
    public void send(int type, DirectBuffer buffer, int offset, int length) throws InterruptedException {
        if (!trySend(type, buffer, offset, length)) {
            sendSlow(type, buffer, offset, length, Timeouts.FOREVER);
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
        return trySend(type, buffer, offset, length) || sendSlow(type, buffer, offset, length, nanos);
    }

    private boolean sendSlow(int type, DirectBuffer buffer, int offset, int length, long nanos)
            throws InterruptedException {
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
        Lease lease = tryClaim(type, length);
        return lease != null ? lease : leases.over(awaitClaim(type, length, Timeouts.FOREVER), type, length);
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
        CheckedCodec.requireMessage(type, length, maxMessageLength(), "capacity");
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

    /** A lease was committed. */
    void committed() {
        if (counters != null) {
            counters.accepted.increment();
        }
        leaseIsOver();
    }

    /**
     * A lease was committed or aborted. A cancel may have had to stop before it, and nobody else comes past what lies
     * behind.
     */
    void leaseIsOver() {
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
