package io.millrace.internal.offheap;

import io.millrace.offheap.DoubleChannel;
import java.time.Duration;
import java.util.function.DoubleConsumer;

/** A ring of doubles, NaNs with their bits. Repeats {@link Longs}, as generics do not range over primitive types. */
final class Doubles extends Numbers<DoubleConsumer> implements DoubleChannel {

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
    void handle(DoubleConsumer handler, long bits) {
        handler.accept(Double.longBitsToDouble(bits));
    }
}
