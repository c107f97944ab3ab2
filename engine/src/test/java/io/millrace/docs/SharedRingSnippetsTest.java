package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ChannelClosedException;
import io.millrace.offheap.Lease;
import io.millrace.offheap.SharedReceiver;
import io.millrace.offheap.SharedRing;
import io.millrace.offheap.SharedRingState;
import io.millrace.offheap.SharedRingState.OwnerState;
import io.millrace.offheap.SharedSender;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of docs/off-heap-processes.md. */
class SharedRingSnippetsTest {

    private static final int TRADE = 1;

    @TempDir
    private Path folder;

    private Path file;
    private final List<Long> prices = new ArrayList<>();

    @BeforeEach
    void name() {
        file = folder.resolve("trades");
    }

    private void book(long price) {
        prices.add(price);
    }

    private void send(long price) throws InterruptedException {
        // snippet: sharedSend
        try (SharedRing ring =
                        SharedRing.builder(file).lanes(4).laneCapacity(1 << 16).open();
                SharedSender sender = ring.openSender()) {
            UnsafeBuffer message = new UnsafeBuffer(new byte[Long.BYTES]);
            message.putLong(0, price);
            sender.send(TRADE, message, 0, Long.BYTES);
        }
        // end
    }

    private void receiveAll() throws InterruptedException {
        // snippet: sharedReceive
        try (SharedRing ring = SharedRing.attach(file);
                SharedReceiver receiver = ring.openReceiver()) {
            while (true) {
                receiver.receive((type, buffer, index, length) -> book(buffer.getLong(index)), 100);
            }
        } catch (ChannelClosedException shutDown) {
            // every message has been received
        }
        // end
    }

    @Test
    void whatIsSentIsReceivedUntilTheRingIsShutDown() throws InterruptedException {
        send(100);
        send(101);
        try (SharedRing ring = SharedRing.attach(file);
                SharedSender sender = ring.openSender()) {
            long price = 102;
            // snippet: sharedClaim
            try (Lease claimed = sender.claim(TRADE, Long.BYTES)) {
                claimed.buffer().putLong(0, price);
                claimed.commit();
            }
            // end

            // snippet: sharedShutdown
            ring.shutdown("end of day");
            // end
            assertThatThrownBy(() -> sender.claim(TRADE, Long.BYTES)).cause().hasMessage("end of day");
        }
        receiveAll();

        assertThat(prices).containsExactly(100L, 101L, 102L);
    }

    @Test
    void aStoppedSenderIsFenced() {
        try (SharedRing ring = SharedRing.builder(file).lanes(2).open();
                SharedSender sender = ring.openSender()) {
            fenceStopped(ring);
            assertThat(ring.state().lanes().get(sender.lane()).fenced()).isFalse();
        }
    }

    @Test
    void aGroupSharesARing() {
        // snippet: sharedPermissions
        SharedRing ring = SharedRing.builder(file)
                .permissions(PosixFilePermissions.fromString("rw-rw----"))
                .acceptForeign() // the others of the group are other users
                .open();
        // end
        ring.close();

        assertThat(file).exists();
    }

    private static void fenceStopped(SharedRing ring) {
        // snippet: sharedFence
        List<SharedRingState.Lane> lanes = ring.state().lanes();
        for (int lane = 0; lane < lanes.size(); lane++) {
            SharedRingState.Owner owner = lanes.get(lane).owner();
            if (owner.state() == OwnerState.STOPPED) {
                ring.fence(lane, owner.epoch());
            }
        }
        // end
    }
}
