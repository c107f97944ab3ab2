package io.millrace.bench.suite.processes;

import io.millrace.offheap.SharedReceiver;
import io.millrace.offheap.SharedRing;
import io.millrace.offheap.SharedSender;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;

/** Two rings of this library, with a lane each. It waits by itself. */
final class SharedRingEndpoint implements Endpoint {

    private final SharedRing out;
    private final SharedRing in;
    private final SharedSender sender;
    private final SharedReceiver receiver;
    private final MessageHandler handler;

    SharedRingEndpoint(Side side, Path folder, int capacity, MessageHandler handler) {
        this.out = open(side, side.out(folder), capacity);
        this.in = open(side, side.in(folder), capacity);
        this.sender = out.openSender();
        this.receiver = in.openReceiver();
        this.handler = handler;
    }

    private static SharedRing open(Side side, Path file, int capacity) {
        return side == Side.LOCAL
                ? SharedRing.builder(file).lanes(1).laneCapacity(capacity).create()
                : SharedRing.attach(file);
    }

    @Override
    public void send(DirectBuffer bytes, int length) throws InterruptedException {
        sender.send(1, bytes, 0, length);
    }

    @Override
    public void receive(int limit) throws InterruptedException {
        receiver.receive(handler, limit);
    }

    @Override
    public void close() {
        out.close();
        in.close();
    }
}
