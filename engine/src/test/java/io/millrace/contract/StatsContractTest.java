package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelKind;
import io.millrace.ChannelStats;
import io.millrace.contract.Contract.Kinds;
import io.millrace.support.Actor;
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
        assertThat(channel.stats()).isEqualTo(new ChannelStats(true, 7, 7, 0, 0, 0, 0));
        int left = fill(channel).size();
        assertThat(channel.stats()).isEqualTo(new ChannelStats(true, 7 + left, 7, 0, left, 0, 0));
        channel.cancel();
        assertThat(channel.stats()).isEqualTo(new ChannelStats(true, 7 + left, 7, left, 0, 0, 0));
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
        assertThat(channel.stats()).isEqualTo(new ChannelStats(false, 0, 0, 0, sent, 0, 0));
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
