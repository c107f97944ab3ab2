package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelKind;
import io.millrace.UndeliveredReason;
import io.millrace.contract.Contract.Kinds;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.ManualClock;
import io.millrace.support.Rounds;
import io.millrace.support.StrictParker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;

/** Cancelling: what is buffered goes to the undelivered callback, each message once. */
class CancelContractTest extends ChannelContract {

    private final List<Integer> undelivered = Collections.synchronizedList(new ArrayList<>());

    private Channel<Integer> openCollecting(ChannelKind kind) {
        return kind.<Integer>builder()
                .onUndelivered((message, reason) -> undelivered.add(message))
                .build();
    }

    @Contract(told = true)
    @Behaviour({16, 43, 44, 119})
    void cancelHandsOverWhatIsBufferedInOrderBeforeItReturns(ChannelKind kind) {
        Channel<Integer> channel = openCollecting(kind);
        List<Integer> sent = fill(channel);
        channel.cancel();
        assertThat(undelivered).isEqualTo(sent);
        assertThat(channel.size()).isZero();
        assertThat(takeAll(channel)).isEmpty();
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour({43, 119})
    void theCallbackLearnsTheReasonOnTheCancellingThread(ChannelKind kind) {
        Set<UndeliveredReason> reasons = new HashSet<>();
        Set<Thread> threads = new HashSet<>();
        Channel<Integer> channel = kind.<Integer>builder()
                .onUndelivered((message, reason) -> {
                    reasons.add(reason);
                    threads.add(Thread.currentThread());
                })
                .build();
        fill(channel);
        channel.cancel();
        assertThat(reasons).containsExactly(UndeliveredReason.CANCELLED);
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Contract(told = true)
    @Behaviour(12)
    void everySendAfterCancelFails(ChannelKind kind) {
        Channel<Integer> channel = openCollecting(kind);
        channel.cancel();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> channel.send(1)).isInstanceOf(ChannelClosedException.class);
            assertThatThrownBy(() -> channel.trySend(1)).isInstanceOf(ChannelClosedException.class);
            assertThatThrownBy(() -> channel.trySendAll(new Integer[] {1}, 0, 1))
                    .isInstanceOf(ChannelClosedException.class);
        }
        assertThat(undelivered).isEmpty();
    }

    @Contract(told = true)
    @Behaviour({15, 35})
    void cancelClosesTheChannelForReceiversToo(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        fill(channel);
        channel.cancel();
        assertThat(channel.isClosedForSend()).isTrue();
        assertThat(channel.isClosedForReceive()).isTrue();
        assertThat(channel.receiveOrNull()).isNull();
        assertThatThrownBy(channel::tryReceive)
                .isInstanceOf(ChannelClosedException.class)
                .hasNoCause();
    }

    @Contract
    @Behaviour(15)
    void cancelWakesBlockedReceivers(ChannelKind kind) {
        ManualClock clock = new ManualClock(0);
        Channel<Integer> channel = kind.open(clock, new StrictParker(clock));
        List<Actor<Integer>> receivers = blockedReceivers(channel, 2);
        channel.cancel();
        for (Actor<Integer> receiver : receivers) {
            assertThat(receiver.failure()).isInstanceOf(ChannelClosedException.class);
        }
    }

    @Contract(on = Kinds.LIMITED)
    @Behaviour({14, 35, 119})
    void cancelFailsBlockedSendersAndTheyKeepTheirMessages(ChannelKind kind) {
        Channel<Integer> channel = openCollecting(kind);
        List<Integer> sent = fill(channel);
        List<Actor<Void>> senders = blockedSenders(channel, 3, -3);
        channel.cancel();
        for (Actor<Void> sender : senders) {
            assertThat(sender.failure()).isInstanceOf(ChannelClosedException.class);
        }
        assertThat(undelivered).isEqualTo(sent);
    }

    @Contract(told = true)
    @Behaviour({18, 114})
    void cancellingAgainChangesNothing(ChannelKind kind) {
        Channel<Integer> channel = openCollecting(kind);
        List<Integer> sent = fill(channel);
        channel.cancel();
        channel.cancel();
        channel.close();
        assertThat(undelivered).isEqualTo(sent);
    }

    @Contract(told = true)
    @Behaviour({16, 119})
    void cancelAfterCloseDiscardsWhatIsLeft(ChannelKind kind) {
        Channel<Integer> channel = openCollecting(kind);
        List<Integer> sent = fill(channel);
        channel.close();
        List<Integer> received = new ArrayList<>();
        channel.drain(received::add, sent.size() / 2);
        channel.cancel();
        assertThat(received).isEqualTo(sent.subList(0, received.size()));
        assertThat(undelivered).isEqualTo(sent.subList(received.size(), sent.size()));
    }

    @Contract(told = true)
    @Behaviour(116)
    void cancelKeepsTheCauseOfAnEarlierClose(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Exception cause = new Exception("feed lost");
        channel.close(cause);
        channel.cancel();
        assertThatThrownBy(channel::receive).hasCause(cause);
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour({17, 119})
    void aFailingCallbackStopsNothingAndItsFirstExceptionIsThrown(ChannelKind kind) {
        List<Integer> seen = new ArrayList<>();
        Channel<Integer> channel = kind.<Integer>builder()
                .onUndelivered((message, reason) -> {
                    seen.add(message);
                    throw new IllegalArgumentException("refuse " + message);
                })
                .build();
        List<Integer> sent = fill(channel);
        assertThatThrownBy(channel::cancel)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("refuse 0")
                .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(sent.size() - 1));
        assertThat(seen).isEqualTo(sent);
        channel.cancel();
        assertThat(seen).isEqualTo(sent);
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour(17)
    void aCallbackMayUseTheChannel(ChannelKind kind) {
        List<String> seen = new ArrayList<>();
        List<Channel<Integer>> self = new ArrayList<>();
        Channel<Integer> channel = kind.<Integer>builder()
                .onUndelivered((message, reason) -> {
                    Channel<Integer> own = self.get(0);
                    assertThatThrownBy(() -> own.trySend(1)).isInstanceOf(ChannelClosedException.class);
                    own.close();
                    seen.add(message + " of " + own.capacity());
                })
                .build();
        self.add(channel);
        int sent = fill(channel).size();
        channel.cancel();
        assertThat(seen).hasSize(sent);
    }

    @Contract
    @Behaviour({16, 20, 119})
    void eachAcceptedMessageIsReceivedOrHandedOverOnceInARaceWithCancel(ChannelKind kind) throws Exception {
        int rounds = Rounds.of(50);
        CyclicBarrier start = new CyclicBarrier(5);
        List<Channel<Integer>> channels =
                Stream.generate(() -> openCollecting(kind)).limit(rounds).toList();
        List<Actor<List<Integer>>> senders = actors.startEach(2, "sender", number -> {
            List<Integer> accepted = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                start.await();
                sendUntilClosed(channels.get(round), round * 10_000 + number * 5_000, accepted);
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
            channels.get(round).cancel();
        }
        List<Integer> accepted = sorted(Actors.joinAll(senders));
        List<List<Integer>> out = new ArrayList<>(Actors.joinAll(receivers));
        out.add(undelivered);
        assertThat(sorted(out)).isEqualTo(accepted);
    }

    /** With no receiver to pick up what cancel leaves behind. */
    @Contract(on = Kinds.BUFFERED)
    @Behaviour({16, 119})
    void cancelHandsOverAlsoWhatASenderIsJustPuttingIn(ChannelKind kind) throws Exception {
        int rounds = Rounds.of(60);
        CyclicBarrier start = new CyclicBarrier(3);
        List<Channel<Integer>> channels =
                Stream.generate(() -> openCollecting(kind)).limit(rounds).toList();
        List<Actor<List<Integer>>> senders = actors.startEach(2, "sender", number -> {
            List<Integer> accepted = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                start.await();
                trySendUntilClosed(channels.get(round), round * 10_000 + number * 5_000, accepted);
            }
            return accepted;
        });
        for (int round = 0; round < rounds; round++) {
            start.await();
            for (int i = 0; i < round * 3 % 200; i++) {
                Thread.onSpinWait();
            }
            channels.get(round).cancel();
            assertThat(channels.get(round).isClosedForReceive()).isTrue();
        }
        assertThat(undelivered.stream().sorted().toList()).isEqualTo(sorted(Actors.joinAll(senders)));
    }

    private static void trySendUntilClosed(Channel<Integer> channel, int first, List<Integer> accepted) {
        try {
            for (int message = first; message < first + 5_000; message++) {
                if (channel.trySend(message)) {
                    accepted.add(message);
                }
            }
        } catch (ChannelClosedException e) {
            assertThat(channel.isClosedForSend()).isTrue();
        }
    }

    private static void sendUntilClosed(Channel<Integer> channel, int first, List<Integer> accepted)
            throws InterruptedException {
        try {
            for (int message = first; message < first + 5_000; message++) {
                channel.send(message);
                accepted.add(message);
            }
        } catch (ChannelClosedException e) {
            assertThat(channel.isClosedForSend()).isTrue();
        }
    }

    private static List<Integer> sorted(List<List<Integer>> lists) {
        return lists.stream().flatMap(List::stream).sorted().toList();
    }
}
