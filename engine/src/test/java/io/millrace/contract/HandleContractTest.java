package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelKind;
import io.millrace.Receiver;
import io.millrace.Sender;
import io.millrace.contract.Contract.Kinds;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Counted handles: the last one that is closed ends its side. */
class HandleContractTest extends ChannelContract {

    @Contract
    @Behaviour({24, 120})
    void theChannelClosesWithTheLastAttachedSender(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Sender<Integer> first = channel.attachSender();
        Sender<Integer> second = channel.attachSender();
        first.close();
        assertThat(channel.isClosedForSend()).isFalse();
        second.close();
        assertThat(channel.isClosedForSend()).isTrue();
    }

    @Contract
    void handlesAttachedTogetherEndTheirSideTogether(ChannelKind kind) {
        Channel<Integer> sent = kind.open();
        Channel<Integer> received = kind.open();
        List<Sender<Integer>> senders = sent.attachSenders(2);
        List<Receiver<Integer>> receivers = received.attachReceivers(2);
        senders.get(0).close();
        receivers.get(0).close();
        assertThat(sent.isClosedForSend()).isFalse();
        assertThat(received.isClosedForSend()).isFalse();
        senders.get(1).close();
        receivers.get(1).close();
        assertThat(sent.isClosedForSend()).isTrue();
        assertThat(received.isClosedForReceive()).isTrue();
    }

    @Contract
    void attachingNoHandlesIsRefused(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        assertThatThrownBy(() -> channel.attachSenders(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("count is 0, allowed is 1 or more");
        assertThatThrownBy(() -> channel.attachReceivers(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("count is -1, allowed is 1 or more");
        assertThat(channel.isClosedForSend()).isFalse();
    }

    @Contract
    @Behaviour({16, 24, 120})
    void theChannelIsCancelledWithTheLastAttachedReceiver(ChannelKind kind) {
        List<Integer> undelivered = new ArrayList<>();
        Channel<Integer> channel = kind.<Integer>builder()
                .onUndelivered((message, reason) -> undelivered.add(message))
                .build();
        Receiver<Integer> first = channel.attachReceiver();
        Receiver<Integer> second = channel.attachReceiver();
        List<Integer> sent = fill(channel);
        first.close();
        assertThat(channel.isClosedForSend()).isFalse();
        assertThat(undelivered).isEmpty();
        second.close();
        assertThat(channel.isClosedForReceive()).isTrue();
        assertThat(undelivered).isEqualTo(sent);
    }

    @Contract
    @Behaviour(120)
    void closingOneHandleTwiceCountsOnce(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Sender<Integer> sender = channel.attachSender();
        Sender<Integer> otherSender = channel.attachSender();
        Receiver<Integer> receiver = channel.attachReceiver();
        Receiver<Integer> otherReceiver = channel.attachReceiver();
        sender.close();
        sender.close();
        receiver.close();
        receiver.close();
        assertThat(channel.isClosedForSend()).isFalse();
        otherReceiver.close();
        otherSender.close();
        assertThat(channel.isClosedForReceive()).isTrue();
    }

    @Contract
    @Behaviour(120)
    void handlesServeTryWithResources(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Actor<List<Integer>> receiver = actors.start("receiver", () -> {
            try (Receiver<Integer> in = channel.attachReceiver()) {
                return receiveToTheEnd(in);
            }
        });
        actors.run("sender", () -> {
                    try (Sender<Integer> out = channel.attachSender()) {
                        out.send(1);
                        out.sendAll(List.of(2, 3));
                    }
                })
                .join();
        assertThat(receiver.join()).containsExactly(1, 2, 3);
    }

    @Contract
    @Behaviour(120)
    void aClosedHandleIsUnusableWhileTheChannelLives(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        channel.attachSender();
        channel.attachReceiver();
        Sender<Integer> sender = channel.attachSender();
        Receiver<Integer> receiver = channel.attachReceiver();
        sender.close();
        receiver.close();
        assertThatThrownBy(() -> sender.send(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sender.trySend(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(receiver::receive).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(receiver::tryReceive).isInstanceOf(IllegalStateException.class);
        assertThat(sender.isClosedForSend()).isTrue();
        assertThat(receiver.isClosedForReceive()).isTrue();
        assertThat(channel.isClosedForSend()).isFalse();
    }

    @Contract
    @Behaviour(116)
    void closingAHandleWithACauseFailsTheChannelAtOnce(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        channel.attachSender();
        Exception cause = new Exception("feed lost");
        channel.attachSender().close(cause);
        assertThatThrownBy(channel::receive)
                .isInstanceOf(ChannelClosedException.class)
                .hasCause(cause);
    }

    @Contract
    void aReceivingHandleThatFailsTheChannelCanStillReceiveWhatWasAccepted(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.open();
        Receiver<Integer> handle = channel.attachReceiver();
        int accepted = channel.isEmpty() && channel.trySend(1) ? 1 : 0;
        Exception cause = new Exception("disk full");
        handle.close(cause);
        assertThatThrownBy(() -> channel.trySend(2))
                .isInstanceOf(ChannelClosedException.class)
                .hasCause(cause);
        if (accepted == 1) {
            assertThat(handle.receive()).isEqualTo(1);
        }
        assertThatThrownBy(handle::receive)
                .isInstanceOf(ChannelClosedException.class)
                .hasCause(cause);
        handle.close();
        assertThat(channel.isClosedForReceive()).isTrue();
    }

    @Contract
    @Behaviour(12)
    void cancellingAHandleCancelsTheChannelAtOnce(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        channel.attachReceiver();
        fill(channel);
        channel.attachReceiver().cancel();
        assertThat(channel.isClosedForReceive()).isTrue();
        assertThatThrownBy(() -> channel.trySend(1)).isInstanceOf(ChannelClosedException.class);
    }

    @Contract
    @Behaviour(24)
    void theLastOfManyHandlesClosedAtOnceClosesTheChannel(ChannelKind kind) {
        for (int round = 0; round < 50; round++) {
            Channel<Integer> channel = kind.open();
            List<Sender<Integer>> senders =
                    Stream.generate(channel::attachSender).limit(3).toList();
            Actors.joinAll(actors.startEach(3, "closer", number -> {
                assertThat(senders.get(number).isClosedForSend()).isFalse();
                senders.get(number).close();
                return null;
            }));
            assertThat(channel.isClosedForSend()).isTrue();
        }
    }

    @Contract(on = Kinds.BUFFERED)
    @Behaviour({2, 3})
    void handlesReportWhatTheChannelReports(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        Sender<Integer> sender = channel.attachSender();
        Receiver<Integer> receiver = channel.attachReceiver();
        sender.send(1);
        assertThat(List.of(sender.capacity(), receiver.capacity())).containsOnly(kind.capacity());
        assertThat(List.of(sender.size(), receiver.size(), channel.size())).containsOnly(1);
        assertThat(List.of(sender.isFull(), receiver.isFull())).containsOnly(channel.isFull());
        assertThat(List.of(sender.name(), receiver.name())).containsOnly(channel.name());
        assertThat(receiver.receive()).isEqualTo(1);
        assertThat(sender.isEmpty()).isTrue();
    }

    @Contract
    @Behaviour(26)
    void eachChannelEqualsItselfOnly(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        assertThat(channel).isEqualTo(channel).isNotEqualTo(kind.open());
    }
}
