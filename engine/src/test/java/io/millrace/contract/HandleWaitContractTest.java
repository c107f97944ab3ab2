package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelKind;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.Sender;
import io.millrace.contract.Contract.Kinds;
import io.millrace.internal.flavor.Invariants;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Rounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A thread that waits through a counted handle learns at once that the handle was closed, though the channel lives. */
class HandleWaitContractTest extends ChannelContract {

    private static final int ROUNDS = Rounds.of(60);

    /** What a thread does through its handle. */
    private interface Use<H> {
        void apply(H handle) throws Exception;
    }

    @Contract
    void everyReceiveThatWaitsEndsWhenItsHandleAloneIsClosed(ChannelKind kind) {
        List<Use<Receiver<Integer>>> uses = List.of(
                Receiver::receive,
                Receiver::receiveOrNull,
                handle -> handle.tryReceive(Duration.ofDays(1)),
                handle -> handle.receiveBatch(message -> {}, 2),
                handle -> handle.forEach(message -> {}),
                handle -> handle.iterator().hasNext(),
                handle -> handle.stream().count());
        Channel<Integer> channel = kind.open();
        channel.attachReceiver();
        List<Receiver<Integer>> handles = channel.attachReceivers(uses.size());
        List<Actor<Void>> receivers = waitThrough(handles, uses);
        for (int i = 0; i < handles.size(); i++) {
            handles.get(i).close();
            assertEndedByItsHandle(receivers.get(i));
            assertThat(Actors.countEnded(receivers)).isEqualTo(i + 1);
        }
        assertThat(channel.isClosedForSend()).isFalse();
        Invariants.check(channel);
    }

    @Contract(on = Kinds.LIMITED)
    void everySendThatWaitsEndsWhenItsHandleAloneIsClosed(ChannelKind kind) {
        List<Use<Sender<Integer>>> uses = List.of(
                handle -> handle.send(-1),
                handle -> handle.trySend(-1, Duration.ofDays(1)),
                handle -> handle.sendAll(List.of(-1, -2)));
        Channel<Integer> channel = kind.open();
        channel.attachSender();
        List<Integer> sent = fill(channel);
        List<Sender<Integer>> handles = channel.attachSenders(uses.size());
        List<Actor<Void>> senders = waitThrough(handles, uses);
        for (int i = 0; i < handles.size(); i++) {
            handles.get(i).close();
            assertEndedByItsHandle(senders.get(i));
            assertThat(Actors.countEnded(senders)).isEqualTo(i + 1);
        }
        assertThat(takeAll(channel)).isEqualTo(sent);
        Invariants.check(channel);
    }

    private <H> List<Actor<Void>> waitThrough(List<H> handles, List<Use<H>> uses) {
        List<Actor<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < handles.size(); i++) {
            H handle = handles.get(i);
            Use<H> use = uses.get(i);
            waiting.add(
                    actors.run("user of handle " + i, () -> use.apply(handle)).awaitBlocked());
        }
        return waiting;
    }

    private static void assertEndedByItsHandle(Actor<?> actor) {
        assertThat(actor.failure())
                .isInstanceOf(ChannelClosedException.class)
                .hasMessageContaining("was closed")
                .hasMessageContaining("attached");
    }

    @Contract
    void theOthersKeepTheirPlaces(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        List<Receiver<Integer>> handles = channel.attachReceivers(4);
        List<Actor<Integer>> receivers = new ArrayList<>();
        for (Receiver<Integer> handle : handles) {
            receivers.add(actors.start("receiver", handle::receive).awaitBlocked());
        }
        handles.get(0).close();
        handles.get(2).close();
        assertEndedByItsHandle(receivers.get(0));
        assertEndedByItsHandle(receivers.get(2));
        channel.send(1);
        assertThat(receivers.get(1).join()).isEqualTo(1);
        channel.send(3);
        assertThat(receivers.get(3).join()).isEqualTo(3);
    }

    @Contract
    void severalThreadsMayWaitThroughOneHandle(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        channel.attachReceiver();
        Receiver<Integer> handle = channel.attachReceiver();
        List<Actor<Integer>> receivers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            receivers.add(actors.start("receiver", handle::receive).awaitBlocked());
        }
        handle.close();
        receivers.forEach(HandleWaitContractTest::assertEndedByItsHandle);
    }

    @Contract
    void aWaitThroughAHandleThatFailsTheChannelNamesTheCause(ChannelKind kind) {
        Exception cause = new Exception("feed lost");
        Channel<Integer> channel = kind.open();
        channel.attachReceiver();
        Receiver<Integer> handle = channel.attachReceiver();
        Actor<Integer> receiver = actors.start("receiver", handle::receive).awaitBlocked();
        handle.close(cause);
        assertThat(receiver.failure())
                .isInstanceOf(ChannelClosedException.class)
                .hasCause(cause);
    }

    @Contract
    void futuresOfAClosedHandleFailAndOthersDoNot(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.open();
        Receiver<Integer> handle = channel.attachReceiver();
        Receiver<Integer> other = channel.attachReceiver();
        List<CompletableFuture<Integer>> futures = List.of(handle.receiveAsync(), handle.receiveAsync(Runnable::run));
        CompletableFuture<Integer> otherFuture = other.receiveAsync();
        CompletableFuture<Integer> channelFuture = channel.receiveAsync();
        handle.close();
        for (CompletableFuture<Integer> future : futures) {
            assertThatThrownBy(future::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(ChannelClosedException.class)
                    .hasMessageContaining("attached");
        }
        channel.send(1);
        channel.send(2);
        assertThat(List.of(otherFuture.get(), channelFuture.get())).containsExactlyInAnyOrder(1, 2);
        assertThatThrownBy(handle::receiveAsync).isInstanceOf(ChannelClosedException.class);
    }

    @Contract
    void aReceiveIsDoneOrNotWhenItsHandleIsClosed(ChannelKind kind) throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            Channel<Integer> channel = kind.open();
            Receiver<Integer> handle = channel.attachReceiver();
            channel.attachReceiver();
            Actor<Integer> through = actors.start("through a handle", () -> orNullIfClosed(handle));
            Actor<Integer> plain = actors.start("receiver", channel::receiveOrNull);
            Actor<Void> closer = actors.run("closer", handle::close);
            channel.send(1);
            closer.join();
            Integer received = through.join();
            channel.close();
            Integer receivedByTheOther = plain.join();
            assertThat(received == null ? 0 : 1).isNotEqualTo(receivedByTheOther == null ? 0 : 1);
            assertThat(channel.isEmpty()).isTrue();
            Invariants.check(channel);
        }
    }

    private static Integer orNullIfClosed(Receiver<Integer> handle) throws InterruptedException {
        try {
            return handle.receive();
        } catch (ChannelClosedException e) {
            return null;
        }
    }

    @Contract
    void aFutureIsDoneOrNotWhenItsHandleIsClosed(ChannelKind kind) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Channel<Integer> channel = kind.open();
            Receiver<Integer> handle = channel.attachReceiver();
            channel.attachReceiver();
            CompletableFuture<Integer> future = handle.receiveAsync();
            CompletableFuture<Integer> other = channel.receiveAsync();
            Actor<Void> closer = actors.run("closer", handle::close);
            channel.send(1);
            closer.join();
            boolean received =
                    future.handle((message, failure) -> message != null).get();
            channel.close();
            boolean receivedByTheOther =
                    other.handle((message, failure) -> message != null).get();
            assertThat(received).isNotEqualTo(receivedByTheOther);
        }
    }

    @Contract(on = Kinds.LIMITED)
    void aSendIsDoneOrNotWhenItsHandleIsClosed(ChannelKind kind) throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            Channel<Integer> channel = kind.open();
            Sender<Integer> handle = channel.attachSender();
            channel.attachSender();
            List<Integer> before = fill(channel);
            Actor<Boolean> through = actors.start("through a handle", () -> sends(handle));
            Actor<Void> plain = actors.run("sender", () -> channel.send(-2));
            Actor<Void> closer = actors.run("closer", handle::close);
            List<Integer> received = new ArrayList<>();
            while (received.size() <= before.size()) {
                received.add(channel.receive());
            }
            closer.join();
            if (through.join() || received.contains(-1)) {
                received.add(channel.receive());
            }
            plain.join();
            assertThat(received.contains(-1)).isEqualTo(through.join());
            assertThat(received).contains(-2).hasSize(before.size() + (through.join() ? 2 : 1));
            assertThat(channel.tryReceive()).isNull();
            Invariants.check(channel);
        }
    }

    private static boolean sends(Sender<Integer> handle) throws InterruptedException {
        try {
            handle.send(-1);
            return true;
        } catch (ChannelClosedException e) {
            return false;
        }
    }

    @Contract(on = Kinds.RENDEZVOUS)
    void aHandleClosedWhileASupplierForItThrowsEndsItsReceive(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        channel.attachReceiver();
        Receiver<Integer> handle = channel.attachReceiver();
        Actor<Integer> receiver = actors.start("receiver", handle::receive).awaitBlocked();
        Select select = Select.fair();
        select.onSend(channel, () -> {
            handle.close();
            throw new IllegalStateException("no message after all");
        });
        assertThatThrownBy(select::poll).hasMessage("no message after all");
        assertEndedByItsHandle(receiver);
        Invariants.check(channel);
    }
}
