package io.millrace.contract;

import static io.millrace.Select.otherwise;
import static io.millrace.Select.receive;
import static io.millrace.Select.send;
import static io.millrace.Select.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelKind;
import io.millrace.Select;
import io.millrace.Timers;
import io.millrace.internal.flavor.Invariants;
import io.millrace.support.Actor;
import io.millrace.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The readable form of select. */
class SelectOfTest extends ChannelContract {

    private static final Duration LONG = Duration.ofHours(1);

    private final List<Object> seen = new ArrayList<>();

    private static void unexpected(Object what) {
        fail("carried out with " + what);
    }

    private static Select.Action unexpected() {
        return () -> fail("carried out");
    }

    // ---- what is carried out ----

    @Contract(told = true)
    @Behaviour(69)
    void aReceiveClauseGivesItsHandlerTheMessage(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        offerInAnyWay(kind, channel, 7);
        int position =
                Select.of(receive(Channel.<String>bounded(1), SelectOfTest::unexpected), receive(channel, seen::add));
        assertThat(position).isOne();
        assertThat(seen).containsExactly(7);
        Invariants.check(channel);
    }

    @Contract
    @Behaviour(69)
    void aClauseWithoutAHandlerTellsByItsPosition(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        Channel<Integer> silent = Channel.bounded(1);
        offerInAnyWay(kind, channel, 7);
        assertThat(Select.of(receive(silent), receive(channel))).isOne();
        assertThat(channel.tryReceive()).isNull();
        Actor<Integer> receiver = actors.start("receiver", channel::receive);
        assertThat(Select.of(receive(silent), send(channel, 8))).isOne();
        assertThat(receiver.join()).isEqualTo(8);
        assertThat(Select.of(receive(silent), otherwise())).isOne();
        assertThat(Select.of(timeout(Duration.ofNanos(1)), receive(silent))).isZero();
        Invariants.check(channel);
    }

    @Test
    void aClauseWithoutAHandlerThrowsIfItsChannelIsClosed() {
        Channel<Integer> channel = Channel.bounded(1);
        Exception cause = new Exception("feed lost");
        channel.close(cause);
        assertThatThrownBy(() -> Select.of(receive(channel)))
                .isInstanceOf(ChannelClosedException.class)
                .hasCause(cause);
        assertThatThrownBy(() -> Select.of(send(channel, 7)))
                .isInstanceOf(ChannelClosedException.class)
                .hasCause(cause);
    }

    @Contract(told = true)
    @Behaviour(69)
    void aSendClauseSendsItsMessageAndThenRuns(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        Actor<Integer> receiver = actors.start("receiver", channel::receive);
        int position = Select.of(
                receive(Channel.<String>bounded(1), SelectOfTest::unexpected),
                send(channel, 7, () -> seen.add("sent")));
        assertThat(position).isOne();
        assertThat(seen).containsExactly("sent");
        assertThat(receiver.join()).isEqualTo(7);
    }

    @Contract(told = true)
    @Behaviour(75)
    void aWaitingSelectGoesOnWhenAMessageComes(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        Actor<Integer> waiting = actors.start("select", () -> Select.of(receive(channel, seen::add)))
                .awaitBlocked();
        channel.send(7);
        assertThat(waiting.join()).isZero();
        assertThat(seen).containsExactly(7);
    }

    @Test
    void aHandlerMayWaitAndSelectAgain() throws InterruptedException {
        Channel<Integer> from = Channel.bounded(1);
        Channel<Integer> to = Channel.rendezvous();
        from.send(7);
        Actor<Integer> receiver = actors.start("receiver", to::receive);
        Select.of(receive(from, message -> {
            to.send(message);
            Select.of(receive(from, SelectOfTest::unexpected), otherwise(() -> seen.add("nothing")));
        }));
        assertThat(receiver.join()).isEqualTo(7);
        assertThat(seen).containsExactly("nothing");
    }

    @Test
    @Behaviour(86)
    void clausesCanBeUsedAgain() throws InterruptedException {
        Channel<Integer> channel = Channel.bounded(2);
        Select.Clause[] clauses = {send(channel, 7, () -> seen.add("sent")), otherwise(() -> seen.add("full"))};
        assertThat(Select.of(clauses)).isZero();
        assertThat(Select.of(clauses)).isZero();
        assertThat(Select.of(clauses)).isOne();
        assertThat(takeAll(channel)).containsExactly(7, 7);
        assertThat(seen).containsExactly("sent", "sent", "full");
    }

    @Test
    void theMessageOfALosingSendStaysWithTheCaller() throws InterruptedException {
        Channel<Integer> full = Channel.bounded(1);
        full.send(1);
        Channel<Integer> ready = Channel.bounded(1);
        ready.send(2);
        assertThat(Select.of(send(full, 9, unexpected()), receive(ready, seen::add)))
                .isOne();
        assertThat(takeAll(full)).containsExactly(1);
        Invariants.check(full);
    }

    @Test
    @Behaviour(79)
    void theChoiceIsFair() throws InterruptedException {
        Channel<Integer> first = Channel.unbounded();
        Channel<Integer> second = Channel.unbounded();
        int rounds = 1_000;
        for (int i = 0; i < rounds; i++) {
            first.send(i);
            second.send(i);
        }
        int[] chosen = new int[2];
        for (int i = 0; i < rounds; i++) {
            chosen[Select.of(receive(first, message -> {}), receive(second, message -> {}))]++;
        }
        assertThat(chosen[0]).isBetween(rounds / 5, rounds - rounds / 5);
    }

    @Test
    void whatAHandlerThrowsComesOut() throws InterruptedException {
        Channel<Integer> channel = Channel.bounded(1);
        channel.send(7);
        IllegalStateException failure = new IllegalStateException("handler");
        assertThatThrownBy(() -> Select.of(receive(channel, message -> {
                    throw failure;
                })))
                .isSameAs(failure);
        assertThat(channel.isEmpty()).isTrue();
    }

    // ---- closed ----

    @Contract(told = true)
    @Behaviour(70)
    void aClosedReceiverRunsItsLastHandlerWithTheCause(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        IllegalStateException cause = new IllegalStateException("feed lost");
        channel.close(cause);
        Select.of(receive(channel, SelectOfTest::unexpected, seen::add), timeout(LONG, unexpected()));
        assertThat(seen).containsExactly(cause);
    }

    @Contract(told = true)
    @Behaviour(70)
    void aClosedSenderRunsItsLastHandler(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        channel.close();
        Select.of(send(channel, 7, unexpected(), seen::add), timeout(LONG, unexpected()));
        assertThat(seen).containsExactly((Object) null);
    }

    @Contract(told = true)
    @Behaviour({70, 116})
    void aClosedEndWithoutALastHandlerThrowsWithTheCause(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        IllegalStateException cause = new IllegalStateException("feed lost");
        channel.close(cause);
        assertThatThrownBy(() -> Select.of(receive(channel, SelectOfTest::unexpected)))
                .isInstanceOf(ChannelClosedException.class)
                .hasMessageContaining("closed and drained")
                .hasCause(cause);
        assertThatThrownBy(() -> Select.of(send(channel, 7, unexpected())))
                .isInstanceOf(ChannelClosedException.class)
                .hasMessageContaining("closed")
                .hasCause(cause);
    }

    // ---- timeout and otherwise ----

    @Test
    @Behaviour(71)
    void otherwiseIsCarriedOutOnlyIfNothingElseCanBe() throws InterruptedException {
        Channel<Integer> channel = Channel.bounded(1);
        assertThat(Select.of(otherwise(() -> seen.add("none")), receive(channel, seen::add)))
                .isZero();
        channel.send(7);
        assertThat(Select.of(otherwise(() -> seen.add("none")), receive(channel, seen::add)))
                .isOne();
        assertThat(seen).containsExactly("none", 7);
    }

    @Test
    void otherwiseAloneIsCarriedOut() throws InterruptedException {
        assertThat(Select.of(otherwise(() -> seen.add("none")))).isZero();
        assertThat(seen).containsExactly("none");
    }

    @Test
    @Behaviour(75)
    void aTimeoutIsCarriedOutAtTheEndOfItsTime() throws InterruptedException {
        ManualClock clock = new ManualClock();
        Channel<Integer> channel =
                Channel.<Integer>builder().capacity(1).timeSource(clock).build();
        Actor<Integer> waiting = actors.start(
                "select",
                () -> Select.of(
                        clock,
                        timeout(Duration.ofSeconds(2), () -> seen.add("late")),
                        receive(channel, SelectOfTest::unexpected)));
        clock.awaitWaiters(1);
        clock.advance(Duration.ofSeconds(1));
        clock.awaitWaiters(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(waiting.join()).isZero();
        assertThat(seen).containsExactly("late");
        Invariants.check(channel);
    }

    @Test
    void aTimeoutAloneWaits() throws InterruptedException {
        ManualClock clock = new ManualClock();
        Actor<Integer> waiting =
                actors.start("select", () -> Select.of(clock, timeout(Duration.ofSeconds(1), () -> seen.add("late"))));
        clock.awaitWaiters(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(waiting.join()).isZero();
        assertThat(seen).containsExactly("late");
    }

    @Test
    @Behaviour(73)
    void aTimeoutOfZeroLosesToAReadyClause() throws InterruptedException {
        Channel<Integer> channel = Channel.bounded(1);
        channel.send(7);
        assertThat(Select.of(timeout(Duration.ZERO, unexpected()), receive(channel, seen::add)))
                .isOne();
        assertThat(Select.of(timeout(Duration.ZERO, () -> seen.add("late")), receive(channel, seen::add)))
                .isZero();
        assertThat(seen).containsExactly(7, "late");
    }

    @Test
    @Behaviour(110)
    void anInterruptedSelectCarriesNothingOut() throws InterruptedException {
        Channel<Integer> channel = Channel.bounded(1);
        Actor<Integer> waiting = actors.start(
                        "select", () -> Select.of(receive(channel, seen::add), timeout(LONG, unexpected())))
                .awaitBlocked();
        waiting.interrupt();
        assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
        channel.send(7);
        assertThat(seen).isEmpty();
        assertThat(channel.size()).isOne();
    }

    // ---- arguments ----

    @Test
    @Behaviour(72)
    void aSelectWithoutClausesIsRefused() {
        assertThatThrownBy(Select::of)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clauses");
    }

    @Test
    void aSecondTimeoutOrOtherwiseIsRefused() {
        Select.Clause timeout = timeout(LONG, unexpected());
        Select.Clause otherwise = otherwise(unexpected());
        for (Select.Clause first : new Select.Clause[] {timeout, otherwise}) {
            for (Select.Clause second : new Select.Clause[] {timeout, otherwise}) {
                assertThatThrownBy(() -> Select.of(first, receive(Timers.never(), seen::add), second))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("clauses[2] is ")
                        .hasMessageContaining("clauses[0] is ");
            }
        }
    }

    @Test
    @Behaviour(108)
    void nullIsRefusedByName() {
        Channel<Integer> channel = Channel.bounded(1);
        assertThatThrownBy(() -> receive(channel, null)).hasMessage("handler");
        assertThatThrownBy(() -> receive(channel, seen::add, null)).hasMessage("closed");
        assertThatThrownBy(() -> send(channel, null, unexpected())).hasMessage("message");
        assertThatThrownBy(() -> send(channel, 7, null)).hasMessage("then");
        assertThatThrownBy(() -> timeout(null, unexpected())).hasMessage("time");
        assertThatThrownBy(() -> Select.of(otherwise(unexpected()), null)).hasMessage("clauses[1]");
        assertThat(channel.isEmpty()).isTrue();
    }
}
