package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelKind;
import io.millrace.ChannelStats;
import io.millrace.UndeliveredReason;
import io.millrace.contract.Contract.Kinds;
import io.millrace.support.Actor;
import io.millrace.support.Counts;
import java.time.Duration;
import java.util.List;

/** What a channel counts. */
class StatsContractTest extends ChannelContract {

    private static void assertBalanced(ChannelStats stats) {
        assertThat(stats.accepted()).isEqualTo(stats.received() + stats.undelivered() + stats.buffered());
    }

    @Contract(on = Kinds.BUFFERED)
    @Behaviour(28)
    void everyWayToSendReceiveAndDiscardIsCounted(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.openCounting();
        channel.send(1);
        channel.receive();
        channel.trySend(2);
        channel.tryReceive();
        channel.trySend(3, Duration.ZERO);
        channel.tryReceive(Duration.ZERO);
        channel.trySendAll(new Integer[] {4}, 0, 1);
        channel.drain(message -> {}, 5);
        channel.sendAll(List.of(5));
        channel.receiveBatch(message -> {}, 5);
        channel.asBlockingQueue().put(6);
        channel.asBlockingQueue().take();
        channel.send(7);
        channel.iterator().next();
        assertThat(Counts.of(channel)).isEqualTo(new Counts(7, 7, 0, 0));
        int left = fill(channel).size();
        assertThat(Counts.of(channel)).isEqualTo(new Counts(7 + left, 7, 0, left));
        channel.cancel();
        assertThat(Counts.of(channel)).isEqualTo(new Counts(7 + left, 7, left, 0));
    }

    @Contract(on = Kinds.LIMITED)
    @Behaviour({28, 117})
    void whatWasNotAcceptedIsNotCounted(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.openCounting();
        int sent = fill(channel).size();
        channel.trySend(-1);
        channel.trySend(-1, Duration.ofNanos(1));
        Actor<Void> interrupted = blockedSender(channel, -1);
        interrupted.interrupt();
        interrupted.failure();
        Actor<Void> closed = blockedSender(channel, -1);
        channel.close();
        closed.failure();
        assertThatThrownBy(() -> channel.trySend(-1)).isInstanceOf(ChannelClosedException.class);
        ChannelStats stats = channel.stats();
        assertThat(stats.accepted()).isEqualTo(sent);
        assertThat(stats.blockedSends()).isEqualTo(3);
        assertBalanced(stats);
    }

    @Contract
    @Behaviour(28)
    void receivesThatHadToWaitAreCountedHoweverTheyEnd(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.openCounting();
        Actor<Integer> served = blockedReceiver(channel);
        channel.send(1);
        served.join();
        channel.tryReceive(Duration.ofNanos(1));
        channel.tryReceive();
        Actor<Integer> interrupted = blockedReceiver(channel);
        interrupted.interrupt();
        interrupted.failure();
        Actor<Integer> closed = blockedReceiver(channel);
        channel.close();
        closed.failure();
        ChannelStats stats = channel.stats();
        assertThat(stats.blockedReceives()).isEqualTo(4);
        assertThat(stats.received()).isEqualTo(1);
        assertBalanced(stats);
    }

    @Contract
    @Behaviour(28)
    void aChannelThatDoesNotCountReportsOnlyWhatIsBuffered(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        int sent = fill(channel).size();
        assertThat(Counts.of(channel)).isEqualTo(new Counts(0, 0, 0, sent));
        assertThat(channel.stats().recorded()).isFalse();
        assertThat(channel.stats().highWaterMark()).isZero();
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    void theHighWaterMarkIsTheMostThatEverWasBuffered(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.openCounting();
        int most = 0;
        for (int round = 1; round <= 3; round++) {
            int count = Math.min(round, channel.capacity());
            for (int repeat = 0; repeat < 5; repeat++) {
                for (int i = 0; i < count; i++) {
                    channel.send(i);
                }
                assertThat(takeAll(channel)).hasSize(count);
            }
            most = Math.max(most, count);
            assertThat(channel.stats().highWaterMark()).isEqualTo(most);
        }
        Integer[] batch = fill(kind.open()).toArray(Integer[]::new);
        channel.trySendAll(batch, 0, batch.length);
        takeAll(channel);
        channel.send(0);
        assertThat(channel.stats().highWaterMark()).isEqualTo(Math.max(most, batch.length));
    }

    @Contract(told = true)
    void whatIsCancelledCountsByItsReason(ChannelKind kind) {
        Channel<Integer> channel = kind.openCounting();
        int sent = fill(channel).size();
        channel.cancel();
        ChannelStats stats = channel.stats();
        for (UndeliveredReason reason : UndeliveredReason.values()) {
            assertThat(stats.undelivered(reason)).isEqualTo(reason == UndeliveredReason.CANCELLED ? sent : 0);
        }
        assertThat(stats.undelivered()).isEqualTo(sent);
        assertBalanced(stats);
    }

    @Contract(told = true)
    void refusedSendsCountNowhere(ChannelKind kind) {
        Channel<Integer> channel = kind.openCounting();
        int sent = fill(channel).size();
        if (!kind.isUnbounded()) {
            assertThat(channel.trySend(-1)).isFalse();
        }
        channel.close();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> channel.trySend(-1)).isInstanceOf(ChannelClosedException.class);
            assertThatThrownBy(() -> channel.trySendAll(new Integer[] {1, 2}, 0, 2))
                    .isInstanceOf(ChannelClosedException.class);
        }
        assertThat(Counts.of(channel)).isEqualTo(new Counts(sent, 0, 0, sent));
        takeAll(channel);
        assertThat(Counts.of(channel)).isEqualTo(new Counts(sent, sent, 0, 0));
    }

    @Contract
    @Behaviour({20, 28})
    void theCountsBalanceAfterManyThreads(ChannelKind kind) {
        Channel<Integer> channel = kind.openCounting();
        List<Actor<Void>> senders = actors.startEach(3, "sender", number -> {
            for (int i = 0; i < 500; i++) {
                channel.send(i);
            }
            return null;
        });
        List<Actor<Integer>> receivers = actors.startEach(
                2, "receiver", number -> receiveToTheEnd(channel).size());
        senders.forEach(Actor::join);
        channel.close();
        int received = receivers.stream().mapToInt(Actor::join).sum();
        ChannelStats stats = channel.stats();
        assertThat(stats.accepted()).isEqualTo(1_500);
        assertThat(stats.received()).isEqualTo(received).isEqualTo(1_500);
        assertBalanced(stats);
    }
}
