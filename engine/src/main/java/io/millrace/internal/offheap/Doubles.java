package io.millrace.internal.offheap;

import io.millrace.offheap.DoubleChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** A ring of doubles, NaNs with their bits. Repeats {@link Longs}, as generics do not range over primitive types. */
final class Doubles extends Numbers implements DoubleChannel {

    Doubles(ByteRing ring) {
        super(ring);
    }

    @Override
    public void send(double value) throws InterruptedException {
        sendBits(Double.doubleToRawLongBits(value));
    }

    @Override
    public boolean trySend(double value) {
        return trySendBits(Double.doubleToRawLongBits(value));
    }

    @Override
    public boolean trySend(double value, Duration timeout) throws InterruptedException {
        return trySendBits(Double.doubleToRawLongBits(value), timeout);
    }

    @Override
    public double receive() throws InterruptedException {
        return Double.longBitsToDouble(receiveBits());
    }

    @Override
    public boolean tryReceive(DoubleConsumer handler) {
        Objects.requireNonNull(handler, "handler");
        return accept(tryTake(), handler);
    }

    @Override
    public boolean tryReceive(DoubleConsumer handler, Duration timeout) throws InterruptedException {
        Objects.requireNonNull(handler, "handler");
        return accept(tryTake(timeout), handler);
    }

    private boolean accept(@Nullable MessageCopy copy, DoubleConsumer handler) {
        if (copy != null) {
            handler.accept(Double.longBitsToDouble(bitsOf(copy)));
        }
        return copy != null;
    }

    @Override
    public int drain(DoubleConsumer handler, int limit) {
        Objects.requireNonNull(handler, "handler");
        requireLimit(limit);
        int taken = 0;
        while (taken < limit && accept(take(), handler)) {
            taken++;
        }
        return taken;
    }

    @Override
    public void forEach(DoubleConsumer handler) throws InterruptedException {
        Objects.requireNonNull(handler, "handler");
        while (accept(takeNext(), handler)) {}
    }
}
