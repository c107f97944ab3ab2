package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelKind;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.SelectKind;
import io.millrace.Sender;
import io.millrace.contract.Contract.Kinds;
import io.millrace.internal.flavor.Invariants;
import io.millrace.support.Actor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A select that has to wait: what wakes it, and what ends it. A lost wake-up is a hang here. */
class SelectWaitTest extends SelectWaitContract {

    // ---- what wakes it ----

    @Contract(told = true)
    @Behaviour(75)
    void aSendWakesASelectThatReceives(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = open(kind);
        Channel<Integer> other = open(kind);
        Actor<Integer> select = blocked(
                s -> {
                    s.onReceive(other);
                    s.onReceive(channel);
                },
                s -> s.await() == 1 ? s.received(channel) : -1);
        channel.send(7);
        assertThat(select.join()).isEqualTo(7);
        Invariants.check(channel);
        Invariants.check(other);
    }

    @Contract(on = Kinds.LIMITED)
    @Behaviour({75, 89})
    void aReceiveWakesASelectThatSends(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = full(open(kind));
        Channel<Integer> other = full(open(kind));
        AtomicInteger calls = new AtomicInteger();
        Actor<Integer> select = blocked(
                s -> {
                    s.onSend(other, () -> -1);
                    s.onSend(channel, () -> 100 + calls.incrementAndGet());
                },
                Select::await);
        for (int i = 0; i <= kind.capacity(); i++) {
            assertThat(channel.receive()).isEqualTo(i == kind.capacity() ? 101 : i);
        }
        assertThat(select.join()).isEqualTo(1);
        assertThat(calls).hasValue(1);
        assertThat(takeAll(other)).doesNotContain(-1);
    }

    @Contract
    @Behaviour({75, 114})
    void aCloseWakesEverySelect(ChannelKind kind) {
        Channel<Integer> channel = open(kind);
        List<Actor<Boolean>> selects = IntStream.range(0, 5)
                .mapToObj(i -> blocked(s -> s.onReceive(channel), s -> s.await() == 0 && s.isClosed()))
                .toList();
        Exception cause = new Exception("feed lost");
        channel.close(cause);
        selects.forEach(select -> assertThat(select.join()).isTrue());
        Invariants.check(channel);
    }

    @Contract(on = Kinds.LIMITED)
    @Behaviour({75, 97})
    void aCancelWakesASelectThatSends(ChannelKind kind) {
        Channel<Integer> channel = full(open(kind));
        Actor<Boolean> select = blocked(s -> s.onSend(channel, () -> 7), s -> s.await() == 0 && s.isClosed());
        channel.cancel();
        assertThat(select.join()).isTrue();
        Invariants.check(channel);
    }

    @Contract(told = true)
    @Behaviour(70)
    void aBlockedSelectThatDropsClosedClausesWaitsForTheRest(ChannelKind kind) throws InterruptedException {
        Channel<Integer> first = open(kind);
        Channel<Integer> second = open(kind);
        Actor<Integer> select = blocked(
                s -> {
                    s.dropClosed();
                    s.onReceive(first);
                    s.onReceive(second);
                },
                s -> s.await() == 1 ? s.received(second) : -1);
        first.close();
        second.send(3);
        assertThat(select.join()).isEqualTo(3);
        Actor<Integer> none = blocked(s -> s.dropClosed().onReceive(second), Select::await);
        second.close();
        assertThat(none.join()).isEqualTo(Select.ENDED);
    }

    @Contract(told = true)
    @Behaviour(76)
    void twoChannelsThatBecomeReadyAreBothServed(ChannelKind kind) {
        Channel<Integer> one = open(kind);
        Channel<Integer> other = open(kind);
        Actor<Integer> select = blocked(
                s -> {
                    s.onReceive(one);
                    s.onReceive(other);
                },
                s -> s.received(s.await() == 0 ? one : other) + s.received(s.await() == 0 ? one : other));
        actors.run("one", () -> one.send(1));
        actors.run("other", () -> other.send(2));
        assertThat(select.join()).isEqualTo(3);
    }

    @Contract(told = true)
    @Behaviour({24, 84})
    void closingOneOfSeveralHandlesDoesNotEndASelect(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = open(kind);
        Sender<Integer> first = channel.attachSender();
        Sender<Integer> second = channel.attachSender();
        Actor<Integer> select = blocked(s -> s.onReceive(channel), s -> s.await() == 0 ? s.received(channel) : -1);
        first.close();
        second.send(1);
        assertThat(select.join()).isEqualTo(1);
        Actor<Boolean> ending = blocked(s -> s.onReceive(channel), s -> s.await() == 0 && s.isClosed());
        second.close();
        assertThat(ending.join()).isTrue();
    }

    @Contract
    @Behaviour({75, 84, 120})
    void closingOnlyItsOwnHandleEndsAReceivingSelect(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = open(kind);
        channel.attachReceiver();
        Receiver<Integer> handle = channel.attachReceiver();
        Actor<Boolean> select = blocked(s -> s.onReceive(handle), s -> s.await() == 0 && s.isClosed());
        handle.close();
        assertThat(select.join()).isTrue();
        assertThat(channel.isClosedForReceive()).isFalse();
        assertThat(waiters(channel)).isZero();
        Invariants.check(channel);
    }

    @Contract(on = Kinds.LIMITED)
    @Behaviour({75, 84, 120})
    void closingOnlyItsOwnHandleEndsASendingSelect(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = open(kind);
        fill(channel);
        channel.attachSender();
        Sender<Integer> handle = channel.attachSender();
        Actor<Boolean> select = blocked(s -> s.onSend(handle, () -> 1), s -> s.await() == 0 && s.isClosed());
        handle.close();
        assertThat(select.join()).isTrue();
        assertThat(channel.isClosedForSend()).isFalse();
        assertThat(waiters(channel)).isZero();
        Invariants.check(channel);
    }

    @Contract(told = true)
    @Behaviour({75, 84})
    void aSelectOverTwoHandlesOfOneChannelNamesTheOneThatWasClosed(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = open(kind);
        Receiver<Integer> stays = channel.attachReceiver();
        Receiver<Integer> closes = channel.attachReceiver();
        Actor<Integer> select = blocked(
                s -> {
                    s.onReceive(stays);
                    s.onReceive(closes);
                },
                Select::await);
        closes.close();
        assertThat(select.join()).isOne();
        assertThat(stays.isClosedForReceive()).isFalse();
    }

    // ---- timeouts ----

    @Contract
    @Behaviour({25, 73})
    void aTimeoutEndsTheWaitAndNotEarlier(ChannelKind kind) {
        Channel<Integer> empty = open(kind);
        Actor<Integer> select = blocked(s -> s.onReceive(empty), s -> s.await(2_000, TimeUnit.NANOSECONDS));
        clock.advance(1_999);
        select.awaitBlocked();
        clock.advance(1);
        assertThat(select.join()).isEqualTo(Select.NONE);
        Invariants.check(empty);
        assertThat(waiters(empty)).isZero();
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour(73)
    void aTimeoutNeverBeatsAReadyClause(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = open(kind);
        Select select = SelectKind.FAIR.open(clock, parker);
        select.onReceive(channel);
        for (int i = 0; i < 100; i++) {
            channel.send(i);
            assertThat(select.await(i % 3 - 1, TimeUnit.NANOSECONDS)).isZero();
            assertThat(select.received(channel)).isEqualTo(i);
        }
    }

    @Contract(told = true)
    @Behaviour(25)
    void aTimeoutTooLongToCountMeansForEver(ChannelKind kind) throws InterruptedException {
        for (Duration forEver : List.of(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofNanos(Long.MAX_VALUE))) {
            Channel<Integer> channel = open(kind);
            Actor<Integer> select = blocked(s -> s.onReceive(channel), s -> s.await(forEver));
            clock.advance(Long.MAX_VALUE / 4);
            select.awaitBlocked();
            channel.send(1);
            assertThat(select.join()).isZero();
        }
    }

    // ---- interrupts ----

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour(109)
    void aSelectWithAReadyClauseCompletesThoughTheFlagIsSet(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = open(kind);
        Select select = SelectKind.FAIR.open(clock, parker);
        select.onReceive(channel);
        channel.send(1);
        Thread.currentThread().interrupt();
        assertThat(select.await()).isZero();
        channel.send(2);
        assertThat(select.await(Duration.ofDays(1))).isZero();
        assertThat(select.poll()).isEqualTo(Select.NONE);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Contract
    @Behaviour({77, 110})
    void anInterruptEndsTheWaitAndCarriesOutNothing(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = open(kind);
        Actor<Boolean> select = blocked(s -> s.onReceive(channel), s -> {
            assertThatThrownBy(s::await).isInstanceOf(InterruptedException.class);
            return Thread.currentThread().isInterrupted();
        });
        select.interrupt();
        assertThat(select.join()).isFalse();
        Invariants.check(channel);
        assertThat(waiters(channel)).isZero();
        Actor<Integer> receiver = actors.start("receiver", channel::receive);
        channel.send(1);
        assertThat(receiver.join()).isEqualTo(1);
    }
}
