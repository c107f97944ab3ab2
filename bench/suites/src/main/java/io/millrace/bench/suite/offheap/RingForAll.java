package io.millrace.bench.suite.offheap;

import io.millrace.offheap.Ring;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;

/** One ring from which all receivers take. Each promises to take so many, 64 at a time, until all of a run are promised. */
final class RingForAll implements ByteFan, ByteFan.Outlet {

    private static final int BATCH = 64;

    private final Ring ring;
    private final AtomicInteger unpromised = new AtomicInteger();

    RingForAll(Ring ring) {
        this.ring = ring;
    }

    @Override
    public void begin(int messages) {
        unpromised.set(messages);
    }

    @Override
    public Outlet sender(int sender) {
        return this;
    }

    @Override
    public void send(DirectBuffer bytes, int length) throws InterruptedException {
        ring.send(1, bytes, 0, length);
    }

    @Override
    public void end() {}

    @Override
    public void receiveAll(int receiver, MessageHandler handler) throws InterruptedException {
        while (true) {
            int left = Math.min(BATCH, unpromised.getAndAdd(-BATCH));
            if (left <= 0) {
                return;
            }
            while (left > 0) {
                left -= ring.receive(handler, left);
            }
        }
    }
}
