package io.millrace.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Broadcast;
import io.millrace.ChannelStats;
import io.millrace.Lagging;
import io.millrace.Subscription;
import io.millrace.support.Actor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a broadcast and its subscriptions count. */
class BroadcastStatsTest extends BroadcastContract {

    private final Broadcast<Integer> broadcast =
            Broadcast.<Integer>builder().capacity(4).name("prices").build();

    @Test
    void aBroadcastCountsWhatItAcceptedAndNamesItsSubscriptions() {
        broadcast.trySend(1);
        Subscription<Integer> first = broadcast.subscribe("chart", Lagging.DROP);
        Subscription<Integer> second = broadcast.subscribe(Lagging.HOLD);
        broadcast.trySend(2);
        assertThat(broadcast.stats().recorded()).isTrue();
        assertThat(broadcast.stats().accepted()).isEqualTo(2);
        assertThat(broadcast.stats().buffered()).isOne();
        assertThat(broadcast.subscriptions()).containsExactly(first, second);
        assertThat(broadcast.subscriptions()).extracting(Subscription::name).containsExactly("chart", "prices");
        assertThat(first.toString()).contains("'chart'", "DROP", "'prices'");
        first.close();
        assertThat(broadcast.subscriptions()).containsExactly(second);
    }

    @Test
    void refusedSendsCountNowhere() {
        Subscription<Integer> subscription = broadcast.subscribe(Lagging.HOLD);
        while (broadcast.trySend(1)) {}
        assertThat(broadcast.stats().accepted()).isEqualTo(4);
        broadcast.close();
        assertThat(broadcast.stats().accepted()).isEqualTo(4);
        assertThat(takeAll(subscription)).hasSize(4);
        assertThat(subscription.stats().received()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    void theCountsOfASubscriptionBalance(Lagging lagging) {
        broadcast.trySend(0);
        Subscription<Integer> subscription = broadcast.subscribeFromOldest(lagging);
        assertBalanced(subscription, 1);
        int sent = 1;
        for (int i = 0; i < 10 && broadcast.trySend(i); i++) {
            sent++;
        }
        assertBalanced(subscription, sent);
        int taken = takeAll(subscription).size();
        assertBalanced(subscription, sent);
        assertThat(subscription.stats().received()).isEqualTo(taken);
        assertThat(subscription.stats().missed()).isEqualTo(subscription.missed());
        assertThat(subscription.stats().buffered()).isZero();
    }

    @Test
    void theLagOfASubscriptionIsToldBeyondTheCapacity() {
        Subscription<Integer> subscription = broadcast.subscribe(Lagging.DROP);
        for (int i = 0; i < 9; i++) {
            broadcast.trySend(i);
        }
        assertThat(subscription.stats().buffered()).isEqualTo(9);
        assertThat(subscription.size()).isEqualTo(4);
    }

    @Test
    void waitsAreCountedOnBothSides() throws Exception {
        Subscription<Integer> subscription = broadcast.subscribe(Lagging.HOLD);
        Actor<Integer> receiver =
                actors.start("receiver", subscription::receive).awaitBlocked();
        broadcast.send(0);
        assertThat(receiver.join()).isZero();
        assertThat(subscription.stats().blockedReceives()).isOne();
        while (broadcast.trySend(1)) {}
        Actor<Void> sender = actors.run("sender", () -> broadcast.send(2)).awaitBlocked();
        subscription.receive();
        sender.join();
        assertThat(broadcast.stats().blockedSends()).isOne();
    }

    private static void assertBalanced(Subscription<Integer> subscription, int sent) {
        ChannelStats stats = subscription.stats();
        assertThat(stats.accepted()).isEqualTo(sent);
        assertThat(stats.received() + stats.missed() + stats.buffered()).isEqualTo(sent);
    }
}
