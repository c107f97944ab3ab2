package io.millrace.internal.offheap;

import java.util.Objects;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.jspecify.annotations.Nullable;

/** The only consumer's pass over the ring: hands on what lies before the end, and counts. One of its two targets is set. */
final class InPlacePass implements ControlledMessageHandler {

    private final RingBuffer ring;
    private final RingView view;
    private final Runnable freed;

    /** The message that the handler gets; nothing else is in its reach. */
    private final UnsafeBuffer message = new UnsafeBuffer(0, 0);

    private @Nullable MessageHandler plain;
    private @Nullable ControlledMessageHandler controlled;
    private long from;

    /** How many messages the handler has taken. */
    int taken;

    /** Whether the handler was given any. */
    boolean offered;

    private boolean stopped;
    private boolean committed;

    /** @param freed called in the middle of a pass, when it has given room back */
    InPlacePass(RingBuffer ring, RingView view, Runnable freed) {
        this.ring = ring;
        this.view = view;
        this.freed = freed;
    }

    void begin(@Nullable MessageHandler plainTarget, @Nullable ControlledMessageHandler controlledTarget) {
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
        Harmless.end(message);
    }

    /** Agrona ends a pass where its memory ends, and may have come over nothing but padding. */
    void read(int limit) {
        boolean again = false;
        from = ring.consumerPosition();
        while (true) {
            ring.controlledRead(this, limit - taken); // acquire RECORD <- commit, release ROOM -> tryClaim
            long now = ring.consumerPosition();
            boolean atEnd = now != from && (now & ring.capacity() - 1L) == 0;
            if (stopped || taken == limit || !atEnd || again && taken > 0) {
                return;
            }
            again = true;
            from = now;
            freed.run();
        }
    }

    @Override
    public Action onMessage(int type, MutableDirectBuffer bytes, int index, int length) {
        if (committed) {
            committed = false;
            freed.run();
        }
        if (view.isCancelled()) {
            stopped = true;
            return Action.ABORT; // goes the way of what is undelivered
        }
        if (view.isBehindEnd(from, index)) {
            return Action.CONTINUE;
        }
        offered = true;
        taken++; // also if the handler throws
        message.wrap(bytes, index, length);
        return plain == null ? control(type, length) : pass(plain, type, length);
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
