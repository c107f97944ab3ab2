package io.millrace.internal.offheap.shared;

import io.millrace.ChannelClosedException;
import io.millrace.Sender;
import io.millrace.Waiting;
import io.millrace.internal.flavor.Timeouts;
import io.millrace.internal.offheap.CheckedCodec;
import io.millrace.internal.park.NanoClock;
import io.millrace.internal.park.Naps;
import io.millrace.offheap.Codec;
import io.millrace.offheap.SharedSender;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** A sender of this process: arguments, waiting, claims and counting around its {@link LaneWriter}. */
final class LaneSender implements SharedSender {

    private static final int BEAT_MASK = 63;
    private static final int NO_CLAIM = -1;

    private final MappedRing ring;
    private final Mapping mapping;
    private final RingCounters counters;
    private final NanoClock clock = NanoClock.system();
    private final Naps naps;
    private final Usage usage;
    private final int number;
    private final Lane lane;
    private final LaneWriter writer;
    private final long epoch;
    private final int maxMessageLength;
    private final UnsafeBuffer claimed = new UnsafeBuffer(0, 0);
    private final Consumer<LaneSender> onClosed;
    private long uses;

    private int claimedLength = NO_CLAIM;
    private int claimedType;
    private @Nullable Thread claimer;

    /** Makes a sender for the owner of a lane. */
    LaneSender(
            MappedRing ring, Mapping mapping, int number, Lane lane, Waiting waiting, Consumer<LaneSender> onClosed) {
        this.ring = ring;
        this.mapping = mapping;
        this.counters = mapping.counters;
        this.number = number;
        this.lane = lane;
        this.naps = new Naps(waiting.spins(), waiting.parks());
        this.writer = new LaneWriter(lane);
        this.epoch = lane.epoch();
        this.maxMessageLength = lane.maxMessageLength();
        this.onClosed = onClosed;
        this.usage = new Usage(mapping::requireWhole, "sender of lane " + number + " of " + ring, this::giveBack);
        beat();
        if (!mapping.retain()) {
            throw new AssertionError("the caller keeps the memory mapped");
        }
    }

    private void giveBack() {
        if (mapping.cutOff().isWhole()) {
            lane.changeOwner(Processes.self(), 0);
        }
        onClosed.accept(this);
        mapping.release();
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
        if (type < 1) {
            throw new IllegalArgumentException("type is " + type + ", allowed is 1 or more");
        }
        if (length < 0 || length > maxMessageLength) {
            throw new IllegalArgumentException("length is " + length + ", allowed is 0 to " + maxMessageLength
                    + ", an eighth of the lane's capacity");
        }
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

    /** Sends, waiting for room at most so long. False: there is still none. */
    boolean sendWithin(int type, DirectBuffer buffer, int offset, int length, long nanos) throws InterruptedException {
        requireBytes(type, buffer, offset, length);
        usage.enter();
        try {
            int index = claimNow(length);
            if (index == LaneWriter.FULL && nanos > 0) {
                index = awaitRoom(length, nanos < Timeouts.FOREVER, nanos);
            }
            return index != LaneWriter.FULL && write(index, type, buffer, offset, length);
        } catch (RuntimeException | InternalError e) {
            throw mapping.cutOff().failure(e);
        } finally {
            usage.leave();
        }
    }

    @Override
    public boolean trySend(int type, DirectBuffer buffer, int offset, int length) {
        requireBytes(type, buffer, offset, length);
        usage.enter();
        try {
            int index = claimNow(length);
            return index != LaneWriter.FULL && write(index, type, buffer, offset, length);
        } catch (RuntimeException | InternalError e) {
            throw mapping.cutOff().failure(e);
        } finally {
            usage.leave();
        }
    }

    /** As {@link #trySend(int, DirectBuffer, int, int)}, for a select: false also if marked, and nothing is counted until it sends. */
    boolean trySendUnlessMarked(int type, DirectBuffer buffer, int offset, int length) {
        requireBytes(type, buffer, offset, length);
        usage.enter();
        try {
            int index = lane.isMarked() ? LaneWriter.FULL : writer.claim(length);
            if (index == LaneWriter.FULL) {
                return false;
            }
            lane.memory().putBytes(index, buffer, offset, length);
            return commitUnlessMarked(type, length);
        } catch (RuntimeException | InternalError e) {
            throw mapping.cutOff().failure(e);
        } finally {
            usage.leave();
        }
    }

    private boolean write(int index, int type, DirectBuffer buffer, int offset, int length) {
        lane.memory().putBytes(index, buffer, offset, length);
        commit(type, length);
        return true;
    }

    private void commit(int type, int length) {
        if (!commitUnlessMarked(type, length)) {
            throw closedForSend();
        }
    }

    /** False: a mark came before, and the message is not in the lane. */
    private boolean commitUnlessMarked(int type, int length) {
        if (!writer.commit(type, length)) {
            if (lane.isMarked()) {
                return false;
            }
            throw new IllegalStateException(this + " is damaged: another program has moved the end");
        }
        CrashPoint.pass(CrashPoint.AFTER_COMMIT);
        counters.add(number, RingCounters.SENT, 1);
        if ((uses++ & BEAT_MASK) == 0) {
            beat();
        }
        return true;
    }

    /** Shows that it lives, and looks now and then whether the ring does. */
    void beat() {
        long now = System.currentTimeMillis();
        lane.beat(now);
        mapping.cutOff().look(now);
    }

    private void requireUnmarked() {
        if (lane.isMarked()) {
            throw closedForSend();
        }
    }

    private ChannelClosedException closedForSend() {
        String what = lane.has(Lane.FENCED)
                ? ": lane " + number + " was fenced, its owner cannot send to it any more"
                : " is shut down";
        return new ChannelClosedException(ring + what, closeCause());
    }

    /** Why the lane is marked: it was fenced, or the ring was shut down, for a reason if one was given. */
    @Nullable Throwable closeCause() {
        return lane.has(Lane.FENCED)
                ? new IllegalStateException("lane " + number + " of " + ring + " was fenced")
                : ring.shutdownCause();
    }

    // ---- waiting ----

    /** Finds room. FULL: there is none, and the lane is open. */
    private int claimNow(int length) {
        requireUnmarked();
        int index = writer.claim(length);
        if (index == LaneWriter.FULL) {
            counters.add(number, RingCounters.FULL, 1);
            if ((uses++ & BEAT_MASK) == 0) {
                beat();
            }
        }
        return index;
    }

    private int awaitRoom(int length, boolean timed, long nanos) throws InterruptedException {
        long deadline = timed ? clock.nanoTime() + nanos : 0;
        naps.restart();
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while waiting for room in " + ring);
            }
            long left = timed ? deadline - clock.nanoTime() : Long.MAX_VALUE;
            if (left > 0) {
                naps.pause(this, left);
            }
            usage.requireOpen();
            requireUnmarked();
            beat();
            int index = writer.claim(length);
            if (index != LaneWriter.FULL || left <= 0) {
                return index;
            }
        }
    }

    // ---- claims ----

    @Override
    public MutableDirectBuffer claim(int type, int length) throws InterruptedException {
        return Objects.requireNonNull(claimWithin(type, length, Long.MAX_VALUE));
    }

    /** As {@link #claim}, waiting for room at most so long. Null: there is still none. */
    @Nullable MutableDirectBuffer claimWithin(int type, int length, long nanos) throws InterruptedException {
        requireMessage(type, length);
        usage.enter();
        int index = LaneWriter.FULL;
        try {
            index = claimNow(length);
            if (index == LaneWriter.FULL && nanos > 0) {
                index = awaitRoom(length, nanos < Timeouts.FOREVER, nanos);
            }
            return index == LaneWriter.FULL ? null : over(index, type, length);
        } catch (RuntimeException | InternalError e) {
            index = LaneWriter.FULL;
            endClaim();
            throw mapping.cutOff().failure(e);
        } finally {
            leaveUnlessClaimed(index);
        }
    }

    @Override
    public @Nullable MutableDirectBuffer tryClaim(int type, int length) {
        requireMessage(type, length);
        usage.enter();
        int index = LaneWriter.FULL;
        try {
            index = claimNow(length);
            return index == LaneWriter.FULL ? null : over(index, type, length);
        } catch (RuntimeException | InternalError e) {
            index = LaneWriter.FULL;
            endClaim();
            throw mapping.cutOff().failure(e);
        } finally {
            leaveUnlessClaimed(index);
        }
    }

    /** A claim counts as use until it is over: its bytes must stay mapped. */
    private MutableDirectBuffer over(int index, int type, int length) {
        claimedType = type;
        claimedLength = length;
        claimer = Thread.currentThread();
        claimed.wrap(lane.memory(), index, length);
        return claimed;
    }

    private void leaveUnlessClaimed(int index) {
        if (index == LaneWriter.FULL) {
            usage.leave();
        }
    }

    @Override
    public void commit() {
        int length = requireClaim();
        endClaim();
        try {
            mapping.cutOff().requireUnknown();
            commit(claimedType, length);
        } catch (RuntimeException | InternalError e) {
            throw mapping.cutOff().failure(e);
        } finally {
            usage.leave();
        }
    }

    private int requireClaim() {
        if (claimedLength == NO_CLAIM) {
            usage.requireOpen();
            throw new IllegalStateException("nothing is claimed of lane " + number + " of " + ring);
        }
        return claimedLength;
    }

    @Override
    public void abort() {
        if (claimedLength != NO_CLAIM) {
            endClaim();
            usage.leave();
        }
    }

    private void endClaim() {
        claimedLength = NO_CLAIM;
        claimer = null;
        claimed.wrap(0, 0);
    }

    // ---- a channel over it ----

    @Override
    public <T> Sender<T> channel(Codec<T> codec) {
        return new CodecSender<>(
                this, ring, mapping, lane, new CheckedCodec<>(codec, maxMessageLength, "lane's capacity"));
    }

    /** Whether a claim would find room now. Any thread may look. */
    boolean hasRoom(int length) {
        return writer.hasRoom(length);
    }

    /** Whether it was closed, or is about to be. */
    boolean isClosed() {
        return usage.isClosed();
    }

    /** What an operation throws once it was closed. */
    IllegalStateException closedHere() {
        ChannelClosedException cutOff = mapping.cutOff().closed();
        return cutOff != null ? cutOff : usage.closedHere();
    }

    @Override
    public void close() {
        if (claimer == Thread.currentThread()) {
            abort();
        }
        usage.close();
    }

    @Override
    public String toString() {
        return "sender of lane " + number + " of " + ring;
    }
}
