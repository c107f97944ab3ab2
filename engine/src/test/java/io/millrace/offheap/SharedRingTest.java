package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.millrace.ChannelClosedException;
import io.millrace.offheap.SharedRingState.OwnerState;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a ring between processes promises, within one process. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedRingTest {

    private static final int CAPACITY = 128;

    @TempDir
    private Path folder;

    private SharedRing ring;
    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[64]);
    private final List<Long> received = new ArrayList<>();
    private final MessageHandler collect = (type, buffer, index, length) -> received.add(buffer.getLong(index));

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

    private boolean trySend(SharedSender sender, long number) {
        bytes.putLong(0, number);
        return sender.trySend(1, bytes, 0, Long.BYTES);
    }

    private int fill(SharedSender sender) {
        int sent = 0;
        while (trySend(sender, sent)) {
            sent++;
        }
        return sent;
    }

    // ---- messages ----

    @Test
    void aMessageKeepsItsTypeAndBytes() throws InterruptedException {
        SharedSender sender = ring.openSender();
        SharedReceiver receiver = ring.openReceiver();
        bytes.putStringWithoutLengthAscii(3, "millrace");

        sender.send(99, bytes, 3, 8);

        receiver.receive(
                (type, buffer, index, length) -> {
                    assertThat(type).isEqualTo(99);
                    assertThat(buffer.getStringWithoutLengthAscii(index, length))
                            .isEqualTo("millrace");
                },
                1);
    }

    @Test
    void messagesOfOneSenderComeInOrderAcrossHandles() {
        try (SharedRing other = SharedRing.attach(ring.path())) {
            SharedSender sender = ring.openSender();
            SharedReceiver receiver = other.openReceiver();
            for (long number = 0; number < 1_000; number++) {
                assertThat(trySend(sender, number)).isTrue();
                assertThat(receiver.tryReceive(collect, 10)).isOne();
            }
        }

        assertThat(received).hasSize(1_000).isSorted();
    }

    @Test
    void theLimitHoldsAcrossLanes() {
        SharedSender first = ring.openSender();
        SharedSender second = ring.openSender();
        SharedReceiver receiver = ring.openReceiver();
        trySend(first, 1);
        trySend(first, 2);
        trySend(second, 3);

        assertThat(receiver.tryReceive(collect, 2)).isEqualTo(2);
        assertThat(receiver.tryReceive(collect, 2)).isOne();
        assertThat(received).containsExactlyInAnyOrder(1L, 2L, 3L);
    }

    @Test
    void aFullLaneRefusesAndDoesNotHoldUpAnother() {
        SharedSender first = ring.openSender();
        SharedSender second = ring.openSender();

        assertThat(fill(first)).isEqualTo(CAPACITY / 16);
        assertThat(trySend(second, 7)).isTrue();
        assertThat(ring.state().lanes().get(0).full()).isOne();
    }

    @Test
    void aMessageWhoseHandlerThrowsHasBeenReceived() {
        SharedSender sender = ring.openSender();
        SharedReceiver receiver = ring.openReceiver();
        trySend(sender, 1);
        trySend(sender, 2);

        assertThatThrownBy(() -> receiver.tryReceive(
                        (type, buffer, index, length) -> {
                            throw new ArithmeticException("mine");
                        },
                        10))
                .isInstanceOf(ArithmeticException.class);
        receiver.tryReceive(collect, 10);

        assertThat(received).containsExactly(2L);
        assertThat(ring.state().lanes().get(0).received()).isEqualTo(2);
    }

    @Test
    void wrongArgumentsAreNamedWithWhatIsAllowed() {
        SharedSender sender = ring.openSender();
        SharedReceiver receiver = ring.openReceiver();

        assertThatThrownBy(() -> sender.trySend(0, bytes, 0, 8)).hasMessage("type is 0, allowed is 1 or more");
        assertThatThrownBy(() -> sender.trySend(1, bytes, 0, 17))
                .hasMessage("length is 17, allowed is 0 to 16, an eighth of the lane's capacity");
        assertThatThrownBy(() -> sender.trySend(1, bytes, 60, 8)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> receiver.tryReceive(collect, 0)).hasMessage("limit is 0, allowed is 1 or more");
        assertThatThrownBy(() -> ring.fence(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> SharedRing.builder(folder.resolve("x"))
                        .laneCapacity(100)
                        .create())
                .hasMessageContaining("laneCapacity is 100");
        assertThatThrownBy(
                        () -> SharedRing.builder(folder.resolve("x")).lanes(0).create())
                .hasMessage("lanes is 0, allowed is 1 to 1024");
    }

    @Test
    void sendingAndReceivingAllocateNothingAfterWarmUp() {
        SharedSender sender = ring.openSender();
        SharedReceiver receiver = ring.openReceiver();
        long[] sum = {0};
        MessageHandler add = (type, buffer, index, length) -> sum[0] += buffer.getLong(index);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 6; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20_000; i++) {
                sender.trySend(1, bytes, 0, 8);
                MutableDirectBuffer claimed = sender.tryClaim(1, 8);
                claimed.putLong(0, i);
                sender.commit();
                receiver.tryReceive(add, 10);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(least).isZero();
    }

    // ---- claims ----

    @Test
    void aClaimIsSentWhenItIsCommitted() throws InterruptedException {
        SharedSender sender = ring.openSender();
        SharedReceiver receiver = ring.openReceiver();

        MutableDirectBuffer claimed = sender.claim(1, Long.BYTES);
        assertThat(claimed.capacity()).isEqualTo(Long.BYTES);
        claimed.putLong(0, 5);
        assertThat(receiver.tryReceive(collect, 1)).isZero();
        sender.commit();

        assertThat(claimed.capacity()).isZero();
        assertThat(receiver.tryReceive(collect, 1)).isOne();
        assertThat(received).containsExactly(5L);
        assertThatThrownBy(sender::commit).hasMessageContaining("nothing is claimed");
    }

    @Test
    void anAbortedClaimIsNotThere() {
        SharedSender sender = ring.openSender();
        SharedReceiver receiver = ring.openReceiver();
        assertThat(sender.tryClaim(1, Long.BYTES)).isNotNull();

        sender.abort();
        sender.abort();
        trySend(sender, 6);
        receiver.tryReceive(collect, 10);

        assertThat(received).containsExactly(6L);
    }

    @Test
    void whileAClaimIsPendingTheSenderDoesNothingElse() {
        SharedSender sender = ring.openSender();
        sender.tryClaim(1, 8);

        assertThatThrownBy(() -> trySend(sender, 1)).hasMessageContaining("is in use");
    }

    @Test
    void closingASenderGivesUpTheClaimOfThisThread() {
        SharedSender sender = ring.openSender();
        sender.tryClaim(1, 8);

        sender.close();

        assertThat(ring.state().lanes().get(0).owner().state()).isEqualTo(OwnerState.NONE);
        assertThatThrownBy(sender::commit).hasMessageContaining("is closed in this process");
    }

    @Test
    void theBytesOfAClaimStayMappedUntilItIsOver() throws Exception {
        SharedSender sender = ring.openSender();
        MutableDirectBuffer claimed = sender.claim(1, Long.BYTES);
        try (Actors actors = new Actors()) {
            actors.run("closer", ring::close).join();
        }

        claimed.putLong(0, 77);
        sender.commit();

        assertThatThrownBy(() -> trySend(sender, 1)).isInstanceOf(IllegalStateException.class);
        try (SharedRing again = SharedRing.attach(ring.path());
                SharedReceiver receiver = again.openReceiver()) {
            receiver.tryReceive(collect, 10);
        }
        assertThat(received).containsExactly(77L);
    }

    // ---- waiting ----

    @Test
    void aSenderWaitsForRoom() {
        SharedSender sender = ring.openSender();
        SharedReceiver receiver = ring.openReceiver();
        int sent = fill(sender);
        try (Actors actors = new Actors()) {
            Actor<Void> waiting = actors.run("sender", () -> sender.send(1, bytes, 0, 8));
            waiting.awaitBlocked();
            receiver.tryReceive(collect, 1);
            waiting.join();
        }
        receiver.tryReceive(collect, 100);

        assertThat(received).hasSize(sent + 1);
    }

    @Test
    void aReceiverWaitsForAMessage() {
        SharedSender sender = ring.openSender();
        SharedReceiver receiver = ring.openReceiver();
        try (Actors actors = new Actors()) {
            Actor<Integer> waiting = actors.start("receiver", () -> receiver.receive(collect, 10));
            waiting.awaitBlocked();
            trySend(sender, 4);
            assertThat(waiting.join()).isOne();
        }
    }

    @Test
    void aWaitEndsAtItsTimeout() throws InterruptedException {
        SharedSender sender = ring.openSender();
        SharedReceiver receiver = ring.openReceiver();

        assertThat(receiver.tryReceive(collect, 1, Duration.ofMillis(2))).isZero();
        fill(sender);
        assertThat(sender.trySend(1, bytes, 0, 8, Duration.ofMillis(2))).isFalse();
        assertThat(sender.trySend(1, bytes, 0, 8, Duration.ZERO)).isFalse();
    }

    @Test
    void anInterruptedWaitThrowsAndNothingIsSent() {
        SharedSender sender = ring.openSender();
        int sent = fill(sender);
        try (Actors actors = new Actors()) {
            Actor<Void> waiting = actors.run("sender", () -> sender.send(1, bytes, 0, 8));
            waiting.awaitBlocked().interrupt();
            assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
        }

        assertThat(ring.openReceiver().tryReceive(collect, 100)).isEqualTo(sent);
    }

    @Test
    void closingTheHandleEndsAWait() {
        SharedReceiver receiver = ring.openReceiver();
        try (Actors actors = new Actors()) {
            Actor<Integer> waiting = actors.start("receiver", () -> receiver.receive(collect, 10));
            waiting.awaitBlocked();
            ring.close();
            assertThat(waiting.failure())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is closed in this process");
        }
    }

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
        fenced.tryClaim(1, 8);
        assertThat(ring.fence(1)).isFalse();

        assertThat(ring.fence(0)).isTrue();

        assertThatThrownBy(fenced::commit)
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
            ring.fence(0);
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
