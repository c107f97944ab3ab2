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
import io.millrace.contract.Behaviour;
import io.millrace.internal.flavor.Invariants;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Counts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels that keep the latest message, of all or of each key, one thread at a time. */
class ConflatingTest {

    private final Undeliveries undelivered = new Undeliveries();

    private record Tick(String symbol, int price) {
        @Override
        public String toString() {
            return symbol + price;
        }
    }

    private static Tick tick(String symbol, int price) {
        return new Tick(symbol, price);
    }

    private ChannelBuilder<Tick> bySymbol() {
        return undelivered.of(Channel.<Tick>builder().conflatingBy(Tick::symbol));
    }

    private static <T> List<String> takeAll(Channel<T> channel) {
        List<String> taken = new ArrayList<>();
        channel.drain(message -> taken.add(message.toString()), Integer.MAX_VALUE);
        return taken;
    }

    private static void assertBalanced(Channel<?> channel) {
        ChannelStats stats = channel.stats();
        assertThat(stats.accepted()).isEqualTo(stats.received() + stats.undelivered() + stats.buffered());
        Invariants.check(channel);
    }

    // ---- the latest ----

    @Test
    @Behaviour({118, 119})
    void aConflatingChannelKeepsTheLatest() throws InterruptedException {
        Channel<Integer> channel =
                undelivered.of(Channel.<Integer>builder().conflating()).build();
        channel.send(1);
        assertThat(channel.trySend(2)).isTrue();
        assertThat(channel.trySend(3, Duration.ZERO)).isTrue();
        assertThat(channel.trySendAll(new Integer[] {4, 5}, 0, 2)).isEqualTo(2);
        channel.sendAll(List.of(6, 7));
        assertThat(channel.size()).isEqualTo(1);
        assertThat(channel.isFull()).isTrue();
        assertThat(channel.receive()).isEqualTo(7);
        assertThat(channel.tryReceive()).isNull();
        assertThat(undelivered.all())
                .containsExactly("1 REPLACED", "2 REPLACED", "3 REPLACED", "4 REPLACED", "5 REPLACED", "6 REPLACED");
        assertThat(Counts.of(channel)).isEqualTo(new Counts(7, 1, 6, 0));
        Invariants.check(channel);
    }

    @Test
    void theShortFormsMakeWhatTheyAreNamed() {
        assertThat(Channel.conflating().capacity()).isEqualTo(1);
        assertThat(Channel.conflatingBy(Object::hashCode).capacity()).isEqualTo(Channel.UNBOUNDED);
        assertThat(Channel.conflating().toString()).contains("(conflating 1)");
        assertThat(Channel.conflatingBy(Object::hashCode).toString()).contains("(conflating)");
    }

    // ---- the latest of each key ----

    @Test
    @Behaviour({118, 119})
    void eachKeysLatestComesInTheOrderOfTheFirstUpdates() throws InterruptedException {
        Channel<Tick> channel = bySymbol().build();
        channel.send(tick("b", 1));
        channel.send(tick("a", 1));
        channel.send(tick("b", 2));
        channel.send(tick("c", 1));
        channel.send(tick("b", 3));
        channel.send(tick("a", 2));
        assertThat(channel.size()).isEqualTo(3);
        assertThat(channel.asBlockingQueue()).extracting(Tick::toString).containsExactly("b3", "a2", "c1");
        assertThat(channel.asBlockingQueue().peek()).isEqualTo(tick("b", 3));
        assertThat(takeAll(channel)).containsExactly("b3", "a2", "c1");
        assertThat(undelivered.all()).containsExactly("b1 REPLACED", "b2 REPLACED", "a1 REPLACED");
        assertBalanced(channel);
    }

    @Test
    void aKeyThatWasTakenGoesToTheEndNextTime() throws InterruptedException {
        Channel<Tick> channel = bySymbol().build();
        channel.send(tick("a", 1));
        channel.send(tick("b", 1));
        assertThat(channel.receive()).isEqualTo(tick("a", 1));
        channel.send(tick("a", 2));
        assertThat(takeAll(channel)).containsExactly("b1", "a2");
        assertThat(undelivered.all()).isEmpty();
    }

    /** Against the obvious model; hashes of few values make keys collide. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1_000})
    @Behaviour(118)
    void itBehavesAsALinkedHashMapOfKeys(int hashes) {
        record Key(int id, int hashes) {
            @Override
            public int hashCode() {
                return id % hashes;
            }
        }
        record Update(Key key, int number) {}
        Channel<Update> channel = Channel.conflatingBy(Update::key);
        Map<Key, Update> model = new LinkedHashMap<>();
        Random random = new Random(hashes);
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(5) > 0) {
                Update update = new Update(new Key(random.nextInt(1 + i / 100), hashes), i);
                channel.trySend(update);
                model.put(update.key(), update);
            } else if (!model.isEmpty()) {
                Update first = model.remove(model.keySet().iterator().next());
                assertThat(channel.tryReceive()).isEqualTo(first);
            }
            assertThat(channel.size()).isEqualTo(model.size());
            if (i % 1_000 == 0) {
                Invariants.check(channel);
            }
        }
        List<Update> rest = new ArrayList<>();
        channel.drain(rest::add, Integer.MAX_VALUE);
        assertThat(rest).containsExactlyElementsOf(model.values());
    }

    @Test
    void whatIsPendingAtCloseIsReceivedAndLaterUpdatesAreRefused() {
        Channel<Tick> channel = bySymbol().build();
        channel.trySend(tick("a", 1));
        channel.trySend(tick("b", 1));
        channel.close();
        assertThatThrownBy(() -> channel.trySend(tick("a", 2))).isInstanceOf(ChannelClosedException.class);
        assertThatThrownBy(() -> channel.trySend(tick("c", 1))).isInstanceOf(ChannelClosedException.class);
        assertThat(channel.isClosedForReceive()).isFalse();
        assertThat(takeAll(channel)).containsExactly("a1", "b1");
        assertThat(channel.isClosedForReceive()).isTrue();
        assertThat(undelivered.all()).isEmpty();
        assertBalanced(channel);
    }

    @Test
    @Behaviour(119)
    void cancelReportsEachPendingKeyOnce() {
        Channel<Tick> channel = bySymbol().build();
        channel.trySend(tick("a", 1));
        channel.trySend(tick("b", 1));
        channel.trySend(tick("a", 2));
        channel.cancel();
        assertThat(undelivered.all()).containsExactly("a1 REPLACED", "a2 CANCELLED", "b1 CANCELLED");
        assertBalanced(channel);
    }

    // ---- at most so many keys ----

    @Test
    void aMessageOfANewKeyWaitsForRoomAndAnUpdateDoesNot() throws InterruptedException {
        Channel<Tick> channel = bySymbol().capacity(2).build();
        channel.send(tick("a", 1));
        channel.send(tick("b", 1));
        assertThat(channel.trySend(tick("c", 1))).isFalse();
        try (Actors actors = new Actors()) {
            Actor<Void> sender =
                    actors.run("sender of c", () -> channel.send(tick("c", 2))).awaitBlocked();
            channel.send(tick("a", 2));
            assertThat(channel.receive()).isEqualTo(tick("a", 2));
            sender.join();
        }
        assertThat(takeAll(channel)).containsExactly("b1", "c2");
        assertBalanced(channel);
    }

    @Test
    @Behaviour(118)
    void theOtherPoliciesHoldForMessagesOfNewKeys() throws InterruptedException {
        Channel<Tick> fails = bySymbol().capacity(1).onFull(Overflow.FAIL).build();
        fails.send(tick("a", 1));
        fails.send(tick("a", 2));
        assertThatThrownBy(() -> fails.send(tick("b", 1))).isInstanceOf(ChannelFullException.class);
        Channel<Tick> dropsNewest =
                bySymbol().capacity(1).onFull(Overflow.DROP_NEWEST).build();
        dropsNewest.send(tick("c", 1));
        dropsNewest.send(tick("d", 1));
        dropsNewest.send(tick("c", 2));
        Channel<Tick> dropsOldest =
                bySymbol().capacity(2).onFull(Overflow.DROP_OLDEST).build();
        dropsOldest.sendAll(List.of(tick("e", 1), tick("f", 1), tick("e", 2), tick("g", 1), tick("f", 2)));
        assertThat(undelivered.all())
                .containsExactly(
                        "a1 REPLACED", "d1 DROPPED", "c1 REPLACED", "e1 REPLACED", "e2 EVICTED", "f1 REPLACED");
        assertThat(takeAll(fails)).containsExactly("a2");
        assertThat(takeAll(dropsNewest)).containsExactly("c2");
        assertThat(takeAll(dropsOldest)).containsExactly("f2", "g1");
        assertBalanced(fails);
        assertBalanced(dropsNewest);
        assertBalanced(dropsOldest);
    }

    @Test
    void capacitiesThatMeanNothingAreRefusedByName() {
        assertThatThrownBy(() -> Channel.builder().conflating().capacity(2).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity is 2, allowed with conflating() is 1 or none");
        assertThatThrownBy(() -> Channel.builder()
                        .conflatingBy(Object::hashCode)
                        .capacity(0)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity is 0, allowed with conflatingBy(keyFunction) is 1 to 1073741824 or none");
        assertThatThrownBy(() -> Channel.conflatingBy(null)).isInstanceOf(NullPointerException.class);
    }

    // ---- select ----

    @Test
    @Behaviour(118)
    void aSelectSendsUpdatesAndNewKeys() {
        Channel<Tick> channel = bySymbol().build();
        channel.trySend(tick("a", 1));
        List<Tick> next = new ArrayList<>(List.of(tick("a", 2), tick("b", 1), tick("a", 3), tick("c", 1)));
        Select select = Select.biased();
        int out = select.onSend(channel, () -> next.remove(0));
        for (int i = 0; i < 3; i++) {
            assertThat(select.poll()).isEqualTo(out);
            assertBalanced(channel);
        }
        assertThat(undelivered.all()).containsExactly("a1 REPLACED", "a2 REPLACED");
        assertThat(takeAll(channel)).containsExactly("a3", "b1");
        channel.close();
        assertThat(select.poll()).isEqualTo(out);
        assertThat(select.isClosed()).isTrue();
    }

    @Test
    @Behaviour(118)
    void aSelectOverAFullChannelThatDropsStillUpdatesPendingKeys() {
        Channel<Tick> channel =
                bySymbol().capacity(1).onFull(Overflow.DROP_NEWEST).build();
        channel.trySend(tick("a", 1));
        List<Tick> next = new ArrayList<>(List.of(tick("b", 1), tick("a", 2)));
        Select select = Select.biased();
        int out = select.onSend(channel, () -> next.remove(0));
        assertThat(select.poll()).isEqualTo(out);
        assertThat(select.poll()).isEqualTo(out);
        assertThat(undelivered.all()).containsExactly("b1 DROPPED", "a1 REPLACED");
        assertThat(takeAll(channel)).containsExactly("a2");
        assertBalanced(channel);
    }

    @Test
    void aSelectWhoseSupplierThrowsLeavesNothingBehind() {
        Channel<Tick> channel = bySymbol().capacity(1).build();
        Select select = Select.biased();
        select.onSend(channel, () -> {
            throw new IllegalStateException("no message");
        });
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(select::poll).hasMessage("no message");
        }
        assertThat(channel.isEmpty()).isTrue();
        assertThat(channel.trySend(tick("a", 1))).isTrue();
        channel.close();
        assertThat(takeAll(channel)).containsExactly("a1");
        assertThat(channel.isClosedForReceive()).isTrue();
        assertBalanced(channel);
    }

    // ---- user code that throws ----

    private void assertKeyFailureLosesNothing(Function<Tick, Object> keyFunction, Class<? extends Throwable> failure) {
        Channel<Tick> channel = undelivered
                .of(Channel.<Tick>builder().conflatingBy(keyFunction).capacity(3))
                .build();
        channel.trySend(tick("a", 1));
        channel.trySend(tick("b", 1));
        assertThatThrownBy(() -> channel.send(tick("bad", 1))).isInstanceOf(failure);
        assertThatThrownBy(() -> channel.trySend(tick("bad", 2))).isInstanceOf(failure);
        assertThatThrownBy(() -> channel.trySendAll(new Tick[] {tick("a", 2), tick("bad", 3), tick("b", 2)}, 0, 3))
                .isInstanceOf(failure);
        Select select = Select.biased();
        select.onSend(channel, () -> tick("bad", 4));
        assertThatThrownBy(select::poll).isInstanceOf(failure);
        assertThat(Counts.of(channel)).isEqualTo(new Counts(4, 0, 2, 2));
        assertThat(takeAll(channel)).containsExactly("a2", "b2");
        assertBalanced(channel);
        channel.close();
        assertThat(channel.isClosedForReceive()).isTrue();
    }

    @Test
    void aKeyFunctionThatThrowsLosesNothing() {
        assertKeyFailureLosesNothing(
                tick -> {
                    if (tick.symbol().equals("bad")) {
                        throw new UnsupportedOperationException("key");
                    }
                    return tick.symbol();
                },
                UnsupportedOperationException.class);
    }

    @Test
    @Behaviour(108)
    void aKeyFunctionThatReturnsNullLosesNothing() {
        assertKeyFailureLosesNothing(
                tick -> tick.symbol().equals("bad") ? null : tick.symbol(), NullPointerException.class);
    }

    @Test
    void aHashOrAnEqualsThatThrowsLosesNothing() {
        record Bad(boolean inHash) {
            @Override
            public int hashCode() {
                if (inHash) {
                    throw new UnsupportedOperationException("hash");
                }
                return "a".hashCode();
            }

            @Override
            public boolean equals(Object other) {
                throw new UnsupportedOperationException("equals");
            }
        }
        for (boolean inHash : new boolean[] {true, false}) {
            assertKeyFailureLosesNothing(
                    tick -> tick.symbol().equals("bad") ? new Bad(inHash) : tick.symbol(),
                    UnsupportedOperationException.class);
        }
    }

    @Test
    @Behaviour({17, 119})
    void whatTheCallbackThrowsComesOutOfTheSendWhoseMessageIsIn() {
        Channel<Tick> channel = Channel.<Tick>builder()
                .conflatingBy(Tick::symbol)
                .recordStats()
                .onUndelivered((message, reason) -> {
                    undelivered.add(message, reason);
                    throw new IllegalStateException("callback of " + message);
                })
                .build();
        channel.trySend(tick("a", 1));
        assertThatThrownBy(() -> channel.send(tick("a", 2))).hasMessage("callback of a1");
        assertThatThrownBy(() -> channel.trySend(tick("a", 3))).hasMessage("callback of a2");
        assertThatThrownBy(() -> channel.trySendAll(new Tick[] {tick("a", 4), tick("b", 1), tick("a", 5)}, 0, 3))
                .hasMessage("callback of a3")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        Select select = Select.biased();
        select.onSend(channel, () -> tick("a", 6));
        assertThatThrownBy(select::poll).hasMessage("callback of a5");
        assertThat(Counts.of(channel)).isEqualTo(new Counts(7, 0, 5, 2));
        assertThat(takeAll(channel)).containsExactly("a6", "b1");
        assertBalanced(channel);
    }

    @Test
    void theKeyFunctionAndTheCallbackMayUseTheChannel() {
        List<Channel<Tick>> itself = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        Channel<Tick> channel = Channel.<Tick>builder()
                .conflatingBy(tick -> {
                    sizes.add(itself.get(0).size());
                    itself.get(0).asBlockingQueue().peek();
                    return tick.symbol();
                })
                .onUndelivered((message, reason) -> itself.get(0).trySend(tick("replaced", message.price())))
                .build();
        itself.add(channel);
        channel.trySend(tick("a", 1));
        channel.trySend(tick("a", 2));
        assertThat(takeAll(channel)).containsExactly("a2", "replaced1");
        assertThat(sizes).containsExactly(0, 1, 1);
    }
}
