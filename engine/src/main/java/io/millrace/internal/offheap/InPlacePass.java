package io.millrace.internal.offheap;

import static org.agrona.concurrent.ringbuffer.RecordDescriptor.ALIGNMENT;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.HEADER_LENGTH;

import io.millrace.internal.memory.Cursor;
import io.millrace.internal.memory.Fences;
import io.millrace.internal.terms.Undelivered;
import java.util.Objects;
import org.agrona.BitUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A pass over the ring by the only consumer, or by a thread that discards: hands on what lies before the end, and
 * counts. One of its two targets is set. The handler runs without a lock. Meanwhile nobody else takes anything; those
 * that look find here from where on records are whole.
 */
final class InPlacePass implements ControlledMessageHandler {

    /** {@link #reached()}: no pass is under way. */
    static final long IDLE = -1;

    /** Added to a position while Agrona may give back what lies before it, and any padding behind it. */
    private static final long MOVING = 1;

    private final RingBuffer ring;
    private final RingView view;
    private final Runnable freed;

    /** The message that the handler gets; nothing else is in its reach. */
    private final UnsafeBuffer message = new UnsafeBuffer(0, 0);

    /**
     * The position of the first record that the handler has not got, with MOVING if no foreign code has the thread;
     * IDLE if there is no pass.
     * <p>Written by: the thread of the pass (release or with a fence behind, {@code LOOK}); from IDLE under the lock of
     * the receiving side, and back without, before it looks whether the ring was cancelled, or what else is to be
     * discarded ({@code CANCEL}).
     * <p>Read by: any thread that looks, before and after (volatile, {@code LOOK}); any thread that cancels, after it
     * has said so (volatile, {@code CANCEL}).
     */
    private final Cursor reached = new Cursor(IDLE);

    /** The thread of the pass under way. Written by it alone; others only need to see that it is not they. */
    private @Nullable Thread reader;

    private @Nullable MessageHandler plain;
    private @Nullable ControlledMessageHandler controlled;
    private boolean discarding;
    private long from;

    /** How many messages the handler has taken. */
    int taken;

    /** Whether the handler was given any. */
    boolean offered;

    private boolean stopped;
    private boolean committed;
    private @Nullable Throwable failure;

    /** @param freed called in the middle of a pass, when it has given room back */
    InPlacePass(RingBuffer ring, RingView view, Runnable freed) {
        this.ring = ring;
        this.view = view;
        this.freed = freed;
    }

    // ---- what others see of it ----

    /** How far the pass under way is, for {@link #isNothing} and {@link #isAhead}; or IDLE. */
    long reached() {
        return reached.valueVolatile(); // acquire LOOK <- goesOn, acquire CANCEL <- end
    }

    boolean isUnderWay() {
        return reached() != IDLE;
    }

    /** From where on there are records that the handler has not got. */
    static long position(long reached) {
        return reached & -ALIGNMENT;
    }

    /** Whether a message is still there that was copied from a position. */
    boolean isAhead(long position) {
        Fences.loadLoad(); // LOOK: the copy was made before this look; if what it read was given back, this finds
        // that out
        long now = reached();
        return position >= (now == IDLE ? ring.consumerPosition() : position(now));
    }

    /** Whether there was no message, if none was found while the pass had come so far. */
    boolean isNothing(long reachedBefore) {
        Fences.loadLoad(); // LOOK: as above
        return (reachedBefore & MOVING) == 0 && reached() == reachedBefore;
    }

    /** Whether the calling thread is in it. */
    boolean isOfThisThread() {
        return reader == Thread.currentThread();
    }

    // ---- the pass ----

    /**
     * With the lock, if none is under way. What is left by a cancel goes to a handler that {@code discards}, and to no
     * other.
     */
    void begin(
            @Nullable MessageHandler plainTarget,
            @Nullable ControlledMessageHandler controlledTarget,
            boolean discards) {
        discarding = discards;
        from = ring.consumerPosition();
        reached.valueOpaque(from | MOVING);
        reader = Thread.currentThread();
        plain = plainTarget;
        controlled = controlledTarget;
        taken = 0;
        offered = false;
        stopped = false;
        committed = false;
    }

    void end() {
        plain = null;
        controlled = null;
        failure = null;
        reader = null;
        Harmless.end(message);
        reached.valueRelease(IDLE); // release CANCEL -> reached
    }

    /** Agrona ends a pass where its memory ends, and may have come over nothing but padding. */
    void read(int limit) {
        boolean again = false;
        while (true) {
            ring.controlledRead(this, limit - taken); // acquire RECORD <- commit, release ROOM -> tryClaim
            long now = ring.consumerPosition();
            Undelivered.rethrow(failure);
            boolean atEnd = now != from && (now & ring.capacity() - 1L) == 0;
            if (stopped || taken == limit || !atEnd || again && taken > 0) {
                return;
            }
            again = true;
            from = now;
            runFreed(now);
        }
    }

    @Override
    public Action onMessage(int type, MutableDirectBuffer bytes, int index, int length) {
        long position = view.positionOf(index, from);
        if (committed) {
            committed = false;
            if (!wakes(position)) {
                stopped = true;
                return Action.ABORT; // the message stays
            }
        }
        if (view.isCancelled() && !discarding) {
            stopped = true;
            return Action.ABORT; // goes to the callback for undelivered messages
        }
        if (view.isBehindEnd(position)) {
            return Action.CONTINUE;
        }
        offered = true;
        taken++; // also if the handler throws
        message.wrap(bytes, index, length);
        long next = position + BitUtil.align(length + HEADER_LENGTH, ALIGNMENT);
        reached.valueRelease(next);
        try {
            return plain == null ? control(type, length) : pass(plain, type, length);
        } finally {
            goesOn(next);
        }
    }

    /** In the middle of Agrona's read: if this threw, the next message would be lost. */
    private boolean wakes(long position) {
        try {
            runFreed(position);
            return true;
        } catch (RuntimeException | Error e) {
            failure = e;
            return false;
        }
    }

    /** Wakes others, which may run foreign code on this thread. */
    private void runFreed(long position) {
        reached.valueRelease(position);
        try {
            freed.run();
        } finally {
            goesOn(position);
        }
    }

    private void goesOn(long position) {
        reached.valueOpaque(position | MOVING); // release LOOK -> reached
        Fences.storeStore(); // LOOK: it is visible before Agrona zeroes what it gives back
    }

    private Action pass(MessageHandler target, int type, int length) {
        target.onMessage(type, message, 0, length);
        return Action.CONTINUE;
    }

    private Action control(int type, int length) {
        Action action = Objects.requireNonNull(controlled).onMessage(type, message, 0, length);
        if (action == Action.ABORT) {
            taken--;
        }
        stopped = action == Action.ABORT || action == Action.BREAK;
        committed = action == Action.COMMIT;
        return Objects.requireNonNull(action, "action of the handler");
    }
}
