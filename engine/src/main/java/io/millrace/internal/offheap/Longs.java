package io.millrace.internal.offheap;

import io.millrace.offheap.LongChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A ring of longs. */
final class Longs extends Numbers implements LongChannel {

    Longs(ByteRing ring) {
        super(ring);
    }

    @Override
    public void send(long value) throws InterruptedException {
        sendBits(value);
    }

    @Override
    public boolean trySend(long value) {
        return trySendBits(value);
    }

    @Override
    public boolean trySend(long value, Duration timeout) throws InterruptedException {
        return trySendBits(value, timeout);
    }

    @Override
    public long receive() throws InterruptedException {
        return receiveBits();
    }

    @Override
    public boolean tryReceive(LongConsumer handler) {
        Objects.requireNonNull(handler, "handler");
        return accept(tryTake(), handler);
    }

    @Override
    public boolean tryReceive(LongConsumer handler, Duration timeout) throws InterruptedException {
        Objects.requireNonNull(handler, "handler");
        return accept(tryTake(timeout), handler);
    }

    private boolean accept(@Nullable MessageCopy copy, LongConsumer handler) {
        if (copy != null) {
            handler.accept(bitsOf(copy));
        }
        return copy != null;
    }

    @Override
    public int drain(LongConsumer handler, int limit) {
        Objects.requireNonNull(handler, "handler");
        requireLimit(limit);
        int taken = 0;
        while (taken < limit && accept(take(), handler)) {
            taken++;
        }
        return taken;
    }

    @Override
    public void forEach(LongConsumer handler) throws InterruptedException {
        Objects.requireNonNull(handler, "handler");
        while (accept(takeNext(), handler)) {}
    }
}
