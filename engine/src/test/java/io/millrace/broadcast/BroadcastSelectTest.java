package io.millrace.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Broadcast;
import io.millrace.BroadcastKind;
import io.millrace.Channel;
import io.millrace.Lagging;
import io.millrace.Select;
import io.millrace.Subscription;
import io.millrace.contract.Behaviour;
import io.millrace.internal.flavor.Invariants;
import io.millrace.support.Actor;
import io.millrace.support.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Subscriptions and broadcasts as clauses of a select. */
class BroadcastSelectTest extends BroadcastContract {

    private static final String KINDS = "io.millrace.BroadcastKind#all";

    @ParameterizedTest
    @EnumSource(Lagging.class)
    void aSelectReceivesFromASubscription(Lagging lagging) throws Exception {
        Broadcast<Integer> broadcast = BroadcastKind.of(3).open();
        Subscription<Integer> subscription = broadcast.subscribe(lagging);
        Channel<Integer> quit = Channel.rendezvous();
        Select select = Select.fair();
        select.onReceive(quit);
        int clause = select.onReceive(subscription);

        assertThat(select.poll()).isEqualTo(Select.NONE);
        broadcast.send(7);
        assertThat(select.await()).isEqualTo(clause);
        assertThat(select.received(subscription)).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource(Lagging.class)
    void aSelectThatWaitsIsWokenByAMessageAndByTheEnd(Lagging lagging) throws Exception {
        Broadcast<Integer> broadcast = BroadcastKind.of(3).parking().open();
        Subscription<Integer> subscription = broadcast.subscribe(lagging);
        Channel<Integer> quit = Channel.bounded(1);
        Actor<String> selecting = actors.start("select", () -> {
            Select select = Select.fair();
            select.onReceive(quit);
            select.onReceive(subscription);
            select.await();
            int message = select.received(subscription);
            select.await();
            return message + " " + select.isClosed();
        });
        selecting.awaitBlocked();
        broadcast.send(7);
        Await.until("the message is received", subscription::isEmpty);
        subscription.close();

        assertThat(selecting.join()).isEqualTo("7 true");
        Invariants.check(broadcast);
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    void aSelectSendsOnlyWhenThereIsRoom(BroadcastKind kind) throws Exception {
        Broadcast<Integer> broadcast = kind.open();
        Subscription<Integer> holding = broadcast.subscribe(Lagging.HOLD);
        Actor<Integer> sender = actors.start("sender", () -> {
            Select select = Select.biased();
            int[] made = new int[1];
            select.onSend(broadcast, () -> made[0]++);
            for (int i = 0; i < 3 * kind.capacity(); i++) {
                select.await();
            }
            return made[0];
        });
        List<Integer> received = new ArrayList<>();
        for (int i = 0; i < 3 * kind.capacity(); i++) {
            received.add(holding.receive());
        }

        assertThat(received).isEqualTo(range(0, 3 * kind.capacity()));
        assertThat(sender.join()).isEqualTo(3 * kind.capacity());
    }

    @ParameterizedTest
    @MethodSource(KINDS)
    void aSelectThatWaitsToSendIsWokenWhenTheSlowestEnds(BroadcastKind kind) {
        Broadcast<Integer> broadcast = kind.open();
        Subscription<Integer> holding = broadcast.subscribe(Lagging.HOLD);
        send(broadcast, 0, kind.capacity());
        Actor<Integer> selecting = actors.start("select", () -> {
            Select select = Select.biased();
            select.onSend(broadcast, () -> -1);
            return select.await();
        });
        selecting.awaitBlocked();
        holding.close();

        assertThat(selecting.join()).isZero();
    }

    @Test
    @Behaviour(93)
    void aTimedSelectOverAFullBroadcastEndsEmptyHanded() throws Exception {
        Broadcast<Integer> broadcast = BroadcastKind.of(1).open();
        broadcast.subscribe(Lagging.HOLD);
        send(broadcast, 0, 1);
        Select select = Select.fair();
        select.onSend(broadcast, () -> 1);

        assertThat(select.poll()).isEqualTo(Select.NONE);
        assertThat(select.await(Duration.ofNanos(1))).isEqualTo(Select.NONE);
        broadcast.close();
        assertThat(select.await()).isZero();
        assertThat(select.isClosed()).isTrue();
    }

    @Test
    @Behaviour(93)
    void selectsOverSubscriptionsOfTwoBroadcastsMissNothing() {
        Broadcast<Integer> even = BroadcastKind.of(3).open();
        Broadcast<Integer> odd = BroadcastKind.of(5).parking().open();
        Subscription<Integer> fromEven = even.subscribe(Lagging.HOLD);
        Subscription<Integer> fromOdd = odd.subscribe(Lagging.HOLD);
        int count = 5_000;
        Actor<List<Integer>> selecting = actors.start("select", () -> {
            List<Integer> received = new ArrayList<>();
            Select select = Select.fair().dropClosed();
            int first = select.onReceive(fromEven);
            select.onReceive(fromOdd);
            int chosen;
            while ((chosen = select.await()) != Select.ENDED) {
                received.add(select.received(chosen == first ? fromEven : fromOdd));
            }
            return received;
        });
        for (Broadcast<Integer> broadcast : List.of(even, odd)) {
            actors.run("sender", () -> {
                for (int i = broadcast == even ? 0 : 1; i < count; i += 2) {
                    broadcast.send(i);
                }
                broadcast.close();
            });
        }

        assertThat(selecting.join()).containsExactlyInAnyOrderElementsOf(range(0, count));
    }
}
