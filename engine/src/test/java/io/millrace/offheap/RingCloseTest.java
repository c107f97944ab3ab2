package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ChannelClosedException;
import io.millrace.UndeliveredReason;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** How rings end: with claims pending, with handlers at work, with threads that wait. */
class RingCloseTest {

    private final List<Long> received = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> undelivered = Collections.synchronizedList(new ArrayList<>());
    private final RingBuilder builder = Ring.builder()
            .capacity(256)
            .onUndelivered((type, buffer, offset, length, reason) -> {
                assertThat(reason).isEqualTo(UndeliveredReason.CANCELLED);
                undelivered.add(buffer.getLong(offset));
            });

    @Test
    void whatWasAcceptedIsReceivedAndThenTheCauseComesOut() throws Exception {
        Ring ring = builder.build();
        IllegalStateException cause = new IllegalStateException("gone");
        Bytes.send(ring, 1);
        ring.close(cause);
        ring.close();
        assertThatThrownBy(() -> Bytes.send(ring, 2))
                .isInstanceOf(ChannelClosedException.class)
                .hasCause(cause);
        assertThat(ring.receive(Bytes.into(received), 5)).isOne();
        assertThat(ring.isClosedForReceive()).isTrue();
        assertThatThrownBy(() -> ring.receive(Bytes.into(received), 5))
                .isInstanceOf(ChannelClosedException.class)
                .hasCause(cause);
        assertThatThrownBy(() -> ring.forEach(Bytes.into(received))).hasCause(cause);
    }

    @Test
    void aClaimFromBeforeTheCloseMayStillBeCommitted() throws Exception {
        Ring ring = builder.build();
        try (Actors actors = new Actors();
                Lease lease = ring.claim(1, 8)) {
            Actor<Void> receiver = actors.run("receiver", () -> ring.forEach(Bytes.into(received)))
                    .awaitBlocked();
            ring.close();
            assertThat(ring.isClosedForReceive()).isFalse();
            lease.buffer().putLong(0, 3);
            lease.commit();
            receiver.join();
        }
        assertThat(received).containsExactly(3L);
    }

    @Test
    void aClaimAbortedAfterTheCloseEndsEveryReceiver() throws Exception {
        Ring ring = builder.build();
        try (Actors actors = new Actors();
                Lease lease = ring.claim(1, 8)) {
            List<Actor<Void>> receivers = actors.startEach(3, "receiver", number -> {
                ring.forEach(Bytes.into(received));
                return null;
            });
            receivers.forEach(Actor::awaitBlocked);
            ring.close();
            lease.abort();
            Actors.joinAll(receivers);
        }
        assertThat(received).isEmpty();
    }

    @Test
    void sendersThatWaitFailAtTheClose() throws Exception {
        Ring ring = builder.build();
        int sent = Bytes.fill(ring);
        try (Actors actors = new Actors()) {
            Actor<Void> sender =
                    actors.run("sender", () -> Bytes.send(ring, sent)).awaitBlocked();
            Actor<Lease> claimer =
                    actors.start("claimer", () -> ring.claim(1, 20)).awaitBlocked();
            ring.close();
            assertThat(sender.failure()).isInstanceOf(ChannelClosedException.class);
            assertThat(claimer.failure()).isInstanceOf(ChannelClosedException.class);
        }
        assertThat(Bytes.drainUntilClosed(ring)).hasSize(sent);
    }

    @Test
    void cancelWithACauseTellsEveryViewOfTheRingAndHandsOverWhatIsThere() throws Exception {
        Ring ring = builder.build();
        Bytes.send(ring, 1);
        assertThat(ring.closeCause()).isNull();
        RuntimeException cause = new RuntimeException("the consumer failed");
        ring.cancel(cause);
        ring.cancel(new RuntimeException("later"));
        assertThat(undelivered).containsExactly(1L);
        assertThat(ring.closeCause()).isSameAs(cause);
        assertThat(ring.longs().closeCause()).isSameAs(cause);
        assertThat(ring.doubles().closeCause()).isSameAs(cause);
        assertThat(ring.channel(new Bytes.TextCodec()).closeCause()).isSameAs(cause);
        assertThatThrownBy(() -> Bytes.send(ring, 2))
                .isInstanceOf(ChannelClosedException.class)
                .cause()
                .isSameAs(cause);
        assertThatThrownBy(() -> ring.cancel(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("cause");
    }

    @Test
    void numbersAndMessagesAreCancelledWithACauseToo() throws Exception {
        RuntimeException cause = new RuntimeException("the consumer failed");
        Ring numbers = builder.build();
        numbers.longs().cancel(cause);
        assertThat(numbers.closeCause()).isSameAs(cause);
        Ring text = builder.build();
        text.channel(new Bytes.TextCodec()).cancel(cause);
        assertThat(text.closeCause()).isSameAs(cause);
    }

    @Test
    void cancelHandsOverWhatIsThereAndEndsReceiversBesideAPendingClaim() throws Exception {
        Ring ring = builder.build();
        Bytes.send(ring, 1);
        try (Actors actors = new Actors();
                Lease lease = ring.claim(1, 8)) {
            Bytes.send(ring, 3);
            assertThat(ring.tryReceive(Bytes.into(received), 1)).isOne();
            Actor<Integer> receiver = actors.start("receiver", () -> ring.receive(Bytes.into(received), 1));
            Actor<String> channel = actors.start(
                    "channel", () -> ring.channel(new Bytes.TextCodec()).receiveOrNull());
            receiver.awaitBlocked();
            channel.awaitBlocked();
            ring.cancel();
            assertThat(receiver.failure()).isInstanceOf(ChannelClosedException.class);
            assertThat(channel.join()).isNull();
            assertThat(undelivered).isEmpty();
            lease.buffer().putLong(0, 2);
            lease.commit();
        }
        assertThat(undelivered).containsExactly(2L, 3L);
        assertThat(received).containsExactly(1L);
    }

    @Test
    void cancelInAHandlerThatReadsInPlaceTakesEffectAfterIt() throws Exception {
        Ring ring = builder.singleConsumer().build();
        for (int i = 0; i < 4; i++) {
            Bytes.send(ring, i);
        }
        int taken = ring.receive(
                (type, buffer, index, length) -> {
                    received.add(buffer.getLong(index));
                    if (received.size() == 2) {
                        ring.cancel();
                        assertThat(undelivered).isEmpty();
                    }
                },
                4);
        assertThat(taken).isEqualTo(2);
        assertThat(received).containsExactly(0L, 1L);
        assertThat(undelivered).containsExactly(2L, 3L);
        assertThat(ring.isClosedForReceive()).isTrue();
    }

    @Test
    void cancelBesideAHandlerThatReadsInPlaceLeavesTheRestToItsThread() throws Exception {
        Ring ring = builder.singleConsumer().build();
        Bytes.send(ring, 0);
        Bytes.send(ring, 1);
        CountDownLatch atWork = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Actors actors = new Actors()) {
            Actor<Integer> receiver = actors.start(
                    "receiver",
                    () -> ring.receive(
                            (type, buffer, index, length) -> {
                                received.add(buffer.getLong(index));
                                atWork.countDown();
                                await(goOn);
                            },
                            4));
            atWork.await();
            ring.cancel();
            assertThat(undelivered).isEmpty();
            goOn.countDown();
            assertThat(receiver.join()).isOne();
        }
        assertThat(undelivered).containsExactly(1L);
    }

    @Test
    void whatTheCallbackThrowsComesOutOnceAllAreHandedOver() throws Exception {
        List<Long> handedOver = new ArrayList<>();
        Ring ring = Ring.builder()
                .capacity(256)
                .onUndelivered((type, buffer, offset, length, reason) -> {
                    handedOver.add(buffer.getLong(offset));
                    throw new IllegalStateException("of the callback");
                })
                .build();
        Bytes.send(ring, 1);
        Bytes.send(ring, 2);
        assertThatThrownBy(ring::cancel).hasMessage("of the callback");
        assertThat(handedOver).containsExactly(1L, 2L);
        ring.cancel();
    }

    @Test
    void aHandlerAndACallbackThatBothThrowAreBothReported() throws Exception {
        Ring ring = Ring.builder()
                .capacity(256)
                .singleConsumer()
                .onUndelivered((type, buffer, offset, length, reason) -> {
                    throw new IllegalStateException("of the callback");
                })
                .build();
        Bytes.send(ring, 1);
        Bytes.send(ring, 2);
        assertThatThrownBy(() -> ring.receive(
                        (type, buffer, index, length) -> {
                            ring.cancel();
                            throw new IllegalStateException("of the handler");
                        },
                        2))
                .hasMessage("of the handler")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(suppressed -> assertThat(suppressed).hasMessage("of the callback")));
    }

    @Test
    void aCommitThatMeetsAThrowingCallbackEndsItsLease() throws Exception {
        Ring ring = Ring.builder()
                .capacity(256)
                .recordStats()
                .onUndelivered((type, buffer, offset, length, reason) -> {
                    throw new IllegalStateException("of the callback");
                })
                .build();
        try (Lease lease = ring.claim(1, 8)) {
            ring.cancel();
            assertThatThrownBy(lease::commit).hasMessage("of the callback");
        }
        assertThat(ring.pendingClaims()).isEmpty();
        assertThat(ring.stats().accepted()).isOne();
        assertThat(ring.stats().undelivered()).isOne();
    }

    @Test
    void severalThreadsThatCancelHandEachMessageOverOnce() throws Exception {
        for (int round = 0; round < 200; round++) {
            undelivered.clear();
            Ring ring = builder.build();
            for (int i = 0; i < 8; i++) {
                Bytes.send(ring, i);
            }
            try (Actors actors = new Actors()) {
                actors.startEach(3, "canceller", number -> {
                    ring.cancel();
                    return null;
                });
            }
            assertThat(undelivered).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
