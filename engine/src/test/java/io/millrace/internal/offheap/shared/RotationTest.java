package io.millrace.internal.offheap.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ChannelClosedException;
import io.millrace.offheap.SharedReceiver;
import io.millrace.offheap.SharedRing;
import io.millrace.offheap.SharedSender;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files that are renamed, replaced and deleted while both ends are at work, which go on with the file that has the name then. */
@EnabledOnOs(OS.LINUX)
class RotationTest {

    private static final int ROTATIONS = Integer.getInteger("millrace.rotations", 9);
    private static final int BATCH = 16;

    @TempDir
    private Path folder;

    private Path path;
    private volatile boolean stopping;

    /** How many messages of each session of the sender were accepted, and received. A session is the use of one file. */
    private final Map<Long, Long> sent = new ConcurrentHashMap<>();

    private final Map<Long, Long> received = new ConcurrentHashMap<>();

    /** In which session of the receiver each of the sender's was seen. */
    private final Map<Long, Long> seenIn = new ConcurrentHashMap<>();

    private final Map<String, Long> faults = new ConcurrentHashMap<>();

    private SharedRing open(Path file) {
        return SharedRing.builder(file).lanes(1).laneCapacity(4096).open();
    }

    @Test
    void everyMessageComesOutOfTheFileThatItWentInto() throws Exception {
        path = folder.resolve("ring");
        try (Actors actors = new Actors()) {
            Actor<Void> sender = actors.run("sender", this::sendAndReattach);
            Actor<Void> receiver = actors.run("receiver", this::receiveAndReattach);
            for (int rotation = 0; rotation < ROTATIONS; rotation++) {
                awaitTraffic();
                rotate(rotation);
            }
            awaitTraffic();
            stopping = true;
            SharedRing last = open(path);
            last.shutdown();
            last.close();
            sender.join();
            receiver.join();
        }
        assertThat(faults).isEmpty();
        assertThat(sent).hasSizeGreaterThan(ROTATIONS);
        sent.values().removeIf(messages -> messages == 0); // closed before the first
        assertThat(received).isEqualTo(sent);
    }

    /** Until both ends use the file that has the name now: the receiver gets messages that were sent after this began. */
    private void awaitTraffic() {
        long session = sent.size();
        long before = received.getOrDefault(session, 0L);
        Await.until(
                "both ends are at work",
                () -> received.getOrDefault((long) sent.size(), 0L)
                        > (sent.size() == session ? before + BATCH : BATCH));
    }

    private void rotate(int rotation) throws IOException {
        Path next = folder.resolve("next" + rotation);
        Path old = folder.resolve("old" + rotation);
        switch (rotation % 3) {
            case 0 -> Files.move(path, old);
            case 1 -> Files.delete(path);
            default -> {
                open(next).close();
                Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        long session = sent.size();
        Await.until("both ends have left it", () -> sent.size() > session);
    }

    private void sendAndReattach() throws InterruptedException {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[2 * Long.BYTES]);
        while (!stopping) {
            try (SharedRing ring = open(path);
                    SharedSender sender = ring.openSender()) {
                long session = sent.size() + 1L;
                sent.put(session, 0L);
                for (long number = 0; ; number++) {
                    bytes.putLong(0, session);
                    bytes.putLong(Long.BYTES, number);
                    sender.send(1, bytes, 0, 2 * Long.BYTES);
                    sent.put(session, number + 1);
                }
            } catch (ChannelClosedException e) {
                // goes on with the next file
            }
        }
    }

    private void receiveAndReattach() throws InterruptedException {
        for (long session = 1; !stopping; session++) {
            long own = session;
            try (SharedRing ring = open(path);
                    SharedReceiver receiver = ring.openReceiver()) {
                while (true) {
                    receiver.receive(
                            (type, buffer, index, length) -> {
                                long of = buffer.getLong(index);
                                long number = buffer.getLong(index + Long.BYTES);
                                if (seenIn.computeIfAbsent(of, first -> own) != own) {
                                    faults.merge("of another file", 1L, Long::sum);
                                }
                                if (received.getOrDefault(of, 0L) != number) {
                                    faults.merge("out of order or lost", 1L, Long::sum);
                                }
                                received.put(of, number + 1);
                            },
                            BATCH);
                }
            } catch (ChannelClosedException e) {
                // goes on with the next file
            }
        }
    }
}
