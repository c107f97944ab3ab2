package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ChannelClosedException;
import io.millrace.ChannelEnd;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.Sender;
import io.millrace.UndeliveredReason;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.agrona.concurrent.UnsafeBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** How channels over a ring between processes end: shutdown, fencing, close, cancel, and the end of their handles. */
class SharedChannelCloseTest extends SharedChannelFixture {

    private static final int HAMMERED = 100;

    // ---- shutdown ----

    @Test
    void afterAShutdownWhatIsThereIsReceivedAndThenTheReasonIsTheCause() throws Exception {
        sender.sendAll(List.of("a", "b"));

        there.shutdown("end of day");

        assertThat(sender.isClosedForSend()).isTrue();
        assertThat(receiver.isClosedForSend()).isTrue();
        assertThat(receiver.isClosedForReceive()).isFalse();
        assertThat(sender.isClosedForReceive()).isFalse();
        assertThat(drain(receiver)).containsExactly("a", "b");
        assertThat(receiver.isClosedForReceive()).isTrue();
        assertThat(sender.isClosedForReceive()).isTrue();
        assertThatThrownBy(receiver::tryReceive)
                .isInstanceOf(ChannelClosedException.class)
                .hasMessageContaining("is shut down and drained")
                .cause()
                .hasMessage("end of day");
        assertThatThrownBy(receiver::receive).isInstanceOf(ChannelClosedException.class);
        assertThatThrownBy(receiver::receiveOrNull).isInstanceOf(ChannelClosedException.class);
        assertThatThrownBy(() -> receiver.forEach(text -> {})).isInstanceOf(ChannelClosedException.class);
        assertThatThrownBy(() -> sender.send("c"))
                .isInstanceOf(ChannelClosedException.class)
                .cause()
                .hasMessage("end of day");
        assertThatThrownBy(() -> sender.trySendAll(new String[] {"c"}, 0, 1))
                .isInstanceOf(ChannelClosedException.class);
    }

    @Test
    void afterAShutdownWithoutAReasonIterationEnds() throws Exception {
        sender.sendAll(List.of("a", "b"));
        here.shutdown();

        List<String> received = new ArrayList<>();
        receiver.forEach(received::add);

        assertThat(received).containsExactly("a", "b");
        assertThat(receiver.receiveOrNull()).isNull();
        assertThat(receiver.iterator().hasNext()).isFalse();
        assertThat(receiver.stream()).isEmpty();
    }

    @Test
    void shutdownEndsWaitsOnBothSides() {
        fill(sender);
        try (Actors actors = new Actors()) {
            Actor<Void> full = actors.run("sender", () -> sender.send("late"));
            full.awaitBlocked();
            drain(receiver);
            full.join();
            drain(receiver);
            fill(sender);
            Actor<Void> fullAgain = actors.run("sender", () -> sender.send("late"));
            fullAgain.awaitBlocked();
            there.shutdown("enough");
            assertThat(fullAgain.failure()).cause().hasMessage("enough");
            drain(receiver);
            Actor<String> drained = actors.start("receiver", receiver::receive);
            assertThat(drained.failure()).cause().hasMessage("enough");
        }
    }

    // ---- fencing ----

    @Test
    void aFencedSenderIsClosedAndItsCauseSaysSo() throws Exception {
        sender.send("a");

        assertThat(there.fence(sharedSender.lane(), sharedSender.epoch())).isTrue();

        assertThat(sender.isClosedForSend()).isTrue();
        assertThatThrownBy(() -> sender.send("b"))
                .isInstanceOf(ChannelClosedException.class)
                .hasMessageContaining("lane 0 was fenced")
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was fenced");
        assertThat(receiver.isClosedForSend()).isFalse();
        assertThat(drain(receiver)).containsExactly("a");
    }

    @Test
    void closingAFencedSenderDoesNotEndTheRing() throws Exception {
        Sender<String> replacement = here.openSender().channel(new Bytes.TextCodec());
        there.fence(sharedSender.lane(), sharedSender.epoch());

        sender.close();
        sender.close(new IOException("lost"));
        replacement.send("goes on");

        assertThat(receiver.receive()).isEqualTo("goes on");
    }

    // ---- closing a channel ----

    @Test
    void closingASenderShutsTheRingDownForAll() throws Exception {
        Sender<String> other = here.openSender().channel(new Bytes.TextCodec());
        other.send("a");

        sender.close();
        sender.close();

        assertThat(there.isShutdown()).isTrue();
        assertThat(there.shutdownReason()).isNull();
        assertThatThrownBy(() -> other.send("b")).isInstanceOf(ChannelClosedException.class);
        assertThat(receiver.receiveOrNull()).isEqualTo("a");
        assertThat(receiver.receiveOrNull()).isNull();
    }

    @Test
    void aCauseCrossesAsText() {
        sender.close(new IOException("feed lost"));
        sender.close(new IOException("another"));

        assertThatThrownBy(receiver::receive).cause().hasMessage("java.io.IOException: feed lost");
    }

    @Test
    void closingAReceiverShutsTheRingDownAndLeavesWhatIsInIt() throws Exception {
        sender.send("a");

        receiver.close(new IOException("no room"));
        receiver.close();

        assertThatThrownBy(() -> sender.send("b")).cause().hasMessageContaining("no room");
        assertThat(receiver.receive()).isEqualTo("a");
    }

    @Test
    void cancellingDiscardsAndCounts() throws Exception {
        sender.sendAll(List.of("a", "b"));

        receiver.cancel();
        receiver.cancel();

        assertThat(receiver.isClosedForReceive()).isTrue();
        assertThat(receiver.stats().undelivered()).isEqualTo(2);
        assertThatThrownBy(() -> sender.send("c")).isInstanceOf(ChannelClosedException.class);
    }

    @Test
    void cancellingWithACauseTellsItsTextToSenders() throws Exception {
        sender.send("a");
        assertThat(receiver.closeCause()).isNull();
        assertThat(sender.closeCause()).isNull();

        receiver.cancel(new IllegalStateException("no more disk"));
        receiver.cancel(new IllegalStateException("later"));

        assertThat(receiver.stats().undelivered()).isOne();
        assertThat(receiver.closeCause()).hasMessageContaining("no more disk");
        assertThat(sender.closeCause()).hasMessageContaining("no more disk");
        assertThatThrownBy(() -> sender.send("b"))
                .isInstanceOf(ChannelClosedException.class)
                .cause()
                .hasMessageContaining("no more disk");
    }

    // ---- cancel with a handler ----

    private final List<String> undelivered = new ArrayList<>();

    private void note(int type, String text, UndeliveredReason reason) {
        undelivered.add(type + " " + text + " " + reason);
    }

    @Test
    void everyDiscardedMessageIsHandedOverOnceWithTypeAndBytes() throws Exception {
        SharedSender other = here.openSender();
        sender.sendAll(List.of("a", "bb"));
        other.send(7, new UnsafeBuffer("ccc".getBytes()), 0, 3);
        receiver.receive();

        long discarded = sharedReceiver.cancel((type, buffer, offset, length, reason) ->
                note(type, buffer.getStringWithoutLengthAscii(offset, length), reason));

        assertThat(discarded).isEqualTo(2);
        assertThat(undelivered).containsExactlyInAnyOrder("1 bb CANCELLED", "7 ccc CANCELLED");
        assertThat(lane(0).discarded()).isOne();
        assertThat(lane(1).discarded()).isOne();
        assertThat(sharedReceiver.cancel((type, buffer, offset, length, reason) -> {
                    throw new AssertionError();
                }))
                .isZero();
    }

    @Test
    void aHandlerThatThrowsGetsAllAndItsFirstFailureComesOut() throws Exception {
        sender.sendAll(List.of("a", "b", "c"));

        assertThatThrownBy(() -> sharedReceiver.cancel((type, buffer, offset, length, reason) -> {
                    String text = buffer.getStringWithoutLengthAscii(offset, length);
                    note(type, text, reason);
                    throw new ArithmeticException(text);
                }))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("a")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("b", "c"));

        assertThat(undelivered).hasSize(3);
        assertThat(lane(0).discarded()).isEqualTo(3);
    }

    @Test
    void whileItIsInUseCancelGetsAnExceptionAndNothingIsShutDown() {
        try (Actors actors = new Actors()) {
            Actor<String> waiting = actors.start("receiver", receiver::receive).awaitBlocked();
            assertThatThrownBy(() -> sharedReceiver.cancel((type, buffer, offset, length, reason) -> {}))
                    .hasMessageContaining("is in use");
            sender.trySend("a");
            assertThat(waiting.join()).isEqualTo("a");
        }
    }

    // ---- handles ----

    @Test
    void givingTheLaneBackClosesTheChannelHereAndNotTheRing() throws Exception {
        sender.send("a");

        sharedSender.close();
        sender.close();

        assertThat(sender.isClosedForSend()).isTrue();
        assertThat(there.isShutdown()).isFalse();
        assertClosedHere(() -> sender.trySend("b"));
        assertClosedHere(() -> sender.send("b"));
        here.openSender().channel(new Bytes.TextCodec()).send("b");
        assertThat(drain(receiver)).containsExactly("a", "b");
    }

    @Test
    void givingTheReceiversPlaceBackClosesTheChannelHereAndNotTheRing() throws Exception {
        sender.send("a");

        sharedReceiver.close();
        receiver.close();

        assertThat(receiver.isClosedForReceive()).isTrue();
        assertClosedHere(receiver::tryReceive);
        assertClosedHere(receiver::receiveOrNull);
        assertThat(here.openReceiver().channel(new Bytes.TextCodec()).receive()).isEqualTo("a");
    }

    private static void assertClosedHere(ThrowingCallable operation) {
        assertThatThrownBy(operation)
                .isInstanceOf(ChannelClosedException.class)
                .cause()
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed in this process");
    }

    @Test
    void closingTheHandleEndsAWait() {
        try (Actors actors = new Actors()) {
            Actor<String> waiting = actors.start("receiver", receiver::receive).awaitBlocked();
            there.close();
            assertThat(waiting.failure())
                    .isInstanceOf(ChannelClosedException.class)
                    .hasMessageContaining("is closed in this process");
        }
    }

    @Test
    void whatIsLookedAtAfterTheMemoryIsGoneIsClosedAndEmpty() {
        fill(sender);
        here.close();
        there.close();

        assertThat(sender.isClosedForSend()).isTrue();
        assertThat(sender.isClosedForReceive()).isTrue();
        assertThat(sender.size()).isZero();
        assertThat(sender.capacity()).isEqualTo(CAPACITY);
        assertThat(sender.stats().recorded()).isFalse();
        assertThat(receiver.isClosedForSend()).isTrue();
        assertThat(receiver.isClosedForReceive()).isTrue();
        assertThat(receiver.isEmpty()).isTrue();
        assertThat(receiver.stats().recorded()).isFalse();
        assertThat(receiver.toString()).contains(here.path().toString());
        sender.close();
        receiver.close();
        assertClosedHere(receiver::tryReceive);
        assertThatThrownBy(receiver::cancel).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingWhileOthersHammerEndsInExceptions() {
        for (int round = 0; round < HAMMERED; round++) {
            SharedRing ring = SharedRing.builder(folder.resolve("hammered" + round))
                    .lanes(2)
                    .laneCapacity(CAPACITY)
                    .create();
            Sender<String> out = ring.openSender().channel(new Bytes.TextCodec());
            Sender<String> selected = ring.openSender().channel(new Bytes.TextCodec());
            Receiver<String> in = ring.openReceiver().channel(new Bytes.TextCodec());
            CyclicBarrier barrier = new CyclicBarrier(6);
            try (Actors actors = new Actors()) {
                hammer(actors, barrier, () -> out.trySend("text"));
                hammer(actors, barrier, in::tryReceive);
                select(actors, barrier, selected);
                looks(actors, barrier, out);
                looks(actors, barrier, in);
                actors.run("closer", () -> {
                    barrier.await();
                    ring.close();
                });
            }
        }
    }

    private static void hammer(Actors actors, CyclicBarrier barrier, Runnable operation) {
        actors.run("hammer", () -> {
            barrier.await();
            assertClosedHere(() -> {
                while (true) {
                    operation.run();
                }
            });
        });
    }

    private static void select(Actors actors, CyclicBarrier barrier, Sender<String> sender) {
        actors.run("select", () -> {
            barrier.await();
            Select select = Select.fair();
            select.onSend(sender, () -> "text");
            do {
                select.await();
            } while (!select.isClosed());
        });
    }

    private static void looks(Actors actors, CyclicBarrier barrier, ChannelEnd end) {
        actors.run("looks", () -> {
            barrier.await();
            while (!end.isClosedForSend()) {
                assertThat(end.size()).isBetween(0, end.capacity());
                end.isFull();
                end.isClosedForReceive();
                end.stats();
            }
        });
    }
}
