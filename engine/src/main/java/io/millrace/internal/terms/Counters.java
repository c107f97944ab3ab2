package io.millrace.internal.terms;

import io.millrace.ChannelStats;
import io.millrace.UndeliveredReason;
import io.millrace.internal.memory.Cursor;

/** The counters of a channel that counts. */
public final class Counters {

    public final Tally accepted;
    public final Tally received;
    public final Tally blockedSends;
    public final Tally blockedReceives;

    /** By any thread that cancels. */
    private final Tally cancelled = new Tally(false);

    /** Claims without a message, which a cancel has passed over. */
    public final Tally passedOver = new Tally(false);

    // By senders, whose messages need the room.
    private final Tally dropped;
    private final Tally evicted;
    private final Tally replaced;

    /**
     * The most messages that were in the channel.
     * <p>Written by: senders that find more (compare-and-set).
     * <p>Read by: the same, and anyone (volatile). Orders nothing: it only grows.
     */
    private final Cursor highest = new Cursor(0);

    /**
     * Only from this claim on can there be more messages than ever: {@link #highest} behind a position where receivers
     * have been. So senders look at the receivers' position once for as many messages as there ever were, and not for
     * each.
     * <p>Written and read by: senders (opaque). Orders nothing: every value it had is low enough.
     */
    private final Cursor lookAfter = new Cursor(Long.MIN_VALUE);

    /**
     * With cheaper counts for a side that has one thread at a time.
     *
     * @param byPosition whether the channel's positions tell how many messages came in and went out, so that neither is
     *     counted
     */
    public Counters(boolean singleProducer, boolean singleConsumer, boolean byPosition) {
        accepted = byPosition ? Tally.unused() : new Tally(singleProducer);
        dropped = new Tally(singleProducer);
        evicted = new Tally(singleProducer);
        replaced = new Tally(singleProducer);
        blockedSends = new Tally(singleProducer);
        received = byPosition ? Tally.unused() : new Tally(singleConsumer);
        blockedReceives = new Tally(singleConsumer);
    }

    /** The messages that went to the callback for this reason. */
    public Tally undelivered(UndeliveredReason reason) {
        // No switch: it would have a class of its own, to be initialized when it is first run.
        if (reason == UndeliveredReason.CANCELLED) {
            return cancelled;
        }
        if (reason == UndeliveredReason.DROPPED) {
            return dropped;
        }
        return reason == UndeliveredReason.EVICTED ? evicted : replaced;
    }

    /** Whether a sender whose claims go up to this may have found more messages than were ever there. */
    public boolean mayBeHighest(long claim) {
        return claim > lookAfter.valueOpaque();
    }

    /** A sender has found so many messages, after receivers had come to this position. */
    public void level(long taken, long messages) {
        long most = highest.valueVolatile();
        while (messages > most && !highest.compareAndSet(most, messages)) {
            most = highest.valueVolatile();
        }
        lookAfter.valueOpaque(taken + Math.max(most, messages));
    }

    /** A snapshot of the counters. */
    public ChannelStats snapshot(long buffered) {
        return snapshot(accepted.sum(), received.sum(), buffered);
    }

    /**
     * A snapshot of the counters of a channel whose positions tell the rest.
     *
     * @param claimed how many places senders have claimed before the end
     * @param taken how many of them were taken, or passed over
     */
    public ChannelStats snapshotAt(long claimed, long taken) {
        long lost = passedOver.sum();
        long notReceived = cancelled.sum() + lost;
        return snapshot(claimed - lost + dropped.sum(), Math.max(0, taken - notReceived), claimed - taken);
    }

    private ChannelStats snapshot(long in, long out, long buffered) {
        return new ChannelStats(
                true,
                in,
                out,
                cancelled.sum(),
                dropped.sum(),
                evicted.sum(),
                replaced.sum(),
                0,
                buffered,
                highest.valueVolatile(),
                blockedSends.sum(),
                blockedReceives.sum());
    }
}
