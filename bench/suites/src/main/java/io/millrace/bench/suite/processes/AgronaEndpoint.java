package io.millrace.bench.suite.processes;

import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Two bare rings of Agrona in mapped files. */
final class AgronaEndpoint implements Endpoint {

    private final MappedByteBuffer outFile;
    private final MappedByteBuffer inFile;
    private final RingBuffer out;
    private final RingBuffer in;
    private final MessageHandler handler;
    private final PeerBackoff patience = new PeerBackoff();

    AgronaEndpoint(Side side, Path folder, int capacity, MessageHandler handler) {
        this.outFile = map(side, side.out(folder), capacity);
        this.inFile = map(side, side.in(folder), capacity);
        this.out = new OneToOneRingBuffer(new UnsafeBuffer(outFile));
        this.in = new OneToOneRingBuffer(new UnsafeBuffer(inFile));
        this.handler = handler;
    }

    private static MappedByteBuffer map(Side side, Path file, int capacity) {
        return side == Side.LOCAL
                ? IoUtil.mapNewFile(file.toFile(), capacity + RingBufferDescriptor.TRAILER_LENGTH)
                : IoUtil.mapExistingFile(file.toFile(), "ring");
    }

    @Override
    public void send(DirectBuffer bytes, int length) throws InterruptedException {
        if (!out.write(1, bytes, 0, length)) {
            patience.restart();
            do {
                patience.pause();
            } while (!out.write(1, bytes, 0, length));
        }
    }

    @Override
    public void receive(int limit) throws InterruptedException {
        if (in.read(handler, limit) == 0) {
            patience.restart();
            do {
                patience.pause();
            } while (in.read(handler, limit) == 0);
        }
    }

    @Override
    public void close() {
        IoUtil.unmap(outFile);
        IoUtil.unmap(inFile);
    }
}
