package io.millrace.bench.suite.processes;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.FragmentHandler;
import java.nio.file.Path;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;

/**
 * An exclusive publication and a subscription over Aeron's IPC. The local side runs the media driver, in one thread with Aeron's own
 * back-off. A term has the bytes of a ring, and a publisher may be half a term ahead.
 */
final class AeronEndpoint implements Endpoint {

    private static final String CHANNEL = "aeron:ipc";
    private static final int THERE = 1;
    private static final int BACK = 2;

    private final MediaDriver driver;
    private final Aeron aeron;
    private final ExclusivePublication out;
    private final Subscription in;
    private final FragmentHandler handler;
    private final PeerBackoff patience = new PeerBackoff();

    AeronEndpoint(Side side, Path folder, int capacity, MessageHandler handler) {
        String directory = folder.resolve("aeron").toString();
        this.driver = side == Side.LOCAL ? launch(directory, capacity) : null;
        this.aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(directory));
        this.out = aeron.addExclusivePublication(CHANNEL, side == Side.LOCAL ? THERE : BACK);
        this.in = aeron.addSubscription(CHANNEL, side == Side.LOCAL ? BACK : THERE);
        // What a subscription hands out can be written to, though its type does not say so.
        this.handler =
                (buffer, offset, length, header) -> handler.onMessage(1, (MutableDirectBuffer) buffer, offset, length);
    }

    private static MediaDriver launch(String directory, int capacity) {
        return MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(directory)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .ipcTermBufferLength(capacity));
    }

    @Override
    public void send(DirectBuffer bytes, int length) throws InterruptedException {
        if (!offer(bytes, length)) {
            patience.restart();
            do {
                patience.pause();
            } while (!offer(bytes, length));
        }
    }

    private boolean offer(DirectBuffer bytes, int length) {
        long result = out.offer(bytes, 0, length);
        if (result == Publication.CLOSED || result == Publication.MAX_POSITION_EXCEEDED) {
            throw new IllegalStateException("offer is refused: " + Publication.errorString(result));
        }
        return result > 0;
    }

    @Override
    public void receive(int limit) throws InterruptedException {
        if (in.poll(handler, limit) == 0) {
            patience.restart();
            do {
                patience.pause();
            } while (in.poll(handler, limit) == 0);
        }
    }

    @Override
    public void close() {
        CloseHelper.closeAll(aeron, driver);
    }
}
