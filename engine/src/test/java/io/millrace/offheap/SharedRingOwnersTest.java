package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ChannelClosedException;
import io.millrace.offheap.SharedRingState.OwnerState;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What a ring between processes promises, within one process: owners, fencing, shutdown, its state. */
class SharedRingOwnersTest extends SharedRingFixture {

    // ---- owners ----

    @Test
    void lanesAreGivenOncePerOwner() {
        ring.openSender();
        SharedSender second = ring.openSender();

        assertThatThrownBy(ring::openSender)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("all lanes")
                .hasMessageContaining("pid " + ProcessHandle.current().pid());
        second.close();
        SharedSender third = ring.openSender();

        assertThat(third.lane()).isEqualTo(1);
        assertThat(third.epoch()).isEqualTo(2);
    }

    @Test
    void thereIsOneReceiver() {
        SharedReceiver receiver = ring.openReceiver();

        assertThatThrownBy(ring::openReceiver)
                .hasMessageContaining(
                        "has a receiver: pid " + ProcessHandle.current().pid());
        receiver.close();
        ring.openReceiver();
    }

    @Test
    void whatAClosedSenderHasSentIsReceived() {
        try (SharedSender sender = ring.openSender()) {
            trySend(sender, 1);
        }
        try (SharedSender sender = ring.openSender()) {
            trySend(sender, 2);
        }
        ring.openReceiver().tryReceive(collect, 10);

        assertThat(received).containsExactly(1L, 2L);
    }

    @Test
    void aFencedSenderThrowsAndItsLaneIsNotGivenAway() {
        SharedSender fenced = ring.openSender();
        trySend(fenced, 1);
        Lease claimed = fenced.tryClaim(1, 8);
        assertThat(ring.fence(1, 0)).isFalse();

        assertThat(ring.fence(0, fenced.epoch())).isTrue();

        assertThatThrownBy(claimed::commit)
                .isInstanceOf(ChannelClosedException.class)
                .hasMessageContaining("lane 0 was fenced");
        assertThatThrownBy(() -> trySend(fenced, 2)).isInstanceOf(ChannelClosedException.class);
        SharedSender other = ring.openSender();
        assertThatThrownBy(ring::openSender).hasMessageContaining("fenced");
        trySend(other, 3);
        ring.openReceiver().tryReceive(collect, 10);
        assertThat(received).containsExactlyInAnyOrder(1L, 3L);
        fenced.close();
        assertThat(ring.openSender().lane()).isZero();
    }

    @Test
    void fencingWakesASenderThatWaits() {
        SharedSender sender = ring.openSender();
        fill(sender);
        try (Actors actors = new Actors()) {
            Actor<Void> waiting = actors.run("sender", () -> sender.send(1, bytes, 0, 8));
            waiting.awaitBlocked();
            ring.fence(0, sender.epoch());
            assertThat(waiting.failure()).hasMessageContaining("was fenced");
        }
    }

    // ---- shutting down ----

    @Test
    void afterAShutdownSendsFailAndTheRestIsReceived() {
        SharedSender sender = ring.openSender();
        SharedReceiver receiver = ring.openReceiver();
        trySend(sender, 1);

        ring.shutdown("enough");
        ring.shutdown("another reason");

        assertThatThrownBy(() -> trySend(sender, 2))
                .isInstanceOf(ChannelClosedException.class)
                .hasMessageContaining("is shut down")
                .cause()
                .hasMessage("enough");
        assertThat(receiver.tryReceive(collect, 10)).isOne();
        assertThatThrownBy(() -> receiver.tryReceive(collect, 10))
                .isInstanceOf(ChannelClosedException.class)
                .hasMessageContaining("drained");
        assertThatThrownBy(ring::openSender).isInstanceOf(ChannelClosedException.class);
        assertThat(ring.isShutdown()).isTrue();
        assertThat(ring.shutdownReason()).isEqualTo("enough");
    }

    @Test
    void shutdownWakesBothSides() {
        SharedSender sender = ring.openSender();
        SharedReceiver receiver = ring.openReceiver();
        try (Actors actors = new Actors()) {
            Actor<Integer> waiting = actors.start("receiver", () -> receiver.receive(collect, 10));
            waiting.awaitBlocked();
            ring.shutdown();
            assertThat(waiting.failure())
                    .isInstanceOf(ChannelClosedException.class)
                    .hasNoCause();
        }
        assertThatThrownBy(() -> sender.send(1, bytes, 0, 8)).isInstanceOf(ChannelClosedException.class);
    }

    @Test
    void everyMessageAcceptedBeforeAShutdownIsReceived() {
        SharedReceiver receiver = ring.openReceiver();
        try (Actors actors = new Actors()) {
            List<Actor<Long>> senders = actors.startEach(2, "sender", number -> sendUntilClosed());
            for (int batch = 0; batch < 1_000; batch++) {
                receiver.tryReceive(collect, 100);
            }
            ring.shutdown();
            assertThatThrownBy(() -> {
                        while (true) {
                            receiver.receive(collect, 100);
                        }
                    })
                    .isInstanceOf(ChannelClosedException.class);
            long accepted =
                    Actors.joinAll(senders).stream().mapToLong(Long::longValue).sum();
            assertThat(received).hasSize((int) accepted);
        }
    }

    private long sendUntilClosed() throws InterruptedException {
        UnsafeBuffer own = new UnsafeBuffer(new byte[Long.BYTES]);
        try (SharedSender sender = ring.openSender()) {
            for (long number = 0; ; number++) {
                own.putLong(0, number);
                try {
                    sender.send(1, own, 0, Long.BYTES);
                } catch (ChannelClosedException e) {
                    return number;
                }
            }
        } catch (ChannelClosedException e) {
            return 0; // shut down before it began
        }
    }

    @Test
    void cancelThrowsAwayWhatIsThereAndCountsIt() {
        SharedSender sender = ring.openSender();
        SharedReceiver receiver = ring.openReceiver();
        int sent = fill(sender);

        assertThat(receiver.cancel()).isEqualTo(sent);

        assertThat(ring.state().lanes().get(0).discarded()).isEqualTo(sent);
        assertThatThrownBy(() -> trySend(sender, 1)).isInstanceOf(ChannelClosedException.class);
    }

    // ---- looking inside ----

    @Test
    void theStateShowsOwnersPositionsAndCounts() {
        SharedSender sender = ring.openSender();
        SharedReceiver receiver = ring.openReceiver();
        trySend(sender, 1);
        trySend(sender, 2);
        receiver.tryReceive(collect, 1);

        SharedRingState state = ring.state();

        assertThat(state.receiver().state()).isEqualTo(OwnerState.ALIVE);
        assertThat(state.receiver().pid()).isEqualTo(ProcessHandle.current().pid());
        SharedRingState.Lane lane = state.lanes().get(0);
        assertThat(lane.owner().epoch()).isOne();
        assertThat(lane.owner().lastSeenMillis()).isPositive();
        assertThat(lane.head()).isEqualTo(16);
        assertThat(lane.end()).isEqualTo(32);
        assertThat(lane.sent()).isEqualTo(2);
        assertThat(lane.received()).isOne();
        assertThat(state.lanes().get(1).owner().state()).isEqualTo(OwnerState.NONE);
    }

    @Test
    void aHandlerThatCallsTheReceiverIsRefused() {
        SharedSender sender = ring.openSender();
        SharedReceiver receiver = ring.openReceiver();
        trySend(sender, 1);

        assertThatThrownBy(
                        () -> receiver.tryReceive((type, buffer, index, length) -> receiver.tryReceive(collect, 1), 1))
                .hasMessageContaining("is in use");
    }

    @Test
    void aHandlerMayCloseTheHandle() {
        SharedSender sender = ring.openSender();
        SharedReceiver receiver = ring.openReceiver();
        trySend(sender, 1);

        receiver.tryReceive(
                (type, buffer, index, length) -> {
                    ring.close();
                    received.add(buffer.getLong(index)); // still mapped
                },
                1);

        assertThat(received).containsExactly(1L);
        assertThatThrownBy(() -> receiver.tryReceive(collect, 1)).hasMessageContaining("is closed in this process");
    }
}
