package io.millrace.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.Broadcast;
import io.millrace.BroadcastKind;
import io.millrace.ChannelClosedException;
import io.millrace.Lagging;
import io.millrace.Subscription;
import io.millrace.contract.Behaviour;
import io.millrace.internal.flavor.Invariants;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.ManualClock;
import io.millrace.support.StrictParker;
import io.millrace.support.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Senders that wait for subscriptions and subscribers that wait for messages: what wakes them and what does not. */
class BroadcastBlockingTest extends BroadcastContract {

    private static final String KINDS = "io.millrace.BroadcastKind#all";

    @ParameterizedTest
    @MethodSource(KINDS)
    @Behaviour(7)
    void aSenderWaitsForTheSlowestSubscription(BroadcastKind kind) {
        Broadcast<Integer> broadcast = kind.open();
        Subscription<Integer> slow = broadcast.subscribe(Lagging.HOLD);
        Subscription<Integer> quick = broadcast.subscribe(Lagging.HOLD);
        send(broadcast, 0, kind.capacity());
        Actor<Void> sender = blockedSender(broadcast, -1);

        takeAll(quick);
        sender.awaitBlocked();
        assertThat(quick.isEmpty()).isTrue();
        slow.tryReceive();
        sender.join();
        assertThat(takeAll(quick)).containsExactly(-1);
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    void endingTheSlowestLetsTheSendersGoOn(BroadcastKind kind) {
        Broadcast<Integer> broadcast = kind.open();
        Subscription<Integer> slow = broadcast.subscribe(Lagging.HOLD);
        send(broadcast, 0, kind.capacity());
        List<Actor<Void>> senders =
                List.of(blockedSender(broadcast, -1), blockedSender(broadcast, -2), blockedSender(broadcast, -3));
        slow.cancel();

        Actors.joinAll(senders);
        Invariants.check(broadcast);
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    @Behaviour({14, 117})
    void theCloseWakesEverySenderAndTheirMessagesAreNotSent(BroadcastKind kind) {
        Broadcast<Integer> broadcast = kind.open();
        Subscription<Integer> slow = broadcast.subscribe(Lagging.HOLD);
        List<Integer> sent = send(broadcast, 0, kind.capacity());
        List<Actor<Void>> senders = List.of(blockedSender(broadcast, -1), blockedSender(broadcast, -2));
        broadcast.close();

        senders.forEach(sender -> assertThat(sender.failure()).isInstanceOf(ChannelClosedException.class));
        assertThat(takeAll(slow)).isEqualTo(sent);
        assertThat(slow.isClosedForReceive()).isTrue();
        Invariants.check(broadcast);
    }

    @ParameterizedTest
    @EnumSource(Lagging.class)
    @Behaviour({8, 15})
    void theCloseWakesTheReceiversOfEverySubscription(Lagging lagging) {
        Broadcast<Integer> broadcast = BroadcastKind.of(3).open();
        List<Actor<Integer>> receivers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Subscription<Integer> subscription = broadcast.subscribe(lagging);
            receivers.add(blockedReceiver(subscription));
            receivers.add(blockedReceiver(subscription));
        }
        broadcast.close();

        receivers.forEach(receiver -> assertThat(receiver.failure()).isInstanceOf(ChannelClosedException.class));
    }

    @ParameterizedTest
    @EnumSource(Lagging.class)
    void endingASubscriptionWakesItsReceiversOnly(Lagging lagging) throws Exception {
        Broadcast<Integer> broadcast = BroadcastKind.of(3).open();
        Subscription<Integer> ended = broadcast.subscribe(lagging);
        Subscription<Integer> other = broadcast.subscribe(lagging);
        List<Actor<Integer>> receivers = List.of(blockedReceiver(ended), blockedReceiver(ended));
        Actor<Integer> waiting = blockedReceiver(other);
        ended.cancel();

        receivers.forEach(receiver -> assertThat(receiver.failure()).isInstanceOf(ChannelClosedException.class));
        waiting.awaitBlocked();
        broadcast.send(7);
        assertThat(waiting.join()).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource(Lagging.class)
    void oneMessageWakesAReceiverOfEverySubscription(Lagging lagging) throws Exception {
        Broadcast<Integer> broadcast = BroadcastKind.of(3).parking().open();
        List<Actor<Integer>> receivers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            receivers.add(blockedReceiver(broadcast.subscribe(lagging)));
        }
        broadcast.send(7);

        assertThat(Actors.joinAll(receivers)).containsExactly(7, 7, 7);
    }

    @Test
    void aBatchWakesEveryThreadOfASubscriptionThatItCanServe() {
        Broadcast<Integer> broadcast = BroadcastKind.of(3).parking().open();
        Subscription<Integer> shared = broadcast.subscribe(Lagging.HOLD);
        List<Actor<Integer>> receivers =
                List.of(blockedReceiver(shared), blockedReceiver(shared), blockedReceiver(shared));
        broadcast.trySendAll(new Integer[] {1, 2, 3}, 0, 3);

        assertThat(Actors.joinAll(receivers)).containsExactlyInAnyOrder(1, 2, 3);
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    @Behaviour({9, 11, 33})
    void timedWaitsEndByTheClock(BroadcastKind kind) {
        ManualClock clock = new ManualClock(Long.MAX_VALUE - 1_000_000);
        StrictParker parker = new StrictParker(clock);
        Broadcast<Integer> broadcast = kind.open(clock, parker);
        Subscription<Integer> subscription = broadcast.subscribe(Lagging.HOLD);
        Actor<Integer> receiver = actors.start("receiver", () -> subscription.tryReceive(Duration.ofMillis(2)));
        receiver.awaitBlocked();
        clock.advance(1_999_999);
        receiver.awaitBlocked();
        clock.advance(1);
        assertThat(receiver.join()).isNull();

        List<Integer> sent = send(broadcast, 0, kind.capacity());
        Actor<Boolean> sender = actors.start("sender", () -> broadcast.trySend(-1, 2, TimeUnit.MILLISECONDS));
        sender.awaitBlocked();
        clock.advance(2_000_000);
        assertThat(sender.join()).isFalse();
        assertThat(takeAll(subscription)).isEqualTo(sent);
        Invariants.check(broadcast);
    }

    @Test
    @Behaviour({10, 25})
    void whatCanBeDoneAtOnceTakesNoTime() throws Exception {
        Broadcast<Integer> broadcast = BroadcastKind.of(1).open();
        Subscription<Integer> subscription = broadcast.subscribe(Lagging.HOLD);

        assertThat(broadcast.trySend(1, Duration.ZERO)).isTrue();
        assertThat(broadcast.trySend(2, Duration.ZERO)).isFalse();
        assertThat(subscription.tryReceive(Duration.ofSeconds(-1))).isEqualTo(1);
        assertThat(subscription.tryReceive(Duration.ZERO)).isNull();
        assertThat(broadcast.trySend(3, Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
        assertThat(subscription.tryReceive(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    @Behaviour({110, 113})
    void anInterruptedWaitTransfersNothing(BroadcastKind kind) {
        Broadcast<Integer> broadcast = kind.open();
        Subscription<Integer> subscription = broadcast.subscribe(Lagging.HOLD);
        Actor<Integer> receiver = blockedReceiver(subscription);
        receiver.interrupt();
        assertThat(receiver.failure()).isInstanceOf(InterruptedException.class);
        List<Integer> sent = send(broadcast, 0, kind.capacity());
        Actor<Void> sender = blockedSender(broadcast, -1);
        sender.interrupt();
        assertThat(sender.failure()).isInstanceOf(InterruptedException.class);

        assertThat(takeAll(subscription)).isEqualTo(sent);
        Invariants.check(broadcast);
    }

    @Test
    @Behaviour(109)
    void whatCanBeDoneAtOnceIsDoneThoughInterrupted() throws Exception {
        Broadcast<Integer> broadcast = BroadcastKind.of(1).open();
        Subscription<Integer> subscription = broadcast.subscribe(Lagging.HOLD);
        Thread.currentThread().interrupt();

        broadcast.send(1);
        assertThat(subscription.receive()).isEqualTo(1);
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    void sendAllWaitsAndSaysHowFarItGotWhenClosed(BroadcastKind kind) throws Exception {
        Broadcast<Integer> broadcast = kind.open();
        Subscription<Integer> subscription = broadcast.subscribe(Lagging.HOLD);
        int count = kind.capacity() + 2;
        Actor<Void> sender = actors.run("sender", () -> broadcast.sendAll(range(0, count)));
        sender.awaitBlocked();
        assertThat(subscription.receive()).isZero();
        sender.awaitBlocked();
        while (subscription.size() < kind.capacity()) { // the sender may still be on its way back to its wait
            Thread.onSpinWait();
        }
        broadcast.close();

        assertThat(sender.failure()).hasMessageContaining("accepted were " + (count - 1) + " of " + count);
        assertThat(takeAll(subscription)).isEqualTo(range(1, count - 1));
    }

    @ParameterizedTest
    @EnumSource(ThreadKind.class)
    void threadsOfOneSubscriptionShareItsMessages(ThreadKind threadKind) {
        assumeTrue(
                threadKind == ThreadKind.PLATFORM || ThreadKind.virtualThreadsExist(),
                "virtual threads need JDK 21 or later");
        int count = 20_000;
        Broadcast<Integer> broadcast = BroadcastKind.of(16).open();
        Subscription<Integer> shared = broadcast.subscribe(Lagging.HOLD);
        Subscription<Integer> alone = broadcast.subscribe(Lagging.HOLD);
        try (Actors threads = new Actors(threadKind)) {
            List<Actor<List<Integer>>> sharing = threads.startEach(3, "sharing", number -> receiveToTheEnd(shared));
            Actor<List<Integer>> single = threads.start("alone", () -> receiveToTheEnd(alone));
            threads.run("sender", () -> broadcast.sendAll(range(0, count))).join();
            broadcast.close();

            List<Integer> received = new ArrayList<>();
            Actors.joinAll(sharing).forEach(part -> {
                assertThat(part).isSorted();
                received.addAll(part);
            });
            assertThat(received).hasSize(count).doesNotHaveDuplicates();
            assertThat(single.join()).isEqualTo(range(0, count));
        }
        assertThatThrownBy(shared::receive).isInstanceOf(ChannelClosedException.class);
    }
}
