package io.millrace.contract;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelKind;
import io.millrace.contract.Contract.Kinds;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.ManualClock;
import io.millrace.support.Rounds;
import io.millrace.support.StrictParker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Closing: a point in time before which a send is accepted and after which it fails. */
class CloseContractTest extends ChannelContract {

    private final ManualClock clock = new ManualClock(0);
    private final StrictParker parker = new StrictParker(clock);

    private static List<ThrowingCallable> sends(Channel<Integer> channel) {
        return List.of(
                () -> channel.send(1),
                () -> channel.trySend(1),
                () -> channel.trySend(1, 1, NANOSECONDS),
                () -> channel.trySend(1, Duration.ZERO),
                () -> channel.trySendAll(new Integer[] {1, 2}, 0, 2),
                () -> channel.sendAll(List.of(1, 2)));
    }

    private static List<ThrowingCallable> receives(Channel<Integer> channel) {
        return List.of(
                channel::receive,
                channel::tryReceive,
                () -> channel.tryReceive(1, NANOSECONDS),
                () -> channel.tryReceive(Duration.ZERO),
                () -> channel.receiveBatch(message -> {}, 10));
    }

    @Contract(told = true)
    @Behaviour({12, 40, 97})
    void everySendAfterCloseFailsAtOnceHoweverOftenRepeated(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        channel.close();
        for (int i = 0; i < 3; i++) {
            for (ThrowingCallable send : sends(channel)) {
                assertThatThrownBy(send).isInstanceOf(ChannelClosedException.class);
            }
        }
        assertThat(takeAll(channel)).isEmpty();
    }

    @Contract(told = true)
    @Behaviour({12, 97})
    void aSendToAFullClosedChannelFailsAndDoesNotWait(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        List<Integer> sent = fill(channel);
        channel.close();
        for (ThrowingCallable send : sends(channel)) {
            assertThatThrownBy(send).isInstanceOf(ChannelClosedException.class);
        }
        assertThat(takeAll(channel)).isEqualTo(sent);
    }

    @Contract(told = true)
    @Behaviour({13, 96})
    void receiversGetWhatWasBufferedAndThenSeeTheCloseForEver(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        List<Integer> sent = fill(channel);
        channel.close();
        List<Integer> received = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            received.add(channel.receive());
        }
        assertThat(received).isEqualTo(sent);
        for (int i = 0; i < 3; i++) {
            for (ThrowingCallable receive : receives(channel)) {
                assertThatThrownBy(receive).isInstanceOf(ChannelClosedException.class);
            }
            assertThat(channel.receiveOrNull()).isNull();
        }
    }

    @Contract(on = Kinds.LIMITED)
    @Behaviour({14, 35, 37, 117})
    void closeFailsEveryBlockedSenderAndNoneOfTheirMessagesIsAccepted(ChannelKind kind) {
        Channel<Integer> channel = kind.open(clock, parker);
        List<Integer> sent = fill(channel);
        List<Actor<Void>> senders = blockedSenders(channel, 3, -3);
        senders.add(actors.run("timed sender", () -> channel.trySend(-9, Duration.ofDays(1)))
                .awaitBlocked());
        senders.add(actors.run("batch sender", () -> channel.sendAll(List.of(-10, -11)))
                .awaitBlocked());
        channel.close();
        for (Actor<Void> sender : senders) {
            assertThat(sender.failure()).isInstanceOf(ChannelClosedException.class);
        }
        assertThat(takeAll(channel)).isEqualTo(sent);
    }

    @Contract
    @Behaviour({9, 15, 35, 114})
    void closeWakesEveryBlockedReceiver(ChannelKind kind) {
        Channel<Integer> channel = kind.open(clock, parker);
        List<Actor<?>> receivers = new ArrayList<>(blockedReceivers(channel, 3));
        receivers.add(actors.start("timed receiver", () -> channel.tryReceive(Duration.ofDays(1)))
                .awaitBlocked());
        receivers.add(actors.start("batch receiver", () -> channel.receiveBatch(message -> {}, 5))
                .awaitBlocked());
        Actor<Integer> orNull =
                actors.start("receiver of null", channel::receiveOrNull).awaitBlocked();
        channel.close();
        for (Actor<?> receiver : receivers) {
            assertThat(receiver.failure()).isInstanceOf(ChannelClosedException.class);
        }
        assertThat(orNull.join()).isNull();
    }

    @Contract(told = true)
    @Behaviour({39, 97, 114})
    void closingAgainChangesNothing(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        List<Integer> sent = fill(channel);
        channel.close();
        channel.close();
        channel.close(new IllegalStateException("too late"));
        assertThat(takeAll(channel)).isEqualTo(sent);
        assertThatThrownBy(channel::receive)
                .isInstanceOf(ChannelClosedException.class)
                .hasNoCause();
    }

    @Contract(told = true)
    @Behaviour({38, 116})
    void everyLaterCallReportsTheSameCause(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Exception cause = new Exception("feed lost");
        channel.close(cause);
        channel.close();
        channel.close(new Exception("second"));
        List<ThrowingCallable> calls = new ArrayList<>(sends(channel));
        calls.addAll(receives(channel));
        calls.add(channel::receiveOrNull);
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call)
                    .isInstanceOf(ChannelClosedException.class)
                    .cause()
                    .isSameAs(cause);
        }
    }

    @Contract
    @Behaviour({38, 116})
    void whoIsBlockedWhenTheChannelFailsGetsTheCause(ChannelKind kind) {
        Channel<Integer> channel = kind.open(clock, parker);
        Exception cause = new Exception("feed lost");
        Actor<Integer> receiver = blockedReceiver(channel);
        Actor<Integer> orNull =
                actors.start("receiver of null", channel::receiveOrNull).awaitBlocked();
        channel.close(cause);
        assertThat(receiver.failure()).hasCause(cause);
        assertThat(orNull.failure()).hasCause(cause);
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour({13, 38})
    void whatWasBufferedIsReceivedAlsoAfterACloseWithACause(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        channel.send(1);
        channel.close(new Exception("feed lost"));
        assertThat(channel.receiveOrNull()).isEqualTo(1);
        assertThatThrownBy(channel::receiveOrNull).isInstanceOf(ChannelClosedException.class);
    }

    @Contract(told = true)
    @Behaviour({97, 108})
    void aNullCauseIsRefusedAndTheChannelStaysOpen(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        assertThatThrownBy(() -> channel.close(null)).isInstanceOf(NullPointerException.class);
        assertThat(channel.isClosedForSend()).isFalse();
    }

    @Contract(told = true)
    @Behaviour({41, 115})
    void closedForSendHoldsOnceCloseReturnsAndClosedForReceiveOnceDrained(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        List<Integer> sent = fill(channel);
        assertThat(channel.isClosedForSend()).isFalse();
        assertThat(channel.isClosedForReceive()).isFalse();
        channel.close();
        assertThat(channel.isClosedForSend()).isTrue();
        for (int i = 0; i < sent.size(); i++) {
            assertThat(channel.isClosedForReceive()).isFalse();
            channel.tryReceive();
        }
        assertThat(channel.isClosedForReceive()).isTrue();
        assertThat(channel.isClosedForSend()).isTrue();
    }

    @Contract(told = true)
    @Behaviour({18, 39})
    void closeOfAFullChannelNeverBlocks(ChannelKind kind) {
        Channel<Integer> channel = kind.open(clock, parker);
        fill(channel);
        channel.close();
        assertThat(parker.parks()).isZero();
    }

    @Contract
    @Behaviour({22, 28, 114, 117})
    void whatWasAcceptedBeforeARacingCloseIsReceivedAndNothingElse(ChannelKind kind) throws Exception {
        int rounds = Rounds.of(50);
        CyclicBarrier start = new CyclicBarrier(5);
        List<Channel<Integer>> channels = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            channels.add(kind.open());
        }
        List<Actor<List<Integer>>> senders = actors.startEach(2, "sender", number -> {
            List<Integer> accepted = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                start.await();
                sendUntilClosed(channels.get(round), round * 1_000_000 + number * 500_000, accepted);
            }
            return accepted;
        });
        List<Actor<List<Integer>>> receivers = actors.startEach(2, "receiver", number -> {
            List<Integer> received = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                start.await();
                received.addAll(receiveToTheEnd(channels.get(round)));
            }
            return received;
        });
        for (int round = 0; round < rounds; round++) {
            start.await();
            for (int i = 0; i < round * 3 % 200; i++) {
                Thread.onSpinWait();
            }
            channels.get(round).close();
        }
        List<Integer> accepted =
                Actors.joinAll(senders).stream().flatMap(List::stream).sorted().toList();
        assertThat(Actors.joinAll(receivers).stream()
                        .flatMap(List::stream)
                        .sorted()
                        .toList())
                .isEqualTo(accepted);
    }

    private static void sendUntilClosed(Channel<Integer> channel, int first, List<Integer> accepted)
            throws InterruptedException {
        try {
            for (int message = first; message < first + 100_000; message++) {
                channel.send(message);
                accepted.add(message);
            }
        } catch (ChannelClosedException e) {
            assertThat(channel.isClosedForSend()).isTrue();
        }
    }

    @Contract(on = Kinds.RENDEZVOUS)
    @Behaviour({37, 115, 117})
    void nothingGoesOverARendezvousOnceCloseHasReturned(ChannelKind kind) throws Exception {
        int rounds = 500;
        CyclicBarrier start = new CyclicBarrier(2);
        List<Channel<Integer>> channels = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            channels.add(kind.open());
        }
        Actor<List<Integer>> sender = actors.start("sender", () -> {
            List<Integer> accepted = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                start.await();
                sendUntilClosed(channels.get(round), round, accepted);
            }
            return accepted;
        });
        for (int round = 0; round < rounds; round++) {
            Channel<Integer> channel = channels.get(round);
            start.await();
            for (int i = 0; i < round * 3 % 200; i++) {
                Thread.onSpinWait();
            }
            channel.close();
            assertThatThrownBy(channel::tryReceive).isInstanceOf(ChannelClosedException.class);
        }
        assertThat(sender.join()).isEmpty();
    }

    @Contract(told = true)
    @Behaviour(114)
    void manyThreadsMayCloseAtOnceAndOneCauseWins(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Actor<Integer> receiver = blockedReceiver(channel);
        Actors.joinAll(actors.startEach(4, "closer", number -> {
            channel.close(new Exception("closer " + number));
            return null;
        }));
        Throwable cause = receiver.failure().getCause();
        assertThat(cause).hasMessageStartingWith("closer ");
        assertThatThrownBy(channel::receive).cause().isSameAs(cause);
        assertThatThrownBy(() -> channel.trySend(1)).cause().isSameAs(cause);
    }
}
