package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.millrace.offheap.SharedRingState.OwnerState;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.agrona.concurrent.MessageHandler;
import org.junit.jupiter.api.Test;

/** What a ring between processes promises, within one process: messages, claims, waiting. */
class SharedRingTest extends SharedRingFixture {

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

        assertThat(fill(first)).isEqualTo((CAPACITY - 8) / 16);
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
        assertThatThrownBy(() -> ring.fence(2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
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
                try (Lease claimed = sender.tryClaim(1, 8)) {
                    claimed.buffer().putLong(0, i);
                    claimed.commit();
                }
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

        Lease claimed = sender.claim(1, Long.BYTES);
        assertThat(claimed.buffer().capacity()).isEqualTo(Long.BYTES);
        claimed.buffer().putLong(0, 5);
        assertThat(receiver.tryReceive(collect, 1)).isZero();
        claimed.commit();

        assertThat(claimed.buffer().capacity()).isZero();
        assertThat(receiver.tryReceive(collect, 1)).isOne();
        assertThat(received).containsExactly(5L);
        assertThatThrownBy(claimed::commit).hasMessageContaining("is over");
    }

    @Test
    void anAbortedClaimIsNotThere() {
        SharedSender sender = ring.openSender();
        SharedReceiver receiver = ring.openReceiver();

        Lease claimed = sender.tryClaim(1, Long.BYTES);
        claimed.abort();
        claimed.close();
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
        Lease claimed = sender.tryClaim(1, 8);

        sender.close();

        assertThat(ring.state().lanes().get(0).owner().state()).isEqualTo(OwnerState.NONE);
        assertThatThrownBy(claimed::commit).hasMessageContaining("is over");
    }

    @Test
    void theBytesOfAClaimStayMappedUntilItIsOver() throws Exception {
        SharedSender sender = ring.openSender();
        Lease claimed = sender.claim(1, Long.BYTES);
        try (Actors actors = new Actors()) {
            actors.run("closer", ring::close).join();
        }

        claimed.buffer().putLong(0, 77);
        claimed.commit();

        assertThatThrownBy(() -> trySend(sender, 1)).isInstanceOf(IllegalStateException.class);
        try (SharedRing again = SharedRing.attach(ring.path());
                SharedReceiver receiver = again.openReceiver()) {
            receiver.tryReceive(collect, 10);
        }
        assertThat(received).containsExactly(77L);
    }

    @Test
    void aClaimIsEndedByOneOfTwoThreadsThatTry() throws Exception {
        SharedSender sender = ring.openSender();
        Lease claimed = sender.claim(1, 8);
        try (Actors actors = new Actors()) {
            assertThat(actors.run("other", claimed::commit).failure()).hasMessageContaining("another thread's");
            actors.run("closer", claimed::close).join();
        }
        claimed.commit();
        assertThat(ring.openReceiver().tryReceive(collect, 10)).isOne();
    }

    @Test
    void aLeaseThatIsOverDoesNotPublishItsSuccessor() throws Exception {
        SharedSender sender = ring.openSender();
        SharedReceiver receiver = ring.openReceiver();
        Lease stale = sender.claim(1, 8);
        stale.abort();
        stale.close();
        Lease next = sender.claim(1, 8);

        assertThatThrownBy(stale::commit).hasMessageContaining("is over");
        assertThatThrownBy(stale::abort).hasMessageContaining("is over");
        stale.close();

        assertThat(receiver.tryReceive(collect, 10)).isZero();
        next.commit();
        assertThat(receiver.tryReceive(collect, 10)).isOne();
    }

    @Test
    void aSenderWhoseThreadDiedWithAClaimCanBeUsedAndClosed() throws Exception {
        SharedSender sender = ring.openSender();
        try (Actors actors = new Actors()) {
            actors.run("dies", () -> sender.claim(1, 8)).join();
            assertThat(trySend(sender, 5)).isTrue();
            actors.run("dies too", () -> sender.claim(1, 8)).join();
        }
        sender.close();

        assertThat(ring.state().lanes().get(0).owner().state()).isEqualTo(OwnerState.NONE);
        ring.openReceiver().tryReceive(collect, 10);
        assertThat(received).containsExactly(5L);
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
}
