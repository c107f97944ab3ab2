package io.millrace.overflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelBuilder;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelFullException;
import io.millrace.ChannelStats;
import io.millrace.Overflow;
import io.millrace.Select;
import io.millrace.Sender;
import io.millrace.contract.Behaviour;
import io.millrace.internal.flavor.Invariants;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Counts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a send to a full channel does under each policy, one thread at a time. */
class OverflowTest {

    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final Undeliveries undelivered = new Undeliveries();

    private Channel<Integer> open(int capacity, Overflow policy) {
        return undelivered
                .of(Channel.<Integer>builder().capacity(capacity).onFull(policy).name("feed"))
                .build();
    }

    private Channel<Integer> full(int capacity, Overflow policy) {
        Channel<Integer> channel = open(capacity, policy);
        for (int i = 1; i <= capacity; i++) {
            channel.trySend(i);
        }
        return channel;
    }

    private static List<Integer> takeAll(Channel<Integer> channel) {
        List<Integer> taken = new ArrayList<>();
        channel.drain(taken::add, Integer.MAX_VALUE);
        return taken;
    }

    private static void assertBalanced(Channel<?> channel) {
        ChannelStats stats = channel.stats();
        assertThat(stats.accepted()).isEqualTo(stats.received() + stats.undelivered() + stats.buffered());
        Invariants.check(channel);
    }

    // ---- what all of them share ----

    @ParameterizedTest
    @EnumSource(Overflow.class)
    void aChannelWithRoomAcceptsUnderEveryPolicy(Overflow policy) throws InterruptedException {
        Channel<Integer> channel = open(3, policy);
        channel.send(1);
        assertThat(channel.trySend(2)).isTrue();
        assertThat(channel.trySendAll(new Integer[] {3}, 0, 1)).isEqualTo(1);
        assertThat(takeAll(channel)).containsExactly(1, 2, 3);
        assertThat(undelivered.all()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Overflow.class)
    void aClosedChannelRefusesUnderEveryPolicy(Overflow policy) {
        Channel<Integer> channel = full(2, policy);
        channel.close();
        assertThatThrownBy(() -> channel.send(3)).isInstanceOf(ChannelClosedException.class);
        assertThatThrownBy(() -> channel.trySend(3)).isInstanceOf(ChannelClosedException.class);
        assertThatThrownBy(() -> channel.trySend(3, FOREVER)).isInstanceOf(ChannelClosedException.class);
        assertThatThrownBy(() -> channel.trySendAll(new Integer[] {3}, 0, 1))
                .isInstanceOf(ChannelClosedException.class);
        assertThatThrownBy(() -> channel.sendAll(List.of(3)))
                .isInstanceOf(ChannelClosedException.class)
                .hasMessageContaining("accepted were 0 of 1");
        assertThat(undelivered.all()).isEmpty();
        assertThat(takeAll(channel)).containsExactly(1, 2);
        assertBalanced(channel);
    }

    @ParameterizedTest
    @EnumSource(value = Overflow.class, names = "WAIT", mode = EnumSource.Mode.EXCLUDE)
    void noPolicyButWaitGoesWithoutALimit(Overflow policy) {
        assertRefused(Channel.builder().capacity(0).onFull(policy), policy);
        assertRefused(Channel.builder().unbounded().onFull(policy), policy);
        assertRefused(Channel.builder().conflating().onFull(policy), policy);
        assertRefused(Channel.builder().conflatingBy(Object::getClass).onFull(policy), policy);
    }

    private static void assertRefused(ChannelBuilder<Object> builder, Overflow policy) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("onFull is " + policy + ", allowed is WAIT unless the channel is of a capacity of 1 to "
                        + (1 << 30));
    }

    @Test
    @Behaviour(108)
    void noPolicyIsRefused() {
        assertThatThrownBy(() -> Channel.builder().onFull(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("policy");
    }

    // ---- fail ----

    @Test
    void aFullChannelThatFailsRefusesAtOnce() throws InterruptedException {
        Channel<Integer> channel = full(2, Overflow.FAIL);
        assertThatThrownBy(() -> channel.send(3))
                .isInstanceOf(ChannelFullException.class)
                .hasMessage("channel 'feed' (bounded 2) is full");
        assertThat(channel.trySend(3)).isFalse();
        assertThat(channel.trySend(3, FOREVER)).isFalse();
        assertThat(channel.trySend(3, Long.MAX_VALUE, TimeUnit.DAYS)).isFalse();
        assertThat(channel.asBlockingQueue().offer(3)).isFalse();
        assertThat(Counts.of(channel)).isEqualTo(new Counts(2, 0, 0, 2));
        channel.receive();
        channel.send(3);
        assertThat(takeAll(channel)).containsExactly(2, 3);
        assertThat(undelivered.all()).isEmpty();
    }

    @Test
    void aBatchThatFailsSaysHowManyWereAccepted() {
        Channel<Integer> channel = open(3, Overflow.FAIL);
        assertThat(channel.trySendAll(new Integer[] {1, 2}, 0, 2)).isEqualTo(2);
        assertThatThrownBy(() -> channel.sendAll(List.of(3, 4, 5)))
                .isInstanceOf(ChannelFullException.class)
                .hasMessageContaining("accepted were 1 of 3 messages");
        assertThat(channel.trySendAll(new Integer[] {6}, 0, 1)).isZero();
        assertThat(takeAll(channel)).containsExactly(1, 2, 3);
        assertBalanced(channel);
    }

    @Test
    void anInterruptedThreadIsToldThatTheChannelIsFull() {
        Channel<Integer> channel = full(1, Overflow.FAIL);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> channel.send(2)).isInstanceOf(ChannelFullException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aSelectWaitsForRoomInAChannelThatFails() {
        Channel<Integer> channel = full(1, Overflow.FAIL);
        try (Actors actors = new Actors()) {
            Actor<Void> sender = actors.run("select", () -> {
                        Select select = Select.biased();
                        int out = select.onSend(channel, () -> 2);
                        assertThat(select.poll()).isEqualTo(Select.NONE);
                        assertThat(select.await()).isEqualTo(out);
                    })
                    .awaitBlocked();
            assertThat(takeAll(channel)).containsExactly(1);
            sender.join();
            assertThat(takeAll(channel)).containsExactly(2);
        }
    }

    // ---- drop the newest ----

    @Test
    @Behaviour({118, 119})
    void droppingTheNewestKeepsWhatIsBufferedAndReportsTheNewOne() throws InterruptedException {
        Channel<Integer> channel = full(2, Overflow.DROP_NEWEST);
        channel.send(3);
        assertThat(channel.trySend(4)).isTrue();
        assertThat(channel.trySend(5, FOREVER)).isTrue();
        assertThat(channel.trySend(6, 1, TimeUnit.HOURS)).isTrue();
        channel.asBlockingQueue().put(7);
        assertThat(undelivered.all()).containsExactly("3 DROPPED", "4 DROPPED", "5 DROPPED", "6 DROPPED", "7 DROPPED");
        assertThat(Counts.of(channel)).isEqualTo(new Counts(7, 0, 5, 2));
        assertThat(takeAll(channel)).containsExactly(1, 2);
        assertBalanced(channel);
    }

    @Test
    @Behaviour(118)
    void aBatchThatDoesNotFitDropsItsEnd() throws InterruptedException {
        Channel<Integer> channel = open(3, Overflow.DROP_NEWEST);
        assertThat(channel.trySendAll(new Integer[] {0, 1, 2, 3, 4, 5}, 1, 6)).isEqualTo(5);
        channel.sendAll(List.of(6));
        assertThat(undelivered.all()).containsExactly("4 DROPPED", "5 DROPPED", "6 DROPPED");
        assertThat(takeAll(channel)).containsExactly(1, 2, 3);
        assertBalanced(channel);
    }

    // ---- drop the oldest ----

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 100})
    @Behaviour({118, 119})
    void droppingTheOldestKeepsExactlyTheLastOnesInOrder(int capacity) throws InterruptedException {
        Channel<Integer> channel = open(capacity, Overflow.DROP_OLDEST);
        List<Integer> last = new ArrayList<>();
        List<String> evicted = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            channel.send(i);
            last.add(i);
            if (last.size() > capacity) {
                evicted.add(last.remove(0) + " EVICTED");
            }
            if (i % 7 == 3) {
                assertThat(channel.receive()).isEqualTo(last.remove(0));
            }
            assertThat(channel.size()).isEqualTo(last.size());
        }
        assertThat(undelivered.all()).isEqualTo(evicted);
        assertBalanced(channel);
        assertThat(takeAll(channel)).isEqualTo(last);
    }

    @Test
    @Behaviour(118)
    void everyWayToSendEvictsTheOldest() throws InterruptedException {
        Channel<Integer> channel = full(2, Overflow.DROP_OLDEST);
        channel.send(3);
        assertThat(channel.trySend(4)).isTrue();
        assertThat(channel.trySend(5, FOREVER)).isTrue();
        assertThat(channel.trySendAll(new Integer[] {6, 7, 8}, 0, 3)).isEqualTo(3);
        channel.sendAll(List.of(9));
        try (Sender<Integer> sender = channel.attachSender()) {
            sender.send(10);
        }
        assertThat(undelivered.all())
                .hasSize(8)
                .startsWith("1 EVICTED", "2 EVICTED")
                .endsWith("8 EVICTED");
        assertThat(Counts.of(channel)).isEqualTo(new Counts(10, 0, 8, 2));
        assertThat(takeAll(channel)).containsExactly(9, 10);
    }

    @Test
    @Behaviour(119)
    void cancelReportsWhatTheEvictionsLeft() {
        Channel<Integer> channel = full(2, Overflow.DROP_OLDEST);
        channel.trySend(3);
        channel.cancel();
        assertThat(undelivered.all()).containsExactly("1 EVICTED", "2 CANCELLED", "3 CANCELLED");
        assertBalanced(channel);
    }

    @Test
    void anInterruptedThreadNeedNotWaitAndSoSends() throws InterruptedException {
        Channel<Integer> channel = full(1, Overflow.DROP_OLDEST);
        Thread.currentThread().interrupt();
        channel.send(2);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(channel.receive()).isEqualTo(2);
    }

    @Test
    @Behaviour(118)
    void aFailedSupplierTakesNoPlaceAndEvictsNothing() {
        Channel<Integer> channel = full(2, Overflow.DROP_OLDEST);
        Select select = Select.biased();
        select.onSend(channel, () -> {
            throw new IllegalStateException("no message");
        });
        assertThatThrownBy(select::poll).hasMessage("no message");
        assertThat(undelivered.all()).isEmpty();
        assertThat(takeAll(channel)).containsExactly(1, 2);
        assertBalanced(channel);
    }

    // ---- select ----

    @ParameterizedTest
    @EnumSource(value = Overflow.class, names = "DROP_.*", mode = EnumSource.Mode.MATCH_ALL)
    @Behaviour(118)
    void aChannelThatDropsIsAlwaysReadyToSend(Overflow policy) throws InterruptedException {
        Channel<Integer> channel = full(2, policy);
        Select select = Select.fair();
        int[] calls = {2};
        int out = select.onSend(channel, () -> ++calls[0]);
        assertThat(select.poll()).isEqualTo(out);
        assertThat(select.await()).isEqualTo(out);
        assertThat(select.await(Duration.ZERO)).isEqualTo(out);
        assertThat(calls[0]).isEqualTo(5);
        boolean keepsLast = policy == Overflow.DROP_OLDEST;
        assertThat(undelivered.all())
                .isEqualTo(
                        keepsLast
                                ? List.of("1 EVICTED", "2 EVICTED", "3 EVICTED")
                                : List.of("3 DROPPED", "4 DROPPED", "5 DROPPED"));
        assertThat(takeAll(channel)).isEqualTo(keepsLast ? List.of(4, 5) : List.of(1, 2));
        assertBalanced(channel);
    }

    @ParameterizedTest
    @EnumSource(value = Overflow.class, names = "DROP_.*", mode = EnumSource.Mode.MATCH_ALL)
    void aClosedChannelThatDropsIsAClosedClause(Overflow policy) {
        Channel<Integer> channel = full(2, policy);
        channel.close();
        Select select = Select.fair();
        int out = select.onSend(channel, () -> 3);
        assertThat(select.poll()).isEqualTo(out);
        assertThat(select.isClosed()).isTrue();
        assertThat(takeAll(channel)).containsExactly(1, 2);
    }

    // ---- callbacks that throw ----

    @ParameterizedTest
    @EnumSource(value = Overflow.class, names = "DROP_.*", mode = EnumSource.Mode.MATCH_ALL)
    @Behaviour({17, 118, 119})
    void whatTheCallbackThrowsComesOutOfTheSendWhoseMessageIsSettled(Overflow policy) {
        Channel<Integer> channel = failing(policy);
        channel.trySend(1);
        assertThatThrownBy(() -> channel.send(2)).hasMessageMatching("callback of [12]");
        assertThatThrownBy(() -> channel.trySend(3)).hasMessageMatching("callback of [23]");
        assertThatThrownBy(() -> channel.trySend(4, FOREVER)).hasMessageMatching("callback of [34]");
        assertThat(undelivered.all()).hasSize(3);
        assertThat(Counts.of(channel)).isEqualTo(new Counts(4, 0, 3, 1));
        assertThat(takeAll(channel)).containsExactly(policy == Overflow.DROP_OLDEST ? 4 : 1);
        assertBalanced(channel);
    }

    @ParameterizedTest
    @EnumSource(value = Overflow.class, names = "DROP_.*", mode = EnumSource.Mode.MATCH_ALL)
    @Behaviour({17, 118, 119})
    void aBatchGoesOnThoughTheCallbackThrows(Overflow policy) {
        Channel<Integer> channel = failing(policy);
        channel.trySend(1);
        assertThatThrownBy(() -> channel.trySendAll(new Integer[] {2, 3, 4}, 0, 3))
                .hasMessageMatching("callback of [12]")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2));
        assertThat(undelivered.all()).hasSize(3);
        assertThat(takeAll(channel)).containsExactly(policy == Overflow.DROP_OLDEST ? 4 : 1);
        assertBalanced(channel);
    }

    @ParameterizedTest
    @EnumSource(value = Overflow.class, names = "DROP_.*", mode = EnumSource.Mode.MATCH_ALL)
    @Behaviour({17, 118, 119})
    void whatTheCallbackThrowsComesOutOfTheSelect(Overflow policy) {
        Channel<Integer> channel = failing(policy);
        channel.trySend(1);
        Select select = Select.biased();
        select.onSend(channel, () -> 2);
        assertThatThrownBy(select::poll).hasMessageMatching("callback of [12]");
        assertThat(undelivered.all()).hasSize(1);
        assertThat(takeAll(channel)).containsExactly(policy == Overflow.DROP_OLDEST ? 2 : 1);
        assertBalanced(channel);
    }

    private Channel<Integer> failing(Overflow policy) {
        return Channel.<Integer>builder()
                .capacity(1)
                .onFull(policy)
                .recordStats()
                .onUndelivered((message, reason) -> {
                    undelivered.add(message, reason);
                    throw new IllegalStateException("callback of " + message);
                })
                .build();
    }

    @Test
    @Behaviour(119)
    void theCallbackFindsTheNewMessageInTheChannel() {
        List<Integer> seen = new ArrayList<>();
        List<Channel<Integer>> itself = new ArrayList<>();
        Channel<Integer> channel = Channel.<Integer>builder()
                .capacity(1)
                .onFull(Overflow.DROP_OLDEST)
                .onUndelivered((message, reason) ->
                        seen.add(itself.get(0).asBlockingQueue().peek()))
                .build();
        itself.add(channel);
        channel.trySend(1);
        channel.trySend(2);
        assertThat(seen).containsExactly(2);
    }

    @Test
    @Behaviour({118, 119})
    void aBatchEndsWhenTheCallbackClosesTheChannel() {
        List<Channel<Integer>> itself = new ArrayList<>();
        Channel<Integer> channel = Channel.<Integer>builder()
                .capacity(1)
                .onFull(Overflow.DROP_NEWEST)
                .recordStats()
                .onUndelivered((message, reason) -> {
                    undelivered.add(message, reason);
                    itself.get(0).close();
                })
                .build();
        itself.add(channel);
        channel.trySend(1);
        assertThat(channel.trySendAll(new Integer[] {2, 3}, 0, 2)).isEqualTo(1);
        assertThat(undelivered.all()).containsExactly("2 DROPPED");
        assertBalanced(channel);
    }
}
