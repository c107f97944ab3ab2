package io.millrace.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Broadcast;
import io.millrace.BroadcastKind;
import io.millrace.ChannelClosedException;
import io.millrace.Lagging;
import io.millrace.Select;
import io.millrace.Subscription;
import io.millrace.contract.Behaviour;
import io.millrace.internal.flavor.Invariants;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who gets which messages, where subscriptions start, and how they end, by one thread. */
class BroadcastTest extends BroadcastContract {

    private static final String KINDS = "io.millrace.BroadcastKind#all";

    @ParameterizedTest
    @MethodSource(KINDS)
    @Behaviour(1)
    void everySubscriptionGetsEveryMessageInOrder(BroadcastKind kind) {
        Broadcast<Integer> broadcast = kind.open();
        Subscription<Integer> first = broadcast.subscribe(Lagging.HOLD);
        Subscription<Integer> second = broadcast.subscribe(Lagging.DROP);
        for (int round = 0; round < 5; round++) {
            List<Integer> sent = send(broadcast, 100 * round, 100 * round + kind.capacity());

            assertThat(takeAll(first)).isEqualTo(sent);
            assertThat(takeAll(second)).isEqualTo(sent);
        }
        assertThat(second.missed()).isZero();
        Invariants.check(broadcast);
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    void aSendWithoutSubscriptionsNeverWaits(BroadcastKind kind) {
        Broadcast<Integer> broadcast = kind.open();

        send(broadcast, 0, 1000);

        assertThat(broadcast.size()).isZero();
        assertThat(broadcast.isFull()).isFalse();
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    @Behaviour({2, 5})
    void sendersGetExactlyTheCapacityAheadOfASubscriptionThatHoldsThem(BroadcastKind kind) {
        Broadcast<Integer> broadcast = kind.open();
        send(broadcast, 0, 7);
        Subscription<Integer> holding = broadcast.subscribe(Lagging.HOLD);
        for (int round = 0; round < 5; round++) {
            List<Integer> sent = send(broadcast, 0, kind.capacity());

            assertThat(broadcast.trySend(-1)).isFalse();
            assertThat(broadcast.isFull()).isTrue();
            assertThat(holding.isFull()).isTrue();
            assertThat(takeAll(holding)).isEqualTo(sent);
            assertThat(broadcast.isEmpty()).isTrue();
        }
        Invariants.check(broadcast);
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    void theSlowestOfSeveralHoldsTheSenders(BroadcastKind kind) {
        Broadcast<Integer> broadcast = kind.open();
        Subscription<Integer> slow = broadcast.subscribe(Lagging.HOLD);
        Subscription<Integer> quick = broadcast.subscribe(Lagging.HOLD);
        List<Integer> sent = send(broadcast, 0, kind.capacity());
        assertThat(takeAll(quick)).isEqualTo(sent);

        assertThat(broadcast.trySend(-1)).isFalse();
        slow.tryReceive();
        assertThat(broadcast.trySend(-1)).isTrue();
        assertThat(broadcast.trySend(-2)).isFalse();
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    void aSubscriptionThatStartsNowSeesNothingOfBefore(BroadcastKind kind) {
        Broadcast<Integer> broadcast = kind.open();
        send(broadcast, 0, 10);

        Subscription<Integer> late = broadcast.subscribe(Lagging.DROP);
        assertThat(late.tryReceive()).isNull();
        broadcast.trySend(10);
        assertThat(takeAll(late)).containsExactly(10);
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    void aSubscriptionCanStartWithTheOldestKept(BroadcastKind kind) {
        Broadcast<Integer> broadcast = kind.open();
        assertThat(takeAll(broadcast.subscribeFromOldest(Lagging.DROP))).isEmpty();
        send(broadcast, 0, 1);
        assertThat(takeAll(broadcast.subscribeFromOldest(Lagging.DROP))).containsExactly(0);
        send(broadcast, 1, 1000);

        Subscription<Integer> late = broadcast.subscribeFromOldest(Lagging.DROP);

        assertThat(takeAll(late)).isEqualTo(range(1000 - kind.capacity(), 1000));
        assertThat(late.missed()).isZero();
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    void aSubscriptionCanStartWithTheLastMessages(BroadcastKind kind) {
        Broadcast<Integer> broadcast = kind.open();
        send(broadcast, 0, 1000);

        assertThat(takeAll(broadcast.subscribeFromLast(0, Lagging.DROP))).isEmpty();
        assertThat(takeAll(broadcast.subscribeFromLast(1, Lagging.DROP))).containsExactly(999);
        assertThat(takeAll(broadcast.subscribeFromLast(Integer.MAX_VALUE, Lagging.DROP)))
                .isEqualTo(range(1000 - kind.capacity(), 1000));
        assertThatThrownBy(() -> broadcast.subscribeFromLast(-1, Lagging.DROP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("messages is -1, allowed is 0 or more");
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    void oneThatHoldsAndStartsBehindIsNotLapped(BroadcastKind kind) {
        for (int before = 0; before < 3 * kind.capacity(); before++) {
            Broadcast<Integer> broadcast = kind.open();
            send(broadcast, 0, before);
            Subscription<Integer> late = broadcast.subscribeFromOldest(Lagging.HOLD);
            int next = before;
            while (broadcast.trySend(next)) {
                next++;
            }

            assertThat(next).isBetween(before, before + kind.capacity());
            assertThat(takeAll(late)).isEqualTo(range(Math.max(0, before - kind.capacity()), next));
            assertThat(broadcast.trySend(next)).isTrue();
            Invariants.check(broadcast);
        }
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    @Behaviour({13, 96, 115})
    void afterTheCloseEverySubscriptionDrainsItsOwnAndThenIsClosed(BroadcastKind kind) {
        Broadcast<Integer> broadcast = kind.open();
        Subscription<Integer> behind = broadcast.subscribe(Lagging.HOLD);
        List<Integer> sent = send(broadcast, 0, kind.capacity());
        Subscription<Integer> upToDate = broadcast.subscribe(Lagging.HOLD);
        broadcast.close();

        assertThat(broadcast.isClosedForSend()).isTrue();
        assertThat(upToDate.isClosedForReceive()).isTrue();
        assertThat(behind.isClosedForReceive()).isFalse();
        assertThat(broadcast.isClosedForReceive()).isFalse();
        assertThat(takeAll(behind)).isEqualTo(sent);
        assertThat(behind.isClosedForReceive()).isTrue();
        assertThat(broadcast.isClosedForReceive()).isTrue();
        assertThatThrownBy(behind::receive)
                .isInstanceOf(ChannelClosedException.class)
                .hasNoCause();
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    void aClosedBroadcastCanStillBeSubscribedTo(BroadcastKind kind) {
        Broadcast<Integer> broadcast = kind.open();
        send(broadcast, 0, 1000);
        broadcast.close();

        assertThat(broadcast.subscribe(Lagging.HOLD).isClosedForReceive()).isTrue();
        assertThat(takeAll(broadcast.subscribeFromOldest(Lagging.HOLD))).isEqualTo(range(1000 - kind.capacity(), 1000));
        assertThat(takeAll(broadcast.subscribeFromLast(1, Lagging.CONFLATE))).containsExactly(999);
    }

    @ParameterizedTest
    @EnumSource(Lagging.class)
    @Behaviour({97, 116})
    void theCauseOfTheCloseReachesSendersAndEverySubscription(Lagging lagging) throws Exception {
        Broadcast<Integer> broadcast = BroadcastKind.of(3).open();
        Subscription<Integer> subscription = broadcast.subscribe(lagging);
        send(broadcast, 0, 1);
        Exception cause = new Exception("feed lost");
        broadcast.close(cause);
        broadcast.close(new Exception("too late"));

        assertThatThrownBy(() -> broadcast.send(1)).hasCause(cause);
        assertThatThrownBy(() -> broadcast.trySend(1)).hasCause(cause);
        assertThat(subscription.receiveOrNull()).isZero();
        assertThatThrownBy(subscription::receiveOrNull).hasCause(cause);
        assertThatThrownBy(subscription::tryReceive).hasCause(cause);
    }

    @ParameterizedTest
    @EnumSource(Lagging.class)
    @Behaviour({12, 114})
    void endingASubscriptionTouchesNoOther(Lagging lagging) throws Exception {
        Broadcast<Integer> broadcast = BroadcastKind.of(3).open();
        Subscription<Integer> ended = broadcast.subscribe(lagging);
        Subscription<Integer> other = broadcast.subscribe(Lagging.HOLD);
        send(broadcast, 0, 2);
        ended.close();
        ended.close(new Exception("too late"));
        send(broadcast, 2, 3);

        assertThat(ended.isClosedForSend()).isTrue();
        assertThat(ended.isClosedForReceive()).isTrue();
        assertThat(ended.size()).isZero();
        assertThat(ended.receiveOrNull()).isNull();
        assertThatThrownBy(ended::receive).hasMessageContaining("is closed").hasNoCause();
        assertThat(takeAll(other)).containsExactly(0, 1, 2);
        assertThat(broadcast.isClosedForSend()).isFalse();
    }

    @Test
    void aSubscriptionCanBeEndedWithACause() {
        Subscription<Integer> subscription = BroadcastKind.of(1).<Integer>open().subscribe(Lagging.HOLD);
        Exception cause = new Exception("reader failed");
        subscription.close(cause);

        assertThatThrownBy(subscription::receive).hasCause(cause);
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    void endingTheOnlyOneThatHoldsMakesRoom(BroadcastKind kind) {
        Broadcast<Integer> broadcast = kind.open();
        try (Subscription<Integer> holding = broadcast.subscribe(Lagging.HOLD)) {
            send(broadcast, 0, holding.capacity());
            assertThat(broadcast.trySend(-1)).isFalse();
        }

        send(broadcast, 0, 1000);
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    void aBatchGoesAsFarAsTheSlowestLetsIt(BroadcastKind kind) {
        Broadcast<Integer> broadcast = kind.open();
        Integer[] messages = range(0, 500).toArray(Integer[]::new);
        assertThat(broadcast.trySendAll(messages, 0, 500)).isEqualTo(500);
        Subscription<Integer> holding = broadcast.subscribe(Lagging.HOLD);

        assertThat(broadcast.trySendAll(messages, 0, 500)).isEqualTo(kind.capacity());
        assertThat(broadcast.trySendAll(messages, 0, 500)).isZero();
        assertThat(takeAll(holding)).isEqualTo(range(0, kind.capacity()));
        broadcast.close();
        assertThatThrownBy(() -> broadcast.trySendAll(messages, 0, 1)).isInstanceOf(ChannelClosedException.class);
    }

    @ParameterizedTest
    @EnumSource(Lagging.class)
    void aSupplierThatThrowsSendsNothing(Lagging lagging) throws Exception {
        Broadcast<Integer> broadcast = BroadcastKind.of(2).open();
        Subscription<Integer> subscription = broadcast.subscribe(lagging);
        Select select = Select.biased();
        select.onSend(broadcast, () -> {
            throw new IllegalStateException("no message");
        });
        for (int round = 0; round < 5; round++) {
            assertThatThrownBy(select::await).hasMessage("no message");
            assertThat(subscription.tryReceive()).isNull();
            assertThat(subscription.isEmpty()).isTrue();
            send(broadcast, round, round + 1);
            assertThatThrownBy(select::await).hasMessage("no message");
            assertThat(takeAll(subscription)).containsExactly(round);
            assertThat(subscription.isEmpty()).isTrue();
        }
        assertThat(subscription.missed()).isZero();
    }

    @Test
    @Behaviour(108)
    void nullIsRefused() {
        Broadcast<Integer> broadcast = Broadcast.of(2);
        Subscription<Integer> subscription = broadcast.subscribe(Lagging.HOLD);

        assertThatThrownBy(() -> broadcast.trySend(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> broadcast.send(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> broadcast.trySendAll(new Integer[] {1, null}, 0, 2))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> broadcast.subscribe(null)).isInstanceOf(NullPointerException.class);
        assertThat(subscription.isEmpty()).isTrue();
    }

    @Test
    void theBuilderSaysWhatIsWrong() {
        assertThatThrownBy(() -> Broadcast.of(0)).hasMessage("capacity is 0, allowed is 1 to " + (1 << 29));
        assertThatThrownBy(() -> Broadcast.of((1 << 29) + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Broadcast.builder().build()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void errorsNameTheBroadcast() {
        Broadcast<Integer> broadcast =
                Broadcast.<Integer>builder().capacity(4).name("ticks").build();
        Subscription<Integer> subscription = broadcast.subscribe(Lagging.DROP);
        broadcast.close();

        assertThatThrownBy(() -> broadcast.trySend(1)).hasMessage("broadcast 'ticks' (4) is closed");
        assertThatThrownBy(subscription::tryReceive)
                .hasMessage("subscription (DROP) of broadcast 'ticks' (4) is closed and drained");
        assertThat(subscription.name()).isEqualTo("ticks");
    }

    @ParameterizedTest
    @EnumSource
    void aSubscriptionThatIsCancelledWithACauseTellsItAndLeavesTheBroadcastOpen(Lagging lagging) {
        Broadcast<Integer> broadcast = Broadcast.of(4);
        Subscription<Integer> subscription = broadcast.subscribe(lagging);
        assertThat(subscription.closeCause()).isNull();
        RuntimeException cause = new RuntimeException("the subscriber failed");
        subscription.cancel(cause);
        assertThat(subscription.closeCause()).isSameAs(cause);
        assertThatThrownBy(subscription::receive)
                .isInstanceOf(ChannelClosedException.class)
                .cause()
                .isSameAs(cause);
        assertThat(broadcast.closeCause()).isNull();
        assertThat(broadcast.trySend(1)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void theCauseOfTheBroadcastIsThatOfItsSubscriptions(Lagging lagging) {
        Broadcast<Integer> broadcast = Broadcast.of(4);
        Subscription<Integer> subscription = broadcast.subscribe(lagging);
        RuntimeException cause = new RuntimeException("the source failed");
        broadcast.close(cause);
        assertThat(broadcast.closeCause()).isSameAs(cause);
        assertThat(subscription.closeCause()).isSameAs(cause);
        subscription.cancel(new RuntimeException("ended later"));
        assertThat(subscription.closeCause()).hasMessage("ended later");
    }
}
