package io.millrace.internal.offheap;

import io.millrace.offheap.LongChannel;
import java.time.Duration;
import java.util.function.LongConsumer;

/** A ring of longs. */
final class Longs extends Numbers<LongConsumer> implements LongChannel {

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
    void handle(LongConsumer handler, long bits) {
        handler.accept(bits);
    }
}
