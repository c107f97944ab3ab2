package io.millrace.internal.offheap.shared;

import io.millrace.ChannelClosedException;
import io.millrace.Sender;
import io.millrace.Waiting;
import io.millrace.internal.clock.Timeouts;
import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.offheap.CheckedCodec;
import io.millrace.internal.offheap.LeasePool;
import io.millrace.internal.offheap.OwnedLease;
import io.millrace.offheap.Codec;
import io.millrace.offheap.Lease;
import io.millrace.offheap.SharedSender;
import java.time.Duration;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** A sender of this process: arguments, waiting, claims and counting around its {@link LaneWriter}. */
final class LaneSender extends SharedHandle implements SharedSender {

    private static final int BEAT_MASK = 63;

    /** What an operation does that finds the lane full. */
    private interface WhenFull<X extends Exception> {
        int claim(LaneSender sender, int length, long nanos) throws X;
    }

    // Made beforehand, so that a send allocates nothing.
    private static final WhenFull<InterruptedException> WAIT = LaneSender::awaitRoom;
    private static final WhenFull<RuntimeException> GIVE_UP = (sender, length, nanos) -> LaneWriter.FULL;

    private final RingCounters counters;
    private final int number;
    private final Lane lane;
    final LaneWriter writer;
    private final long epoch;
    private final int maxMessageLength;
    private long uses;

    /** Used by the thread that has entered. */
    private final LeasePool<LaneLease> leases = new LeasePool<>(LaneLease::new);

    /**
     * The last claim.
     * <p>Written by: any thread that claims, while no other can use this (volatile, {@code USE}).
     * <p>Read by: any thread that finds this in use, or closes it (volatile, {@code USE}).
     */
    private volatile @Nullable LaneLease lease;

    /** Makes a sender for the owner of a lane. */
    LaneSender(MappedRing ring, Mapping mapping, int number, Lane lane, Waiting waiting) {
        super(ring, mapping, number, lane, "sender of lane " + number, waiting);
        this.counters = mapping.counters;
        this.number = number;
        this.lane = lane;
        this.writer = new LaneWriter(lane);
        this.epoch = lane.epoch();
        this.maxMessageLength = lane.maxMessageLength();
        begin();
    }

    @Override
    public int lane() {
        return number;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public int maxMessageLength() {
        return maxMessageLength;
    }

    // ---- sending a copy ----

    private void requireMessage(int type, int length) {
        CheckedCodec.requireMessage(type, length, maxMessageLength, "lane's capacity");
    }

    private void requireBytes(int type, DirectBuffer buffer, int offset, int length) {
        requireMessage(type, length);
        Objects.checkFromIndexSize(offset, length, buffer.capacity());
    }

    @Override
    public void send(int type, DirectBuffer buffer, int offset, int length) throws InterruptedException {
        sendWithin(type, buffer, offset, length, Long.MAX_VALUE);
    }

    @Override
    public boolean trySend(int type, DirectBuffer buffer, int offset, int length, Duration timeout)
            throws InterruptedException {
        return sendWithin(type, buffer, offset, length, Timeouts.nanos(timeout));
    }

    /** Sends a copy, waiting up to the timeout for room. */
    boolean sendWithin(int type, DirectBuffer buffer, int offset, int length, long nanos) throws InterruptedException {
        requireBytes(type, buffer, offset, length);
        int index = enterAndClaim(length, nanos, WAIT);
        return index != LaneWriter.FULL && write(index, type, buffer, offset, length);
    }

    @Override
    public boolean trySend(int type, DirectBuffer buffer, int offset, int length) {
        requireBytes(type, buffer, offset, length);
        int index = enterAndClaim(length, 0, GIVE_UP);
        return index != LaneWriter.FULL && write(index, type, buffer, offset, length);
    }

    /**
     * As {@link #trySend(int, DirectBuffer, int, int)}, for a select: false also if marked, and nothing is counted
     * until it sends.
     */
    boolean trySendUnlessMarked(int type, DirectBuffer buffer, int offset, int length) {
        requireBytes(type, buffer, offset, length);
        enter();
        try {
            int index = isOver() ? LaneWriter.FULL : writer.claim(length);
            if (index == LaneWriter.FULL) {
                return false;
            }
            lane.memory().putBytes(index, buffer, offset, length);
            return commitUnlessMarked(type, length);
        } catch (RuntimeException | InternalError e) {
            throw mapping.cutOff.failure(e);
        } finally {
            usage.leave();
        }
    }

    /** Sends what has a place, and leaves. */
    private boolean write(int index, int type, DirectBuffer buffer, int offset, int length) {
        try {
            lane.memory().putBytes(index, buffer, offset, length);
            commit(type, length);
            return true;
        } catch (RuntimeException | InternalError e) {
            throw mapping.cutOff.failure(e);
        } finally {
            usage.leave();
        }
    }

    private void commit(int type, int length) {
        if (!commitUnlessMarked(type, length)) {
            throw closedForSend();
        }
    }

    /** False: a mark came before, and the message is not in the lane. */
    private boolean commitUnlessMarked(int type, int length) {
        while (!writer.commit(type, length)) {
            if (isOver()) {
                return false;
            }
            if (!lane.has(Lane.FENCED) && !writer.isAtEnd()) { // else a mark for the owner before came, or has gone
                throw new IllegalStateException(this + " is damaged: another program has moved the end");
            }
            mapping.cutOff.requireWhole();
        }
        CrashPoint.pass(CrashPoint.AFTER_COMMIT);
        counters.add(number, RingCounters.SENT, 1);
        if ((uses++ & BEAT_MASK) == 0) {
            beat();
        }
        return true;
    }

    private void requireOpen() {
        if ((mapping.control.isClosed() || lane.isMarked()) && isOver()) {
            throw closedForSend();
        }
    }

    /**
     * Whether nothing can be sent any more. A thread that finds the ring closed finishes the close, and takes away
     * marks that came too late.
     */
    boolean isOver() {
        if (mapping.control.isClosed()) {
            mapping.closeLanes();
            return true;
        }
        if (lane.isFenced(epoch)) {
            return true;
        }
        lane.unmark(Lane.FENCED);
        return lane.has(Lane.CLOSED);
    }

    private ChannelClosedException closedForSend() {
        String what = lane.isFenced(epoch)
                ? ": lane " + number + " was fenced, its owner cannot send to it any more"
                : " is shut down";
        return new ChannelClosedException(ring + what, closeCause());
    }

    /** Why the lane is marked: it was fenced, or the ring was shut down, for a reason if one was given. */
    @Nullable Throwable closeCause() {
        return lane.isFenced(epoch)
                ? new IllegalStateException("lane " + number + " of " + ring + " was fenced")
                : ring.shutdownCause();
    }

    // ---- waiting ----

    /** Enters and claims. FULL: there is no room, and it has left again. */
    private <X extends Exception> int enterAndClaim(int length, long nanos, WhenFull<X> whenFull) throws X {
        enter();
        int index = LaneWriter.FULL;
        try {
            index = claimNow(length);
            if (index == LaneWriter.FULL) {
                index = whenFull.claim(this, length, nanos);
            }
            return index;
        } catch (RuntimeException | InternalError e) {
            throw mapping.cutOff.failure(e);
        } finally {
            if (index == LaneWriter.FULL) {
                usage.leave();
            }
        }
    }

    /** Finds room. FULL: there is none, and the lane is open. */
    private int claimNow(int length) {
        requireOpen();
        int index = writer.claim(length);
        if (index == LaneWriter.FULL) {
            counters.add(number, RingCounters.FULL, 1);
            if ((uses++ & BEAT_MASK) == 0) {
                beat();
            }
        }
        return index;
    }

    private int awaitRoom(int length, long nanos) throws InterruptedException {
        if (nanos <= 0) {
            return LaneWriter.FULL;
        }
        long deadline = deadlines.after(nanos);
        naps.restart();
        while (true) {
            long left = pause(deadline, "room in");
            requireOpen();
            beat();
            int index = writer.claim(length);
            if (index != LaneWriter.FULL || left <= 0) {
                return index;
            }
        }
    }

    // ---- claims ----

    @Override
    public Lease claim(int type, int length) throws InterruptedException {
        return Objects.requireNonNull(claimWithin(type, length, Long.MAX_VALUE));
    }

    @Override
    public @Nullable Lease tryClaim(int type, int length, Duration timeout) throws InterruptedException {
        return claimWithin(type, length, Timeouts.nanos(timeout));
    }

    private @Nullable Lease claimWithin(int type, int length, long nanos) throws InterruptedException {
        requireMessage(type, length);
        int index = enterAndClaim(length, nanos, WAIT);
        return index == LaneWriter.FULL ? null : over(index, type, length);
    }

    @Override
    public @Nullable Lease tryClaim(int type, int length) {
        requireMessage(type, length);
        int index = enterAndClaim(length, 0, GIVE_UP);
        return index == LaneWriter.FULL ? null : over(index, type, length);
    }

    /** A claim counts as use until it is over: its bytes must stay mapped. */
    private Lease over(int index, int type, int length) {
        LaneLease next;
        try {
            next = leases.take();
            next.begin(lane.memory(), index, type, length);
        } catch (Throwable e) { // there was no memory for it
            usage.leave();
            throw e;
        }
        lease = next; // release USE -> giveUpIfOrphaned
        return next;
    }

    private void enter() {
        StackRoom.ensure(); // what has entered leaves
        if (!usage.tryEnter()) {
            giveUpIfOrphaned();
            usage.enter();
        }
    }

    /** Gives up the claim of a thread that has ended, which no thread will commit. */
    @Override
    void giveUpIfOrphaned() {
        LaneLease last = lease; // acquire USE <- over
        if (last != null && last.endIfOrphaned()) {
            mapping.keepForAbandonedLease();
            usage.leave();
        }
    }

    // ---- a channel over it ----

    @Override
    public <T> Sender<T> channel(Codec<T> codec) {
        return new CodecSender<>(this, lane, new CheckedCodec<>(codec, maxMessageLength, "lane's capacity"));
    }

    @Override
    public void close() {
        StackRoom.ensure();
        LaneLease last = lease;
        if (last != null && last.isOfThisThread()) {
            last.abort();
        }
        giveUpIfOrphaned();
        super.close();
    }

    /** A claim. */
    private final class LaneLease extends OwnedLease {

        @Override
        protected String whole() {
            return "the " + LaneSender.this;
        }

        @Override
        protected void commitEnded() {
            try {
                requireWhole();
                LaneSender.this.commit(type(), length());
            } catch (RuntimeException | InternalError e) {
                throw mapping.cutOff.failure(e);
            } finally {
                usage.leave();
            }
        }

        @Override
        protected void abortEnded() {
            usage.leave();
        }

        @Override
        protected void requireWhole() {
            mapping.cutOff.requireUnknown();
        }
    }
}
