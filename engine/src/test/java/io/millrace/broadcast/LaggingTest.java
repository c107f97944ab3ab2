package io.millrace.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Broadcast;
import io.millrace.BroadcastKind;
import io.millrace.ChannelClosedException;
import io.millrace.Lagging;
import io.millrace.SubscriberTooSlowException;
import io.millrace.Subscription;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of subscriptions that are too slow, by one thread. */
class LaggingTest extends BroadcastContract {

    private static final String KINDS = "io.millrace.BroadcastKind#all";

    @ParameterizedTest
    @MethodSource(KINDS)
    void oneThatDropsSkipsToTheOldestKeptAndCountsTheGap(BroadcastKind kind) {
        int capacity = kind.capacity();
        Broadcast<Integer> broadcast = kind.open();
        Subscription<Integer> subscription = broadcast.subscribe(Lagging.DROP);
        send(broadcast, 0, capacity + 5);

        assertThat(subscription.size()).isEqualTo(capacity);
        assertThat(takeAll(subscription)).isEqualTo(range(5, capacity + 5));
        assertThat(subscription.missed()).isEqualTo(5);
        send(broadcast, 0, 10 * capacity);
        assertThat(takeAll(subscription)).isEqualTo(range(9 * capacity, 10 * capacity));
        assertThat(subscription.missed()).isEqualTo(5 + 9L * capacity);
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    void receivedAndMissedAddUpAfterEachStep(BroadcastKind kind) {
        Broadcast<Integer> broadcast = kind.open();
        Subscription<Integer> dropping = broadcast.subscribe(Lagging.DROP);
        Subscription<Integer> conflating = broadcast.subscribe(Lagging.CONFLATE);
        int sent = 0;
        for (int step = 1; step < 3 * kind.capacity(); step++) {
            send(broadcast, sent, sent + step);
            sent += step;

            Integer oldest = dropping.tryReceive();
            Integer latest = conflating.tryReceive();

            assertThat(oldest).isNotNull();
            assertThat(dropping.missed() + step).isEqualTo(oldest + 1L); // this was receive number step
            assertThat(latest).isEqualTo(sent - 1);
            assertThat(conflating.missed()).isEqualTo(sent - step);
        }
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    void exactlyTheCapacityBehindIsNotTooSlow(BroadcastKind kind) {
        Broadcast<Integer> broadcast = kind.open();
        List<Subscription<Integer>> subscriptions =
                List.of(broadcast.subscribe(Lagging.DROP), broadcast.subscribe(Lagging.DISCONNECT));
        List<Integer> sent = send(broadcast, 0, kind.capacity());

        for (Subscription<Integer> subscription : subscriptions) {
            assertThat(takeAll(subscription)).isEqualTo(sent);
            assertThat(subscription.missed()).isZero();
            assertThat(subscription.isClosedForReceive()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    void oneThatConflatesGetsTheLatestOnly(BroadcastKind kind) {
        Broadcast<Integer> broadcast = kind.open();
        Subscription<Integer> subscription = broadcast.subscribe(Lagging.CONFLATE);
        assertThat(subscription.capacity()).isEqualTo(1);
        send(broadcast, 0, 1000);

        assertThat(subscription.size()).isEqualTo(1);
        assertThat(takeAll(subscription)).containsExactly(999);
        assertThat(subscription.missed()).isEqualTo(999);
        assertThat(subscription.tryReceive()).isNull();
        send(broadcast, 1000, 1001);
        assertThat(takeAll(subscription)).containsExactly(1000);
        assertThat(subscription.missed()).isEqualTo(999);
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    void oneThatConflatesGetsTheLatestAlsoAfterTheClose(BroadcastKind kind) {
        Broadcast<Integer> broadcast = kind.open();
        Subscription<Integer> subscription = broadcast.subscribe(Lagging.CONFLATE);
        send(broadcast, 0, 10);
        broadcast.close();

        assertThat(subscription.isClosedForReceive()).isFalse();
        assertThat(takeAll(subscription)).containsExactly(9);
        assertThat(subscription.isClosedForReceive()).isTrue();
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    void oneThatFallsBehindCanBeDisconnected(BroadcastKind kind) {
        Broadcast<Integer> broadcast = kind.open();
        Subscription<Integer> subscription = broadcast.subscribe(Lagging.DISCONNECT);
        Subscription<Integer> other = broadcast.subscribe(Lagging.DROP);
        send(broadcast, 0, 1);
        assertThat(subscription.tryReceive()).isZero();
        send(broadcast, 1, kind.capacity() + 2);

        assertThatThrownBy(subscription::tryReceive)
                .isInstanceOf(ChannelClosedException.class)
                .hasCauseInstanceOf(SubscriberTooSlowException.class)
                .cause()
                .hasMessageContaining("missed " + (kind.capacity() + 1));
        assertThat(subscription.missed()).isEqualTo(kind.capacity() + 1);
        assertThat(subscription.isClosedForReceive()).isTrue();
        assertThatThrownBy(subscription::receiveOrNull).hasCauseInstanceOf(SubscriberTooSlowException.class);
        send(broadcast, 0, 5);
        assertThat(subscription.missed()).isEqualTo(kind.capacity() + 1);
        assertThat(other.isClosedForReceive()).isFalse();
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    void onlyThoseThatHoldKeepTheSendersBack(BroadcastKind kind) {
        Broadcast<Integer> broadcast = kind.open();
        broadcast.subscribe(Lagging.DROP);
        broadcast.subscribe(Lagging.CONFLATE);
        broadcast.subscribe(Lagging.DISCONNECT);

        send(broadcast, 0, 1000);
        assertThat(broadcast.isEmpty()).isTrue();
    }
}
