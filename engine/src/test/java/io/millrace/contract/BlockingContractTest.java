package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.ChannelKind;
import io.millrace.contract.Contract.Kinds;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import io.millrace.support.ManualClock;
import io.millrace.support.Rounds;
import io.millrace.support.StrictParker;
import java.util.List;
import java.util.stream.IntStream;

/** Who waits, and who is woken. A strict parker turns a lost wake-up into a hang. */
class BlockingContractTest extends ChannelContract {

    private final ManualClock clock = new ManualClock(0);
    private final StrictParker parker = new StrictParker(clock);

    @Contract(on = Kinds.LIMITED)
    @Behaviour(7)
    void sendBlocksWhileFullAndGoesOnAfterAReceive(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        List<Integer> sent = fill(channel);
        Actor<Void> sender = blockedSender(channel, -1);
        assertThat(channel.receive()).isEqualTo(kind.isRendezvous() ? -1 : sent.get(0));
        sender.join();
        assertThat(channel.size()).isEqualTo(kind.capacity());
    }

    @Contract(on = Kinds.LIMITED)
    @Behaviour(7)
    void oneReceiveLetsExactlyOneOfSeveralBlockedSendersThrough(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open(clock, parker);
        fill(channel);
        List<Actor<Void>> senders = blockedSenders(channel, 3, -3);
        for (int through = 1; through <= 3; through++) {
            channel.receive();
            int expected = through;
            Await.until("a sender is through", () -> Actors.countEnded(senders) >= expected);
            senders.stream().filter(sender -> !sender.hasEnded()).forEach(Actor::awaitBlocked);
            assertThat(Actors.countEnded(senders)).isEqualTo(expected);
        }
    }

    @Contract(told = true)
    @Behaviour(8)
    void receiveBlocksWhileEmptyAndGoesOnAfterASend(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        Actor<Integer> receiver = blockedReceiver(channel);
        channel.send(5);
        assertThat(receiver.join()).isEqualTo(5);
    }

    @Contract
    @Behaviour(8)
    void oneSendLetsExactlyOneOfSeveralBlockedReceiversThrough(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open(clock, parker);
        List<Actor<Integer>> receivers = blockedReceivers(channel, 3);
        for (int through = 1; through <= 3; through++) {
            channel.send(through);
            int expected = through;
            Await.until("a receiver is through", () -> Actors.countEnded(receivers) >= expected);
            receivers.stream().filter(receiver -> !receiver.hasEnded()).forEach(Actor::awaitBlocked);
            assertThat(Actors.countEnded(receivers)).isEqualTo(expected);
        }
        assertThat(Actors.joinAll(receivers)).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Contract(on = Kinds.BUFFERED)
    @Behaviour(8)
    void oneBatchWakesAsManyReceiversAsItHasMessages(ChannelKind kind) {
        Channel<Integer> channel = kind.open(clock, parker);
        List<Actor<Integer>> receivers = blockedReceivers(channel, 3);
        int count = Math.min(3, kind.capacity());
        assertThat(channel.trySendAll(new Integer[] {1, 2, 3}, 0, count)).isEqualTo(count);
        Await.until("receivers have the batch", () -> Actors.countEnded(receivers) == count);
        assertThat(channel.size()).isZero();
        receivers.stream().filter(receiver -> !receiver.hasEnded()).forEach(Actor::awaitBlocked);
        channel.close();
        assertThat(receivers.stream().filter(Actor::hasFailed)).hasSize(3 - count);
    }

    @Contract(on = Kinds.BOUNDED)
    @Behaviour(7)
    void oneDrainWakesAsManySendersAsItMadeRoom(ChannelKind kind) {
        Channel<Integer> channel = kind.open(clock, parker);
        fill(channel);
        int count = Math.min(3, kind.capacity());
        List<Actor<Void>> senders = blockedSenders(channel, count, -count);
        assertThat(channel.drain(message -> {}, count)).isEqualTo(count);
        Actors.joinAll(senders);
        assertThat(channel.isFull()).isTrue();
    }

    @Contract(on = Kinds.RENDEZVOUS)
    @Behaviour(32)
    void sendReturnsOnlyWhenAReceiverHasTheMessage(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open(clock, parker);
        Actor<Void> sender = blockedSender(channel, 1);
        assertThat(sender.hasEnded()).isFalse();
        assertThat(channel.receive()).isEqualTo(1);
        sender.join();
    }

    @Contract(on = Kinds.UNBOUNDED)
    @Behaviour(42)
    void sendNeverParksOnAnUnboundedChannel(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open(clock, parker);
        for (int i = 0; i < 2_000; i++) {
            channel.send(i);
        }
        assertThat(parker.parks()).isZero();
    }

    @Contract(told = true)
    @Behaviour({8, 27})
    void noWakeUpIsLostInAPingPongOfParkingThreads(ChannelKind kind) throws InterruptedException {
        Channel<Integer> ping = kind.open(clock, parker);
        Channel<Integer> pong = kind.open(clock, parker);
        actors.run("answerer", () -> {
            for (int i = 0; i < 1_000; i++) {
                pong.send(ping.receive());
            }
        });
        for (int i = 0; i < 1_000; i++) {
            ping.send(i);
            assertThat(pong.receive()).isEqualTo(i);
        }
    }

    @Contract
    @Behaviour({7, 8, 20})
    void noWakeUpIsLostAmongManyParkingSendersAndReceivers(ChannelKind kind) {
        Channel<Integer> channel = kind.open(clock, parker);
        int each = Rounds.of(400);
        List<Actor<Void>> senders = actors.startEach(3, "sender", number -> {
            for (int i = 0; i < each; i++) {
                channel.send(number * each + i);
            }
            return null;
        });
        // Each takes a fixed number: nobody closes, so no close can mend a wake-up that was lost.
        List<Actor<List<Integer>>> receivers =
                actors.startEach(3, "receiver", number -> List.copyOf(receiveSome(channel, each)));
        Actors.joinAll(senders);
        assertThat(Actors.joinAll(receivers).stream()
                        .flatMap(List::stream)
                        .sorted()
                        .toList())
                .isEqualTo(IntStream.range(0, 3 * each).boxed().toList());
    }

    private static List<Integer> receiveSome(Channel<Integer> channel, int count) throws InterruptedException {
        Integer[] received = new Integer[count];
        for (int i = 0; i < count; i++) {
            received[i] = channel.receive();
        }
        return List.of(received);
    }

    @Contract
    @Behaviour(8)
    void aBlockedReceiverParksOnceAndDoesNotPoll(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open(clock, parker);
        Actor<Integer> receiver = blockedReceiver(channel);
        int parks = parker.parks();
        clock.advance(Long.MAX_VALUE);
        receiver.awaitBlocked();
        assertThat(parker.parks()).isEqualTo(parks).isEqualTo(1);
        channel.send(1);
        receiver.join();
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour(8)
    void operationsThatNeedNotWaitNeitherParkNorUnpark(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open(clock, parker);
        for (int i = 0; i < 500; i++) {
            channel.send(i);
            channel.receive();
        }
        channel.close();
        assertThat(parker.parks()).isZero();
        assertThat(parker.unparks()).isZero();
    }

    /** Messages sent meanwhile must not go only to the thread that just left. */
    @Contract
    @Behaviour({20, 78})
    void receiversThatTryOnceMoreDoNotKeepTheWakeUpOfOthers(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open(clock, parker);
        for (int round = 0; round < Rounds.of(60); round++) {
            Actor<Integer> blocked = blockedReceiver(channel);
            Actor<Integer> barging = actors.start("barging", channel::receive);
            channel.send(1);
            channel.send(2);
            assertThat(blocked.join() + barging.join()).isEqualTo(3);
        }
    }
}
