package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelKind;
import io.millrace.contract.Contract.Kinds;
import io.millrace.internal.flavor.Invariants;
import io.millrace.support.Actor;
import io.millrace.support.ManualClock;
import io.millrace.support.Rounds;
import io.millrace.support.StrictParker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** An interrupt either finds the transfer done, or nothing of it. */
class InterruptContractTest extends ChannelContract {

    private final ManualClock clock = new ManualClock(0);
    private final StrictParker parker = new StrictParker(clock);

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour(109)
    void whatCanCompleteAtOnceCompletesThoughTheFlagIsSet(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        Thread.currentThread().interrupt();
        channel.send(1);
        assertThat(channel.receive()).isEqualTo(1);
        channel.sendAll(List.of(2));
        assertThat(channel.receiveOrNull()).isEqualTo(2);
        assertThat(channel.trySend(3, Duration.ofDays(1))).isTrue();
        assertThat(channel.tryReceive(Duration.ofDays(1))).isEqualTo(3);
        assertThat(channel.trySend(4)).isTrue();
        assertThat(channel.receiveBatch(message -> {}, 9)).isEqualTo(1);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Contract(on = Kinds.LIMITED)
    @Behaviour(109)
    void aTransferWithABlockedPartnerCompletesThoughTheFlagIsSet(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        fill(channel);
        Actor<Void> sender = blockedSender(channel, -1);
        Thread.currentThread().interrupt();
        assertThat(channel.receive()).isNotNull();
        assertThat(Thread.interrupted()).isTrue();
        sender.join();
        takeAll(channel);
        Actor<Integer> receiver = blockedReceiver(channel);
        Thread.currentThread().interrupt();
        channel.send(2);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(receiver.join()).isEqualTo(2);
    }

    @Contract(told = true)
    @Behaviour(109)
    void triesDoNotMindTheFlag(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        Thread.currentThread().interrupt();
        assertThat(channel.tryReceive()).isNull();
        assertThat(channel.tryReceive(Duration.ZERO)).isNull();
        int sent = fill(channel).size();
        if (!kind.isUnbounded()) {
            assertThat(channel.trySend(-1)).isFalse();
            assertThat(channel.trySend(-1, Duration.ZERO)).isFalse();
        }
        assertThat(takeAll(channel)).hasSize(sent);
        channel.close();
        assertThat(channel.receiveOrNull()).isNull();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Contract(told = true)
    @Behaviour(110)
    void aReceiveThatWouldWaitThrowsIfTheFlagIsSetAndClearsIt(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        List<Callable<?>> receives = List.of(
                channel::receive,
                channel::receiveOrNull,
                () -> channel.tryReceive(Duration.ofDays(1)),
                () -> channel.receiveBatch(message -> {}, 2));
        for (Callable<?> receive : receives) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(receive::call).isInstanceOf(InterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Contract(on = Kinds.LIMITED, told = true)
    @Behaviour(110)
    void aSendThatWouldWaitThrowsIfTheFlagIsSetAndSendsNothing(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        List<Integer> sent = fill(channel);
        List<Callable<?>> sends = List.of(
                () -> {
                    channel.send(-1);
                    return null;
                },
                () -> {
                    channel.sendAll(List.of(-1, -2));
                    return null;
                },
                () -> channel.trySend(-1, Duration.ofDays(1)));
        for (Callable<?> send : sends) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(send::call).isInstanceOf(InterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
        assertThat(takeAll(channel)).isEqualTo(sent);
    }

    @Contract(told = true)
    @Behaviour(110)
    void interruptEndsABlockedReceiveAndTakesNothing(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open(clock, parker);
        Actor<Integer> receiver = blockedReceiver(channel);
        receiver.interrupt();
        assertThat(receiver.failure()).isInstanceOf(InterruptedException.class);
        offerInAnyWay(kind, channel, 7);
        assertThat(channel.receive()).isEqualTo(7);
    }

    @Contract(on = Kinds.LIMITED)
    @Behaviour({110, 113})
    void interruptEndsABlockedSendAndLeavesNoGhost(ChannelKind kind) {
        Channel<Integer> channel = kind.open(clock, parker);
        List<Integer> sent = fill(channel);
        Actor<Void> sender = blockedSender(channel, -1);
        sender.interrupt();
        assertThat(sender.failure()).isInstanceOf(InterruptedException.class);
        assertThat(takeAll(channel)).isEqualTo(sent);
    }

    @Contract(on = Kinds.BOUNDED)
    @Behaviour(110)
    void anInterruptedSendAllSaysHowManyWereAccepted(ChannelKind kind) {
        Channel<Integer> channel = kind.open(clock, parker);
        List<Integer> sent = fill(channel);
        Actor<Void> sender =
                actors.run("sender", () -> channel.sendAll(List.of(-1, -2))).awaitBlocked();
        assertThat(channel.tryReceive()).isEqualTo(sent.get(0));
        sender.awaitBlocked();
        while (channel.size() < channel.capacity()) {
            Thread.onSpinWait();
        }
        sender.awaitBlocked();
        sender.interrupt();
        assertThat(sender.failure()).isInstanceOf(InterruptedException.class).hasMessageContaining("1 of 2");
    }

    @Contract(told = true)
    @Behaviour({112, 113})
    void aThousandInterruptedReceivesSwallowNoLaterMessage(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        for (int i = 0; i < 1_000; i++) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(channel::receive).isInstanceOf(InterruptedException.class);
        }
        offerInAnyWay(kind, channel, 7);
        assertThat(channel.receive()).isEqualTo(7);
    }

    @Contract(on = Kinds.LIMITED, told = true)
    @Behaviour(113)
    void aThousandInterruptedSendsLeaveNoGhost(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        List<Integer> sent = fill(channel);
        for (int i = 0; i < 1_000; i++) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> channel.send(-1)).isInstanceOf(InterruptedException.class);
        }
        assertThat(takeAll(channel)).isEqualTo(sent);
        Invariants.check(channel);
    }

    @Contract
    @Behaviour({111, 119})
    void anInterruptThatRacesWithDeliveryLosesNoMessage(ChannelKind kind) {
        Channel<Integer> channel = kind.open(clock, parker);
        for (int round = 0; round < Rounds.of(60); round++) {
            int message = round;
            Actor<Integer> receiver = actors.start("receiver", () -> receiveOrMinusOne(channel));
            receiver.awaitBlocked();
            Actor<Boolean> sender = actors.start("sender", () -> channel.trySend(message));
            for (int i = 0; i < round * 60 % 4_000; i++) {
                Thread.onSpinWait(); // now before the send, now behind it
            }
            receiver.interrupt();
            boolean accepted = sender.join();
            int received = receiver.join();
            if (received == -1 && accepted) {
                Integer left = channel.tryReceive();
                received = left == null ? -1 : left;
            }
            assertThat(received).isEqualTo(accepted ? message : -1);
            assertThat(channel.tryReceive()).isNull();
        }
    }

    /** The interrupt is sure to come, so a receive that returns a message must leave the flag to it, or set it again. */
    private static int receiveOrMinusOne(Channel<Integer> channel) {
        try {
            int received = channel.receive();
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            return received;
        } catch (InterruptedException e) {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            return -1;
        }
    }

    /** The sender knows that its message was taken, so the interrupt comes too late. */
    @Contract(on = Kinds.RENDEZVOUS)
    @Behaviour(111)
    void aMessageHandedOverBeforeTheInterruptIsReceivedAndTheFlagStaysSet(ChannelKind kind) {
        Channel<Integer> channel = kind.open(clock, parker);
        for (int round = 0; round < 100; round++) {
            Actor<Boolean> receiver = actors.start("receiver", () -> {
                assertThat(channel.receive()).isEqualTo(1);
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                }
                return true;
            });
            receiver.awaitBlocked();
            assertThat(channel.trySend(1)).isTrue();
            receiver.interrupt();
            assertThat(receiver.join()).isTrue();
        }
    }

    /** The thread that leaves may be the one the sender woke; the other must not be left asleep beside the message. */
    @Contract
    @Behaviour({78, 112})
    void anInterruptedReceiverPassesItsWakeUpOn(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open(clock, parker);
        for (int round = 0; round < Rounds.of(60); round++) {
            Actor<Integer> first = actors.start("first", () -> receiveOrMinusOne(channel));
            first.awaitBlocked();
            Actor<Integer> second = actors.start("second", channel::receive).awaitBlocked();
            Actor<Void> sender = actors.run("sender", () -> channel.send(5));
            first.interrupt();
            sender.join();
            if (first.join() == 5) {
                channel.send(6);
                assertThat(second.join()).isEqualTo(6);
            } else {
                assertThat(second.join()).isEqualTo(5);
            }
        }
    }

    @Contract(on = Kinds.LIMITED)
    @Behaviour({78, 113})
    void anInterruptedSenderPassesItsWakeUpOn(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open(clock, parker);
        for (int round = 0; round < Rounds.of(60); round++) {
            fill(channel);
            Actor<Boolean> first = actors.start("first", () -> {
                try {
                    channel.send(-1);
                    return true;
                } catch (InterruptedException e) {
                    return false;
                }
            });
            first.awaitBlocked();
            Actor<Void> second = blockedSender(channel, -2);
            Actor<Integer> receiver = actors.start("receiver", channel::receive);
            first.interrupt();
            receiver.join();
            if (first.join()) {
                channel.receive();
            }
            second.join();
            takeAll(channel);
        }
    }
}
