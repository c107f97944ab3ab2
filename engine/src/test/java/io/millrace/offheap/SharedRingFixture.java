package io.millrace.offheap;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A ring between processes of two lanes for each test, and what fills it. */
abstract class SharedRingFixture {

    static final int CAPACITY = 128;

    @TempDir
    Path folder;

    SharedRing ring;
    final UnsafeBuffer bytes = new UnsafeBuffer(new byte[64]);
    final List<Long> received = new ArrayList<>();
    final MessageHandler collect = (type, buffer, index, length) -> received.add(buffer.getLong(index));

    @BeforeEach
    void create() {
        ring = SharedRing.builder(folder.resolve("ring"))
                .lanes(2)
                .laneCapacity(CAPACITY)
                .create();
    }

    @AfterEach
    void close() {
        ring.close();
    }

    boolean trySend(SharedSender sender, long number) {
        bytes.putLong(0, number);
        return sender.trySend(1, bytes, 0, Long.BYTES);
    }

    int fill(SharedSender sender) {
        int sent = 0;
        while (trySend(sender, sent)) {
            sent++;
        }
        return sent;
    }
}
