package io.millrace.internal.offheap.shared;

import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.UndeliveredReason;
import io.millrace.Waiting;
import io.millrace.internal.clock.Timeouts;
import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.offheap.CheckedCodec;
import io.millrace.internal.offheap.SmallBatches;
import io.millrace.internal.terms.Settings;
import io.millrace.internal.terms.Undelivered;
import io.millrace.offheap.Codec;
import io.millrace.offheap.SharedReceiver;
import io.millrace.offheap.UndeliveredHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.jspecify.annotations.Nullable;

/** The receiver of this process: goes round the lanes, waits, counts. */
final class MultiLaneReceiver extends SharedHandle implements SharedReceiver {

    /** The result of a read once the ring is closed and drained. */
    private static final int DRAINED = -1;

    private static final int BEAT_MASK = 63;

    private final List<LaneReader> readers = new ArrayList<>();
    private final SmallBatches smallBatches = new SmallBatches();
    private int next;
    private long batches;
    private long misses;
    private long received;
    private boolean lanesClosed;

    /** That the handler of the present call takes. */
    private int longestMessage;

    /** Makes a receiver for the owner of the receiver's place. */
    MultiLaneReceiver(MappedRing ring, Mapping mapping, Waiting waiting) {
        super(ring, mapping, RingLocks.RECEIVER, mapping.control, "receiver", waiting);
        for (Lane lane : mapping.lanes) {
            readers.add(new LaneReader(lane, "lane " + readers.size() + " of " + ring));
        }
        begin();
    }

    private void enter() {
        StackRoom.ensure(); // what has entered leaves
        usage.enter();
    }

    private static void requireArguments(MessageHandler handler, int limit) {
        Objects.requireNonNull(handler, "handler");
        Settings.requireAtLeast(1, "limit", limit);
    }

    @Override
    public int receive(MessageHandler handler, int limit) throws InterruptedException {
        return requireNotDrained(readWithin(handler, limit, Integer.MAX_VALUE, Long.MAX_VALUE));
    }

    @Override
    public int tryReceive(MessageHandler handler, int limit, Duration timeout) throws InterruptedException {
        return requireNotDrained(readWithin(handler, limit, Integer.MAX_VALUE, Timeouts.nanos(timeout)));
    }

    /**
     * Receives, waiting up to the timeout; a message longer than {@code longest} is refused and stays. Returns how many
     * messages it took, 0 if there is still none, DRAINED.
     */
    int readWithin(MessageHandler handler, int limit, int longest, long nanos) throws InterruptedException {
        requireArguments(handler, limit);
        enter();
        longestMessage = longest;
        try {
            int taken = read(handler, limit, RingCounters.RECEIVED);
            if (taken == 0 && nanos > 0) {
                taken = await(handler, limit, nanos);
            }
            return taken;
        } catch (RuntimeException | InternalError e) {
            throw mapping.cutOff.failure(e);
        } finally {
            usage.leave();
        }
    }

    @Override
    public int tryReceive(MessageHandler handler, int limit) {
        return requireNotDrained(readNow(handler, limit, Integer.MAX_VALUE));
    }

    /** As {@link #readWithin}, but never waits. */
    int readNow(MessageHandler handler, int limit, int longest) {
        requireArguments(handler, limit);
        enter();
        longestMessage = longest;
        try {
            return read(handler, limit, RingCounters.RECEIVED);
        } catch (RuntimeException | InternalError e) {
            throw mapping.cutOff.failure(e);
        } finally {
            usage.leave();
        }
    }

    private int requireNotDrained(int taken) {
        if (taken == DRAINED) {
            throw closedForReceive();
        }
        return taken;
    }

    /** Only once drained. Also where the memory may be unmapped meanwhile. */
    ChannelClosedException closedForReceive() {
        return new ChannelClosedException(ring + " is shut down and drained", mapping.look(ring::shutdownCause, null));
    }

    private int await(MessageHandler handler, int limit, long nanos) throws InterruptedException {
        long deadline = deadlines.after(nanos);
        naps.restart(received);
        while (true) {
            long left = pause(deadline, "a message of");
            beat();
            int taken = read(handler, limit, RingCounters.RECEIVED);
            if (taken != 0 || left <= 0) {
                return taken;
            }
        }
    }

    /** Reads once round the lanes. Returns how many messages it took, or DRAINED. */
    private int read(MessageHandler handler, int limit, int counter) {
        if (!lanesClosed && mapping.control.isClosed()) { // the closer may have died on its way
            mapping.closeLanes();
            lanesClosed = true;
        }
        int taken = readRound(handler, limit, counter);
        if (taken > 0) {
            received += taken;
            smallBatches.took(taken, limit);
            return taken;
        }
        smallBatches.foundNothing();
        if ((misses++ & BEAT_MASK) == 0) {
            beat();
            areDrained(); // also where nobody closes, damage has to come out
        }
        if (mapping.control.isClosed()) {
            mapping.closeLanes(); // from here on nothing is added
            taken = readRound(handler, limit, counter);
            return taken == 0 && areDrained() ? DRAINED : taken;
        }
        return taken;
    }

    private boolean areDrained() {
        int drained = 0;
        for (int number = 0; number < readers.size(); number++) { // no iterator, which would be garbage
            drained += readers.get(number).isDrained() ? 1 : 0;
        }
        return drained == readers.size();
    }

    /** The lane after the one where the last round ended comes first, so that no lane starves another. */
    private int readRound(MessageHandler handler, int limit, int counter) {
        int taken = 0;
        for (int looked = 0; looked < readers.size() && taken < limit; looked++) {
            int number = next;
            next = number + 1 == readers.size() ? 0 : number + 1;
            taken += readLane(number, handler, limit - taken, counter);
        }
        return taken;
    }

    private int readLane(int number, MessageHandler handler, int limit, int counter) {
        LaneReader reader = readers.get(number);
        try {
            return reader.read(handler, limit, longestMessage);
        } finally {
            if (reader.taken > 0) {
                CrashPoint.pass(CrashPoint.AFTER_RELEASE);
                mapping.counters.add(number, counter, reader.taken);
                if ((batches++ & BEAT_MASK) == 0) {
                    beat();
                }
            }
        }
    }

    @Override
    public long cancel() {
        return discardInto((type, bytes, index, length) -> {});
    }

    @Override
    public long cancel(UndeliveredHandler handler) {
        Discards discards = new Discards(Objects.requireNonNull(handler, "handler"));
        long discarded = 0;
        try {
            discarded = discardInto(discards);
        } catch (Throwable e) { // of a lane that is damaged
            discards.failure = Undelivered.and(discards.failure, e);
        }
        Undelivered.rethrow(discards.failure);
        return discarded;
    }

    /** Hands over the discarded messages. An exception of the handler is kept, so that it gets the rest as well. */
    private static final class Discards implements MessageHandler {

        private final UndeliveredHandler handler;
        private @Nullable Throwable failure;

        Discards(UndeliveredHandler handler) {
            this.handler = handler;
        }

        @Override
        public void onMessage(int type, MutableDirectBuffer bytes, int index, int length) {
            try {
                handler.onUndelivered(type, bytes, index, length, UndeliveredReason.CANCELLED);
            } catch (Throwable e) {
                failure = Undelivered.and(failure, e);
            }
        }
    }

    private long discardInto(MessageHandler handler) {
        enter();
        try {
            longestMessage = Integer.MAX_VALUE;
            mapping.close(null);
            long discarded = 0;
            int taken;
            do {
                taken = read(handler, Integer.MAX_VALUE, RingCounters.DISCARDED);
                discarded += Math.max(0, taken);
            } while (taken != DRAINED);
            return discarded;
        } catch (RuntimeException | InternalError e) {
            throw mapping.cutOff.failure(e);
        } finally {
            usage.leave();
        }
    }

    // ---- a channel over it ----

    @Override
    public <T> Receiver<T> channel(Codec<T> codec) {
        int longest = mapping.lanes.get(0).maxMessageLength();
        return new CodecReceiver<>(this, new CheckedCodec<>(codec, longest, "lane's capacity"));
    }
}
