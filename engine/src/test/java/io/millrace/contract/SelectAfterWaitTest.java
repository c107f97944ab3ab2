package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelKind;
import io.millrace.Select;
import io.millrace.contract.Contract.Kinds;
import io.millrace.internal.flavor.Invariants;
import io.millrace.support.Actor;
import io.millrace.support.Await;
import io.millrace.support.ReachableObjects;
import io.millrace.support.Rounds;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What a select that has waited leaves behind: no listing, no message, and no wake-up that another one needs. */
class SelectAfterWaitTest extends SelectWaitContract {

    @Contract
    @Behaviour(77)
    void losingClausesLeaveNothingBehind(ChannelKind kind) throws InterruptedException {
        Channel<Integer> losing = open(kind);
        Channel<Integer> fullOne = open(kind);
        if (!kind.isUnbounded()) {
            fill(fullOne);
        }
        Channel<Integer> winning = open(ChannelKind.bounded(1));
        Set<Object> before = null;
        for (int i = 0; i < Rounds.of(20); i++) {
            Actor<Integer> select = blocked(
                    s -> {
                        s.onReceive(losing);
                        s.onReceive(losing);
                        if (!kind.isUnbounded()) {
                            s.onSend(fullOne, () -> -1);
                        }
                        s.onReceive(winning);
                    },
                    s -> s.await());
            winning.send(i);
            assertThat(select.join()).isGreaterThan(1);
            Invariants.check(losing);
            Invariants.check(fullOne);
            assertThat(waiters(losing) + waiters(fullOne)).isZero();
            if (i == 9) {
                before = ReachableObjects.from(losing);
            }
        }
        assertThat(ReachableObjects.from(losing)).hasSizeLessThanOrEqualTo(before.size());
        assertThat(takeAll(fullOne)).doesNotContain(-1);
    }

    @Contract(told = true)
    @Behaviour(123)
    void aReceivedMessageIsKeptUntilTheNextChoiceOnly(ChannelKind kind) throws InterruptedException {
        record Message() {}
        Channel<Message> channel = kind.open();
        Select select = Select.fair();
        select.onReceive(channel);
        actors.run("sender", () -> channel.send(new Message()));
        select.await();
        assertThat(ReachableObjects.from(select)).anyMatch(Message.class::isInstance);
        assertThat(select.poll()).isEqualTo(Select.NONE);
        assertThat(ReachableObjects.from(select)).noneMatch(Message.class::isInstance);
        select.remove(0);
        assertThat(ReachableObjects.from(select)).doesNotContain(channel);
    }

    @Contract
    @Behaviour(78)
    void aSelectThatChoseAnotherClausePassesItsWakeUpOn(ChannelKind kind) throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            Channel<Integer> channel = open(kind);
            Channel<Integer> other = open(kind);
            Actor<Integer> select = blocked(
                    s -> {
                        s.onReceive(other);
                        s.onReceive(channel);
                    },
                    Select::await);
            Actor<Integer> receiver = blockedReceiver(channel);
            actors.run("one", () -> other.send(1));
            actors.run("two", () -> channel.send(2));
            if (select.join() == 1) {
                assertThat(other.receive()).isEqualTo(1);
                channel.send(2);
            }
            assertThat(receiver.join()).isEqualTo(2);
        }
    }

    @Contract
    @Behaviour(78)
    void anInterruptedSelectPassesItsWakeUpOn(ChannelKind kind) throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            Channel<Integer> channel = open(kind);
            Actor<Integer> select = blocked(s -> s.onReceive(channel), s -> s.await() == 0 ? s.received(channel) : -1);
            Actor<Integer> receiver = blockedReceiver(channel);
            actors.run("interrupter", select::interrupt);
            channel.send(5);
            if (select.hasFailed()) {
                assertThat(select.failure()).isInstanceOf(InterruptedException.class);
            } else {
                assertThat(select.join()).isEqualTo(5);
                channel.send(5);
            }
            assertThat(receiver.join()).isEqualTo(5);
        }
    }

    @Contract(on = Kinds.BOUNDED)
    @Behaviour(78)
    void aSelectThatSentElsewherePassesItsWakeUpOn(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = full(open(kind));
        Channel<Integer> other = open(kind);
        Actor<Integer> select = blocked(
                s -> {
                    s.onReceive(other);
                    s.onSend(channel, () -> -1);
                },
                Select::await);
        Actor<Void> sender = blockedSender(channel, -2);
        actors.run("other", () -> other.send(0));
        actors.run("receiver", channel::receive);
        if (select.join() == 1) {
            channel.receive();
        }
        sender.join();
    }

    // ---- a supplier that throws ----

    @Contract(on = Kinds.LIMITED)
    @Behaviour({77, 78, 89})
    void aSupplierThatThrowsAfterAWaitLeavesTheChannelWhole(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = full(open(kind));
        Channel<Integer> other = open(kind);
        IllegalStateException failure = new IllegalStateException("no message");
        AtomicInteger calls = new AtomicInteger();
        Actor<Integer> select = blocked(
                s -> {
                    s.onSend(channel, () -> {
                        calls.incrementAndGet();
                        throw failure;
                    });
                    s.onReceive(other);
                },
                s -> {
                    assertThatThrownBy(s::await).isSameAs(failure);
                    s.remove(0);
                    return s.await();
                });
        Actor<Integer> receiver = actors.start("receiver", () -> {
            int last = -1;
            for (int i = 0; i <= kind.capacity(); i++) {
                last = channel.receive();
            }
            return last;
        });
        Await.until("the supplier has thrown", () -> calls.get() == 1);
        channel.send(55);
        assertThat(receiver.join()).isEqualTo(55);
        other.send(1);
        assertThat(select.join()).isEqualTo(1);
        Invariants.check(channel);
        channel.close();
        assertThatThrownBy(channel::receive).isInstanceOf(ChannelClosedException.class);
    }
}
