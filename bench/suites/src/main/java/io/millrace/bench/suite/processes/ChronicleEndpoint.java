package io.millrace.bench.suite.processes;

import java.nio.file.Path;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;

/** Two queues of Chronicle: logs that keep every message, so that a sender never waits and the files grow. */
final class ChronicleEndpoint implements Endpoint {

    /** What it needs to map files; and it shall not report its use to its makers, nor that nobody logs. */
    static final List<String> FLAGS = List.of(
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "-Dchronicle.analytics.disable=true",
            "-Dslf4j.internal.verbosity=ERROR");

    /** No message has more bytes of header and padding. */
    private static final int SPARE = 64;

    private static final long LEAST_FREE = 256L << 20;

    private final Path folder;
    private final ChronicleQueue out;
    private final ChronicleQueue in;
    private final ExcerptAppender appender;
    private final ExcerptTailer tailer;
    private final PointerBytesStore source = BytesStore.nativePointer();
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final MessageHandler handler;
    private final PeerBackoff patience = new PeerBackoff();

    ChronicleEndpoint(Side side, Path folder, MessageHandler handler) {
        this.folder = folder;
        this.out = ChronicleQueue.single(side.out(folder).toString());
        this.in = ChronicleQueue.single(side.in(folder).toString());
        this.appender = out.createAppender();
        this.tailer = in.createTailer();
        this.handler = handler;
    }

    @Override
    public void prepare(int messages, int length) {
        long needed = LEAST_FREE + (long) messages * (length + SPARE);
        long free = folder.toFile().getUsableSpace();
        if (free < needed) {
            throw new IllegalStateException(
                    "the log would fill the disk: " + free + " bytes are free, a run needs " + needed);
        }
    }

    @Override
    public void send(DirectBuffer bytes, int length) {
        source.set(bytes.addressOffset(), length);
        appender.writeBytes(source);
    }

    @Override
    public void receive(int limit) throws InterruptedException {
        if (!take()) {
            patience.restart();
            do {
                patience.pause();
            } while (!take());
        }
        for (int taken = 1; taken < limit && take(); taken++) {}
    }

    private boolean take() {
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                return false;
            }
            Bytes<?> bytes = document.wire().bytes();
            int length = (int) bytes.readRemaining();
            view.wrap(bytes.addressForRead(bytes.readPosition()), length);
            handler.onMessage(1, view, 0, length);
            return true;
        }
    }

    @Override
    public void close() {
        out.close();
        in.close();
    }
}
