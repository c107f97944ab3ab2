package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelKind;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.SelectKind;
import io.millrace.Sender;
import io.millrace.contract.Contract.Kinds;
import io.millrace.internal.flavor.Invariants;
import io.millrace.support.Actor;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which clause a select chooses, and what it says about it. Nothing here waits for another thread. */
class SelectChoiceTest extends ChannelContract {

    private static final int COUNT = 10_000;

    private static Channel<Integer> holding(int... messages) {
        Channel<Integer> channel = Channel.unbounded();
        for (int message : messages) {
            channel.trySend(message);
        }
        return channel;
    }

    private static Channel<Integer> endless() {
        return holding(new int[COUNT]);
    }

    private static Channel<Integer> closed() {
        Channel<Integer> channel = Channel.bounded(1);
        channel.close();
        return channel;
    }

    /** How often each clause is chosen in many calls. */
    private static int[] picks(Select select, int clauses) {
        int[] picks = new int[clauses];
        for (int i = 0; i < COUNT; i++) {
            picks[select.poll()]++;
        }
        return picks;
    }

    // ---- one operation a call ----

    @ParameterizedTest
    @EnumSource
    @Behaviour(69)
    void oneCallCarriesOutOneOperation(SelectKind kind) {
        Channel<Integer> one = holding(1, 2);
        Channel<Integer> other = holding(3, 4);
        Select select = kind.open();
        select.onReceive(one);
        select.onReceive(other);
        for (int left = 3; left >= 0; left--) {
            assertThat(select.poll()).isNotEqualTo(Select.NONE);
            assertThat(one.size() + other.size()).isEqualTo(left);
        }
        assertThat(select.poll()).isEqualTo(Select.NONE);
    }

    @Test
    @Behaviour(71)
    void pollReportsNoneOnlyIfNoClauseIsReady() throws InterruptedException {
        Channel<Integer> empty = Channel.bounded(1);
        Channel<Integer> full = Channel.bounded(1);
        full.trySend(0);
        Select select = Select.fair();
        int receive = select.onReceive(empty);
        int send = select.onSend(full, () -> 1);
        assertThat(select.poll()).isEqualTo(Select.NONE);
        assertThat(select.await(Duration.ZERO)).isEqualTo(Select.NONE);
        assertThat(select.await(-1, TimeUnit.DAYS)).isEqualTo(Select.NONE);
        empty.trySend(5);
        assertThat(select.poll()).isEqualTo(receive);
        assertThat(select.received(empty)).isEqualTo(5);
        full.tryReceive();
        assertThat(select.await(Duration.ofNanos(-1))).isEqualTo(send);
        assertThat(full.tryReceive()).isEqualTo(1);
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour({81, 83})
    void sendAndReceiveOfOneChannelAreBothClauses(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        Select select = Select.biased();
        int receive = select.onReceive(channel);
        int send = select.onSend(channel, () -> 9);
        for (int i = 0; i < 100; i++) {
            assertThat(select.await()).isEqualTo(send);
            assertThat(select.await()).isEqualTo(receive);
            assertThat(select.received(channel)).isEqualTo(9);
        }
        Invariants.check(channel);
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour({83, 96})
    void whatWasBufferedComesBeforeTheClose(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        List<Integer> sent = fill(channel);
        channel.close();
        Select select = Select.fair();
        select.onReceive(channel);
        List<Integer> received = new ArrayList<>();
        while (select.await() == 0 && !select.isClosed()) {
            received.add(select.received(channel));
        }
        assertThat(received).isEqualTo(sent);
        assertThat(select.poll()).isZero();
        assertThat(select.isClosed()).isTrue();
    }

    @Test
    @Behaviour(86)
    void aSelectCanBeUsedManyTimes() throws InterruptedException {
        Channel<Integer> channel = Channel.bounded(1);
        Select select = Select.fair();
        int send = select.onSend(channel, () -> 1);
        int receive = select.onReceive(channel);
        for (int i = 0; i < 1_000; i++) {
            assertThat(select.await()).isEqualTo(send);
            assertThat(select.await(Duration.ofDays(1))).isEqualTo(receive);
        }
    }

    @Test
    @Behaviour(85)
    void selectsNest() throws InterruptedException {
        Channel<Integer> outer = holding(1);
        Channel<Integer> inner = holding(2);
        Select select = Select.fair();
        select.onReceive(outer);
        select.await();
        Select nested = Select.fair();
        nested.onReceive(inner);
        nested.await();
        assertThat(nested.received(inner)).isEqualTo(2);
        assertThat(select.received(outer)).isEqualTo(1);
    }

    // ---- fair and biased ----

    @Test
    @Behaviour(79)
    void ofTwoReadyClausesAFairSelectTakesEachAboutHalfTheTime() {
        Select select = Select.fair();
        Channel<Integer> first = endless();
        Channel<Integer> second = endless();
        select.onReceive(first);
        select.onReceive(second);
        int[] picks = picks(select, 2);
        assertThat(picks[0]).isBetween(COUNT * 45 / 100, COUNT * 55 / 100);
    }

    @Test
    @Behaviour(79)
    void aFairSelectNeglectsNoKindOfClause() {
        Channel<Integer> sink = Channel.unbounded();
        Select select = Select.fair();
        select.onReceive(endless());
        select.onReceive(closed());
        select.onSend(sink, () -> 1);
        select.onSend(closed(), () -> 1);
        for (int picked : picks(select, 4)) {
            assertThat(picked).isGreaterThanOrEqualTo(COUNT / 4 / 2);
        }
    }

    @Test
    @Behaviour({79, 80})
    void eachOfSeveralClausesOverOneChannelIsEquallyLikely() {
        Channel<Integer> channel = endless();
        Select select = Select.fair();
        for (int i = 0; i < 5; i++) {
            select.onReceive(channel);
        }
        for (int picked : picks(select, 5)) {
            assertThat(picked).isGreaterThanOrEqualTo(COUNT / 5 / 2);
        }
    }

    @Test
    @Behaviour(79)
    void theFirstChoiceOfNewSelectsIsFairToo() {
        Channel<Integer> one = endless();
        Channel<Integer> other = endless();
        int[] picks = new int[2];
        for (int i = 0; i < COUNT; i++) {
            Select select = Select.fair();
            select.onReceive(one);
            select.onReceive(other);
            picks[select.poll()]++;
        }
        assertThat(picks[0]).isBetween(COUNT * 45 / 100, COUNT * 55 / 100);
    }

    @Test
    @Behaviour(82)
    void aBiasedSelectTakesTheFirstReadyClause() throws InterruptedException {
        Channel<Integer> first = holding(1, 2);
        Channel<Integer> second = holding(3, 4, 5);
        Select select = Select.biased();
        select.onReceive(first);
        select.onReceive(second);
        int[] chosen = {
            select.poll(), select.await(), select.await(Duration.ZERO), select.await(Duration.ofDays(1)), select.poll()
        };
        assertThat(chosen).containsExactly(0, 0, 1, 1, 1);
    }

    // ---- closed clauses ----

    @ParameterizedTest
    @EnumSource
    @Behaviour({70, 96, 97})
    void aClosedChannelIsReadyAndNamesItself(SelectKind kind) throws InterruptedException {
        Channel<Integer> closed = Channel.bounded(1);
        Exception cause = new Exception("feed lost");
        closed.close(cause);
        Channel<Integer> empty = Channel.bounded(1);
        Select select = kind.open();
        select.onReceive(empty);
        int receive = select.onReceive(closed);
        assertThat(select.poll()).isEqualTo(receive);
        assertThat(select.isClosed()).isTrue();
        assertThatThrownBy(() -> select.received(closed))
                .isInstanceOf(ChannelClosedException.class)
                .hasMessageContaining(closed.toString())
                .hasCause(cause);
        select.remove(receive);
        int send = select.onSend(closed, () -> 3);
        assertThat(select.await()).isEqualTo(send);
        assertThat(select.isClosed()).isTrue();
        empty.trySend(1);
        select.disable(send);
        assertThat(select.await()).isZero();
        assertThat(select.isClosed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    @Behaviour({70, 72})
    void closedClausesAreDroppedIfAsked(SelectKind kind) throws InterruptedException {
        Channel<Integer> open = Channel.unbounded();
        Channel<Integer> draining = holding(1);
        draining.close();
        Select select = kind.open().dropClosed();
        select.onReceive(draining);
        select.onSend(closed(), () -> 0);
        int last = select.onReceive(open);
        assertThat(select.await()).isZero();
        assertThat(select.poll()).isEqualTo(Select.NONE);
        open.trySend(2);
        assertThat(select.await()).isEqualTo(last);
        open.close();
        assertThat(select.await()).isEqualTo(Select.ENDED);
        assertThat(select.isClosed()).isTrue();
        assertThat(select.await()).isEqualTo(Select.ENDED);
    }

    @Test
    @Behaviour(84)
    void aDetachedHandleIsAClosedClauseAndTheChannelIsNot() {
        Channel<Integer> channel = holding(1);
        channel.attachReceiver();
        channel.attachSender();
        Receiver<Integer> receiver = channel.attachReceiver();
        Sender<Integer> sender = channel.attachSender();
        Select select = Select.biased();
        int receive = select.onReceive(receiver);
        int send = select.onSend(sender, () -> 2);
        assertThat(select.poll()).isEqualTo(receive);
        assertThat(select.received(receiver)).isEqualTo(1);
        assertThat(select.poll()).isEqualTo(send);
        receiver.close();
        assertThat(select.poll()).isEqualTo(receive);
        assertThat(select.isClosed()).isTrue();
        select.disable(receive);
        sender.close();
        assertThat(select.poll()).isEqualTo(send);
        assertThat(select.isClosed()).isTrue();
        assertThat(channel.isClosedForSend()).isFalse();
        assertThat(channel.size()).isEqualTo(1);
    }

    // ---- the set of clauses ----

    @Test
    @Behaviour(72)
    void aSelectWithoutClausesPollsWaitsItsTimeAndRefusesToWaitForEver() throws InterruptedException {
        Select select = Select.fair();
        assertThat(select.poll()).isEqualTo(Select.NONE);
        assertThat(select.await(Duration.ofMillis(1))).isEqualTo(Select.NONE);
        assertThatThrownBy(select::await)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no clause is enabled: this select would wait for ever");
    }

    @Test
    @Behaviour(87)
    void removingAClauseKeepsTheIndicesAndTheOrderOfTheRest() {
        Select select = Select.biased();
        List<Channel<Integer>> channels = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            channels.add(holding(i));
            assertThat(select.onReceive(channels.get(i))).isEqualTo(i);
        }
        select.remove(0);
        select.remove(3);
        assertThat(select.onReceive(channels.get(0))).isEqualTo(6);
        for (int expected : new int[] {1, 2, 4, 5, 6, Select.NONE}) {
            assertThat(select.poll()).isEqualTo(expected);
        }
    }

    @Test
    @Behaviour(87)
    void aClauseThatIsNotThereIsNamed() {
        Select select = Select.fair();
        select.onReceive(holding());
        select.remove(0);
        for (int clause : new int[] {-1, 0, 1}) {
            assertThatThrownBy(() -> select.remove(clause))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("clause is " + clause + ", which was not added or was removed");
            assertThatThrownBy(() -> select.enable(clause)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> select.disable(clause)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @Behaviour({87, 98})
    void aDisabledClauseIsPassedOverAndKeepsItsPlace() {
        Select select = Select.biased();
        int first = select.onReceive(endless());
        int second = select.onReceive(endless());
        select.disable(first);
        select.disable(first);
        assertThat(select.poll()).isEqualTo(second);
        select.enable(first);
        assertThat(select.poll()).isEqualTo(first);
    }

    @Test
    @Behaviour(88)
    void whatARemovedClauseReceivedCanStillBeRead() {
        Channel<Integer> channel = holding(4);
        Select select = Select.fair();
        int clause = select.onReceive(channel);
        assertThat(select.poll()).isEqualTo(clause);
        select.remove(clause);
        assertThat(select.received(channel)).isEqualTo(4);
    }

    // ---- misuse ----

    @Test
    @Behaviour({88, 94})
    void receivedOfAnotherChannelThanTheChosenOneFails() {
        Channel<Integer> chosen = holding(1);
        Channel<Integer> other = holding();
        Select select = Select.biased();
        int clause = select.onReceive(chosen);
        select.onReceive(other);
        select.onSend(other, () -> 2);
        assertThatThrownBy(() -> select.received(chosen)).isInstanceOf(IllegalStateException.class);
        select.poll();
        assertThatThrownBy(() -> select.received(other))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("receiver is " + other + ", but the clause chosen last, " + clause
                        + ", has not received from it");
        assertThat(select.received(chosen)).isEqualTo(1);
        assertThat(select.received(chosen)).isEqualTo(1);
        select.poll(); // sends
        assertThatThrownBy(() -> select.received(other)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSelectOfAnotherThreadNamesBoth() {
        Select select = Select.fair();
        select.onReceive(holding(1));
        Actor<Integer> stranger = actors.start("stranger", select::poll);
        assertThat(stranger.failure())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("this select belongs to " + Thread.currentThread() + " and was used by ")
                .hasMessageContaining("stranger");
        assertThat(select.poll()).isZero();
    }

    @Test
    @SuppressWarnings("unchecked")
    void otherImplementationsOfTheInterfacesAreRefused() {
        Receiver<Integer> receiver = foreign(Receiver.class);
        Sender<Integer> sender = foreign(Sender.class);
        Select select = Select.fair();
        assertThatThrownBy(() -> select.onReceive(receiver))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("receiver is a " + receiver.getClass().getName() + ", allowed are this library's own");
        assertThatThrownBy(() -> select.onSend(sender, () -> 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sender is a " + sender.getClass().getName() + ", allowed are this library's own");
        assertThat(select.onReceive(holding())).isZero();
    }

    private static <T> T foreign(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null));
    }

    @Test
    @Behaviour(108)
    void nullsAreRefused() {
        Select select = Select.fair();
        assertThatThrownBy(() -> select.onReceive(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> select.onSend(null, () -> 1)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> select.onSend(holding(), null)).isInstanceOf(NullPointerException.class);
    }
}
