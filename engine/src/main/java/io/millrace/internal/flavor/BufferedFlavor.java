package io.millrace.internal.flavor;

import io.millrace.Waiting;
import io.millrace.internal.park.Idle;
import io.millrace.internal.park.NanoClock;
import io.millrace.internal.park.WaitSide;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What the flavours with a buffer share: both sides claim sequences, and wait by trying again. */
abstract class BufferedFlavor<T> extends Flavor<T> {

    /**
     * A side that found nothing lets the other get ahead by about a cache line of messages before it looks again, so that lines
     * change hands full. Where the buffer is so small that this would be most of it, it looks again at once.
     */
    private static final int SLIP_PAUSES = 16;

    private static final int SLIP_CAPACITY = 64;

    final CloseWord closeWord = new CloseWord(this::nextClaim);
    final WaitSide senders;
    final WaitSide receivers;
    private final NanoClock clock;

    BufferedFlavor(ChannelConfig<T> config) {
        super(config);
        this.clock = config.clock();
        this.senders = side(config.sendWaiting(), this::maySend, config);
        this.receivers = side(config.receiveWaiting(), this::mayReceive, config);
    }

    private static WaitSide side(Waiting waiting, BooleanSupplier ready, ChannelConfig<?> config) {
        int pauses = config.capacity() < SLIP_CAPACITY ? 1 : SLIP_PAUSES;
        return new WaitSide(waiting.spins(), waiting.parks(), pauses, ready, config.parker(), config.clock());
    }

    /** The sequence that the next send will claim. */
    abstract long nextClaim();

    /** The sequence that the next receive will take. */
    abstract long nextTake();

    // ---- sending ----

    /** Whether a blocked sender should try again: there is room by the claims, or the channel is closed. */
    private boolean maySend() {
        return !closeWord.isOpen() || hasRoom();
    }

    /** Whether there is room, by the claims. */
    boolean hasRoom() {
        long take = nextTake(); // before the claims, so that the difference is never too small
        return nextClaim() - take < capacity();
    }

    @Override
    final boolean awaitSend(T message, boolean timed, long timeoutNanos) throws InterruptedException {
        long deadline = timed ? clock.nanoTime() + timeoutNanos : 0;
        int step = WaitSide.START;
        try {
            while (true) {
                step = senders.pause(step, this, timed, deadline);
                boolean expired = timed && deadline - clock.nanoTime() <= 0;
                int status = offer(message);
                if (status == ACCEPTED) {
                    return true;
                }
                if (status == CLOSED) {
                    throw closedForSend();
                }
                if (expired) {
                    return false;
                }
            }
        } finally {
            senders.done(step);
        }
    }

    // ---- receiving ----

    /** Whether a blocked receiver should try again: something was claimed, or the channel is closed. */
    private boolean mayReceive() {
        return !closeWord.isOpen() || nextClaim() > nextTake();
    }

    @Override
    final @Nullable T awaitReceive(boolean timed, long timeoutNanos) throws InterruptedException {
        long deadline = timed ? clock.nanoTime() + timeoutNanos : 0;
        int step = WaitSide.START;
        try {
            while (true) {
                step = receivers.pause(step, this, timed, deadline);
                boolean expired = timed && deadline - clock.nanoTime() <= 0;
                T message = take();
                if (message != null) {
                    afterTake();
                    return message;
                }
                if (expired || isClosedForReceive()) {
                    return null;
                }
            }
        } finally {
            receivers.done(step);
        }
    }

    // ---- closing ----

    @Override
    final void closeWith(@Nullable Throwable cause) {
        closeWord.close(cause);
        senders.wakeAll();
        receivers.wakeAll();
    }

    @Override
    final @Nullable Throwable closeCause() {
        return closeWord.cause();
    }

    @Override
    public final boolean isClosedForSend() {
        return !closeWord.isOpen();
    }

    @Override
    public final boolean isClosedForReceive() {
        return !closeWord.isOpen() && nextTake() >= closeWord.end();
    }

    @Override
    final void snooze() {
        Idle.snooze();
    }

    // ---- looking inside ----

    @Override
    public final int size() {
        while (true) {
            long take = nextTake();
            long end = closeWord.isOpen() ? nextClaim() : closeWord.end();
            if (take == nextTake()) { // so that both held at one moment, and the difference cannot exceed the capacity
                return (int) Math.min(Math.max(0, end - take), capacity());
            }
        }
    }

    @Override
    void checkInvariants() {
        senders.checkInvariants();
        receivers.checkInvariants();
        long take = nextTake();
        long claim = nextClaim();
        if (take > claim) {
            throw new AssertionError("taken up to " + take + ", claimed only up to " + claim);
        }
    }
}
