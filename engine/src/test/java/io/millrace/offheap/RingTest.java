package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ChannelClosedException;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.agrona.concurrent.ControlledMessageHandler.Action;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a ring does beside carrying messages: arguments, handlers that throw or come back, and waking up. */
class RingTest {

    private final List<Long> received = new ArrayList<>();

    // ---- arguments ----

    @ParameterizedTest
    @ValueSource(ints = {0, 32, 63, 65, 100, -64, Integer.MIN_VALUE, 1 << 31})
    void aCapacityThatIsNoPowerOfTwoIsRefused(int capacity) {
        assertThatThrownBy(() -> Ring.builder().capacity(capacity))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bytes is " + capacity)
                .hasMessageContaining("powers of two from 64 to 1073741824");
    }

    @Test
    void theCapacityMustBeSet() {
        assertThatThrownBy(() -> Ring.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("capacity");
    }

    @Test
    void argumentsOutOfRangeAreRefusedBeforeAnythingIsClaimed() {
        Ring ring = Ring.builder().capacity(64).build();
        UnsafeBuffer buffer = Bytes.of(1);
        assertThatThrownBy(() -> ring.trySend(0, buffer, 0, 8)).hasMessageContaining("type is 0");
        assertThatThrownBy(() -> ring.trySend(1, buffer, 0, 9)).hasMessageContaining("length is 9");
        assertThatThrownBy(() -> ring.trySend(1, buffer, 0, -1)).hasMessageContaining("length is -1");
        assertThatThrownBy(() -> ring.trySend(1, buffer, 1, 8)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> ring.tryClaim(-1, 8)).hasMessageContaining("type is -1");
        assertThatThrownBy(() -> ring.tryReceive(Bytes.into(received), 0)).hasMessageContaining("limit is 0");
        assertThatThrownBy(() -> ring.tryReceive(null, 1)).isInstanceOf(NullPointerException.class);
        assertThat(ring.size()).isZero();
        assertThat(ring.pendingClaims()).isEmpty();
    }

    /** Says that it has more bytes than it has. */
    @Test
    void aSourceThatFailsLeavesNothingBehindThatReceiversWouldWaitFor() {
        Ring ring = Ring.builder().capacity(256).build();
        UnsafeBuffer lies = new UnsafeBuffer(ByteBuffer.allocate(8)) {
            @Override
            public int capacity() {
                return 32;
            }

            @Override
            public void boundsCheck(int index, int length) {
                throw new IndexOutOfBoundsException("as promised");
            }
        };
        try {
            ring.trySend(1, lies, 0, 32);
        } catch (IndexOutOfBoundsException e) {
            assertThat(e).hasMessage("as promised");
        }
        Bytes.trySend(ring, 7);
        assertThat(Bytes.drain(ring)).endsWith(7L);
    }

    // ---- handlers ----

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMessageWhoseHandlerThrowsHasBeenReceived(boolean singleConsumer) {
        Ring ring = ring(singleConsumer);
        Bytes.trySend(ring, 1);
        Bytes.trySend(ring, 2);
        assertThatThrownBy(() -> ring.tryReceive(
                        (type, buffer, index, length) -> {
                            throw new IllegalStateException("of the handler");
                        },
                        2))
                .hasMessage("of the handler");
        assertThat(Bytes.drain(ring)).containsExactly(2L);
        assertThat(ring.stats().received()).isEqualTo(2);
    }

    @Test
    void aHandlerThatReadsInPlaceMustNotReceiveFromTheSameRing() {
        Ring ring = ring(true);
        Bytes.trySend(ring, 1);
        Bytes.trySend(ring, 2);
        assertThatThrownBy(() -> ring.tryReceive((type, buffer, index, length) -> Bytes.drain(ring), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("reads in place");
        assertThat(Bytes.drain(ring)).containsExactly(2L);
    }

    @Test
    void aHandlerOfACopyMayReceiveFromTheSameRing() {
        Ring ring = ring(false);
        for (int i = 0; i < 4; i++) {
            Bytes.trySend(ring, i);
        }
        ring.tryReceive(
                (type, buffer, index, length) -> {
                    received.addAll(Bytes.drain(ring));
                    received.add(buffer.getLong(index)); // still its own message
                },
                1);
        assertThat(received).containsExactly(1L, 2L, 3L, 0L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theHighWaterMarkOfARingIsInBytes(boolean told) throws InterruptedException {
        RingBuilder builder = Ring.builder().capacity(1024).recordStats();
        Ring ring = told ? builder.singleProducer().singleConsumer().build() : builder.build();
        int record = 16; // 8 bytes with their header
        for (int round = 1; round <= 3; round++) {
            for (int repeat = 0; repeat < 3; repeat++) {
                for (int i = 0; i < round; i++) {
                    Bytes.trySend(ring, i);
                }
                ring.receive(Bytes.into(received), 10);
                while (ring.tryReceive(Bytes.into(received), 10) > 0) {}
            }
            assertThat(ring.stats().highWaterMark()).isEqualTo((long) round * record);
        }
        ring.claim(1, 56).close();

        assertThat(ring.stats().highWaterMark()).isEqualTo(64);
    }

    @Test
    void aHandlerMaySendToTheSameRing() {
        Ring ring = ring(true);
        Bytes.trySend(ring, 1);
        ring.tryReceive((type, buffer, index, length) -> Bytes.trySend(ring, buffer.getLong(index) + 1), 1);
        assertThat(Bytes.drain(ring)).containsExactly(2L);
    }

    @Test
    void oneReceiveTakesWhatIsThereAcrossTheEndOfTheMemory() {
        Ring ring = ring(true);
        for (int round = 0; round < 40; round++) {
            int sent = 1 + round % 7;
            for (int i = 0; i < sent; i++) {
                Bytes.trySend(ring, i);
            }
            assertThat(ring.tryReceive(Bytes.into(received), 100)).isEqualTo(sent);
        }
    }

    @Test
    void controlledHandlingNeedsTheOnlyConsumer() {
        Ring ring = ring(false);
        assertThatThrownBy(() -> ring.tryReceiveControlled((type, buffer, index, length) -> Action.CONTINUE, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("single consumer");
    }

    @Test
    void aBlockingControlledReceiveReturnsZeroWhenTheFirstWasLeft() throws Exception {
        Ring ring = ring(true);
        try (Actors actors = new Actors()) {
            Actor<Integer> receiver = actors.start(
                    "receiver", () -> ring.receiveControlled((type, buffer, index, length) -> Action.ABORT, 1));
            receiver.awaitBlocked();
            Bytes.send(ring, 5);
            assertThat(receiver.join()).isZero();
        }
        assertThat(ring.isEmpty()).isFalse();
        ring.close();
        assertThat(ring.receiveControlled((type, buffer, index, length) -> Action.CONTINUE, 9))
                .isOne();
        assertThatThrownBy(() -> ring.receiveControlled((type, buffer, index, length) -> Action.CONTINUE, 9))
                .isInstanceOf(ChannelClosedException.class);
    }

    @Test
    void roomGivenBackInTheMiddleOfAControlledReceiveWakesASender() throws Exception {
        Ring ring = ring(true);
        int sent = Bytes.fill(ring);
        CountDownLatch sendReturned = new CountDownLatch(1);
        try (Actors actors = new Actors()) {
            actors.run("sender", () -> {
                        Bytes.send(ring, sent);
                        sendReturned.countDown();
                    })
                    .awaitBlocked();
            ring.tryReceiveControlled(
                    (type, buffer, index, length) -> {
                        if (buffer.getLong(index) == 4) {
                            awaitUninterruptibly(sendReturned);
                        }
                        return Action.COMMIT;
                    },
                    8);
        }
        assertThat(sendReturned.getCount()).isZero();
    }

    // ---- waking ----

    @Test
    void aSlowHandlerDoesNotKeepOthersFromWhatWasSentMeanwhile() throws Exception {
        Ring ring = ring(false);
        CountDownLatch bothAtWork = new CountDownLatch(2);
        try (Actors actors = new Actors()) {
            List<Actor<Void>> receivers = actors.startEach(2, "receiver", number -> {
                ring.receive(
                        (type, buffer, index, length) -> {
                            bothAtWork.countDown();
                            awaitUninterruptibly(bothAtWork);
                        },
                        1);
                return null;
            });
            receivers.forEach(Actor::awaitBlocked);
            ring.trySend(1, new UnsafeBuffer(new byte[16]), 0, 16); // the second comes while a wake-up is under way
            ring.trySend(1, new UnsafeBuffer(new byte[16]), 0, 16);
            Actors.joinAll(receivers);
        }
    }

    @Test
    void aSenderOfALittleGetsItsTurnWhenOneOfMoreGivesUp() throws Exception {
        Ring ring = Ring.builder().capacity(128).build();
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[16]);
        while (ring.trySend(1, bytes, 0, 0)) {}
        try (Actors actors = new Actors()) {
            Actor<Void> large =
                    actors.run("large", () -> ring.send(1, bytes, 0, 16)).awaitBlocked();
            Actor<Void> small =
                    actors.run("small", () -> ring.send(1, bytes, 0, 0)).awaitBlocked();
            assertThat(ring.tryReceive((type, buffer, index, length) -> {}, 1)).isOne();
            large.interrupt();
            assertThat(large.failure()).isInstanceOf(InterruptedException.class);
            small.join();
        }
    }

    @Test
    void aWaitingReceiverParksBesideAClaimThatIsPending() throws Exception {
        Ring ring = ring(false);
        try (Actors actors = new Actors();
                Lease lease = ring.claim(1, 8)) {
            Bytes.send(ring, 2);
            Actor<Integer> receiver = actors.start("receiver", () -> ring.receive(Bytes.into(received), 9));
            receiver.awaitBlocked();
            assertThat(ring.tryReceive(Bytes.into(received), 9)).isZero();
            lease.buffer().putLong(0, 1);
            lease.commit();
            receiver.join();
        }
        assertThat(received).containsExactly(1L, 2L);
    }

    @Test
    void anAbortedClaimLetsWaitingReceiversPass() throws Exception {
        Ring ring = ring(true);
        try (Actors actors = new Actors()) {
            Lease lease = ring.claim(1, 8);
            Bytes.send(ring, 2);
            Actor<Integer> receiver = actors.start("receiver", () -> ring.receive(Bytes.into(received), 9));
            receiver.awaitBlocked();
            lease.close();
            assertThat(receiver.join()).isOne();
        }
        assertThat(received).containsExactly(2L);
    }

    // ---- roles ----

    @Test
    void theRingAndItsChannelShareTheirOnlyProducer() throws Exception {
        Ring ring = Ring.builder().capacity(512).singleProducer().build();
        Bytes.send(ring, 1);
        try (Actors actors = new Actors()) {
            Actor<Void> other = actors.run(
                    "other", () -> ring.channel(new Bytes.TextCodec()).send("x"));
            assertThat(other.failure())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("single producer");
            Actor<Void> third = actors.run("third", () -> ring.longs().send(1));
            assertThat(third.failure()).hasMessageContaining("single producer");
        }
    }

    @Test
    void theRingAndItsChannelShareTheirOnlyConsumer() {
        Ring ring = Ring.builder().capacity(512).singleConsumer().build();
        ring.channel(new Bytes.TextCodec()).tryReceive();
        try (Actors actors = new Actors()) {
            Actor<Integer> other = actors.start("other", () -> ring.tryReceive(Bytes.into(received), 1));
            assertThat(other.failure()).hasMessageContaining("single consumer");
        }
    }

    @Test
    void whoWouldWaitForItselfGetsAnError() {
        Ring ring =
                Ring.builder().capacity(64).singleProducer().singleConsumer().build();
        assertThatThrownBy(() -> {
                    Bytes.fill(ring);
                    Bytes.drain(ring);
                    ring.receive(Bytes.into(received), 1);
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("wait for itself");
    }

    private static Ring ring(boolean singleConsumer) {
        RingBuilder builder = Ring.builder().capacity(128).recordStats();
        return (singleConsumer ? builder.singleConsumer() : builder).build();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
