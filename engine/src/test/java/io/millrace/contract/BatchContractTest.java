package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelKind;
import io.millrace.contract.Contract.Kinds;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Several messages in one call. */
class BatchContractTest extends ChannelContract {

    private static final int LARGE = 3_000;

    private static Integer[] numbers(int count) {
        return IntStream.range(0, count).boxed().toArray(Integer[]::new);
    }

    @Contract(told = true)
    @Behaviour({1, 5})
    void trySendAllAcceptsWhatFitsInOrder(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        int fits = Math.min(LARGE, kind.capacity());
        assertThat(channel.trySendAll(numbers(LARGE), 0, LARGE)).isEqualTo(fits);
        assertThat(takeAll(channel)).isEqualTo(List.of(numbers(fits)));
    }

    @Contract(on = Kinds.LIMITED, told = true)
    @Behaviour(5)
    void trySendAllReportsNoneWhenFull(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        List<Integer> sent = fill(channel);
        assertThat(channel.trySendAll(numbers(2), 0, 2)).isZero();
        assertThat(takeAll(channel)).isEqualTo(sent);
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour(1)
    void trySendAllSendsTheRangeAskedFor(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        for (int lap = 0; lap < 3; lap++) {
            assertThat(channel.trySendAll(numbers(9), 4, 5)).isEqualTo(1);
            assertThat(channel.trySendAll(numbers(9), 4, 4)).isZero();
            assertThat(takeAll(channel)).containsExactly(4);
        }
    }

    @Contract(told = true)
    @Behaviour(108)
    void trySendAllRefusesANullMessageAndARangeOutsideTheArray(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        assertThatThrownBy(() -> channel.trySendAll(null, 0, 0)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> channel.trySendAll(new Integer[] {1, null}, 0, 2))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> channel.trySendAll(numbers(2), 0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> channel.trySendAll(numbers(2), -1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> channel.trySendAll(numbers(2), 2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(takeAll(channel)).isEmpty();
    }

    @Contract(told = true)
    @Behaviour({1, 7})
    void sendAllWaitsForRoomAndKeepsTheOrder(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        actors.run("sender", () -> {
            channel.sendAll(List.of(numbers(LARGE)));
            channel.close();
        });
        assertThat(receiveToTheEnd(channel)).isEqualTo(List.of(numbers(LARGE)));
    }

    @Contract
    @Behaviour(20)
    void sendAllOfSeveralThreadsSendsEachMessageOnce(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        List<Actor<Void>> senders = actors.startEach(3, "sender", number -> {
            for (int i = 0; i < 20; i++) {
                int first = number * 1_000 + i * 50;
                channel.sendAll(IntStream.range(first, first + 50).boxed().toList());
            }
            return null;
        });
        Actor<List<Integer>> receiver = actors.start("receiver", () -> receiveToTheEnd(channel));
        Actors.joinAll(senders);
        channel.close();
        assertThat(receiver.join().stream().sorted().toList()).isEqualTo(List.of(numbers(LARGE)));
    }

    @Contract(told = true)
    @Behaviour(108)
    void sendAllRefusesANullMessageAndSendsNone(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        assertThatThrownBy(() -> channel.sendAll(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> channel.sendAll(Arrays.asList(1, null))).isInstanceOf(NullPointerException.class);
        assertThat(takeAll(channel)).isEmpty();
    }

    @Contract(on = Kinds.LIMITED, told = true)
    @Behaviour({28, 117})
    void sendAllCutShortByCloseSaysHowManyWereAccepted(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        int more = kind.capacity() + 2;
        Actor<Void> sender = actors.run("sender", () -> channel.sendAll(List.of(numbers(more))))
                .awaitBlocked();
        channel.close();
        assertThat(sender.failure())
                .isInstanceOf(ChannelClosedException.class)
                .hasMessageContaining(kind.capacity() + " of " + more);
        assertThat(takeAll(channel)).hasSize(kind.capacity());
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour(105)
    void drainTakesUpToItsLimitInOrder(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        List<Integer> sent = fill(channel);
        List<Integer> taken = new ArrayList<>();
        assertThat(channel.drain(taken::add, 0)).isZero();
        assertThat(channel.drain(taken::add, 1)).isEqualTo(1);
        assertThat(channel.drain(taken::add, Integer.MAX_VALUE)).isEqualTo(sent.size() - 1);
        assertThat(channel.drain(taken::add, 5)).isZero();
        assertThat(taken).isEqualTo(sent);
    }

    @Contract(told = true)
    @Behaviour(105)
    void drainReportsNoneClosedOrNot(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        assertThat(channel.drain(message -> {}, 5)).isZero();
        channel.close();
        assertThat(channel.drain(message -> {}, 5)).isZero();
    }

    @Contract(on = Kinds.LIMITED)
    @Behaviour({7, 105})
    void drainTakesTheMessagesOfBlockedSenders(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        int count = fill(channel).size();
        List<Actor<Void>> senders = blockedSenders(channel, 2, -2);
        List<Integer> taken = new ArrayList<>();
        while (taken.size() < count + 2) {
            channel.drain(taken::add, Integer.MAX_VALUE);
        }
        Actors.joinAll(senders);
        assertThat(taken).hasSize(count + 2).contains(-1, -2);
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour(105)
    void aDrainHandlerThatThrowsHasTakenItsOwnMessageOnly(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        List<Integer> sent = fill(channel);
        assertThatThrownBy(() -> channel.drain(
                        message -> {
                            throw new IllegalArgumentException("refuse " + message);
                        },
                        9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("refuse 0");
        assertThat(takeAll(channel)).isEqualTo(sent.subList(1, sent.size()));
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour(105)
    void aDrainHandlerMayUseTheChannel(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        int sent = fill(channel).size();
        List<Integer> taken = new ArrayList<>();
        assertThat(channel.drain(
                        message -> {
                            taken.add(message);
                            assertThat(channel.trySend(message)).isTrue();
                        },
                        sent + 1))
                .isEqualTo(sent + 1);
        assertThat(taken).hasSize(sent + 1).endsWith(0);
        assertThat(channel.size()).isEqualTo(sent);
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour(105)
    void receiveBatchTakesWhatIsThereUpToItsLimit(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        List<Integer> sent = fill(channel);
        List<Integer> taken = new ArrayList<>();
        assertThat(channel.receiveBatch(taken::add, 1)).isEqualTo(1);
        if (sent.size() > 1) {
            assertThat(channel.receiveBatch(taken::add, LARGE)).isEqualTo(sent.size() - 1);
        }
        assertThat(taken).isEqualTo(sent);
    }

    @Contract(told = true)
    @Behaviour(8)
    void receiveBatchWaitsForOneMessage(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        List<Integer> taken = new ArrayList<>();
        Actor<Integer> receiver = actors.start("receiver", () -> channel.receiveBatch(taken::add, 5))
                .awaitBlocked();
        channel.send(3);
        assertThat(receiver.join()).isEqualTo(1);
        assertThat(taken).containsExactly(3);
    }

    @Contract(told = true)
    @Behaviour(108)
    void limitsAndHandlersOutOfRangeAreRefusedByName(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        assertThatThrownBy(() -> channel.drain(message -> {}, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit is -1, allowed is 0 or more");
        assertThatThrownBy(() -> channel.receiveBatch(message -> {}, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit is 0, allowed is 1 or more");
        assertThatThrownBy(() -> channel.drain(null, 1)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> channel.receiveBatch(null, 1)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> channel.forEach(null)).isInstanceOf(NullPointerException.class);
    }
}
