package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelKind;
import io.millrace.Receiver;
import io.millrace.Sender;
import io.millrace.UndeliveredReason;
import io.millrace.contract.Contract.Kinds;
import io.millrace.support.Actor;
import java.util.ArrayList;
import java.util.List;

/** Why a channel was closed: who is told, also if it was a consumer that failed, and whose cause it is. */
class CloseCauseContractTest extends ChannelContract {

    private final RuntimeException cause = new RuntimeException("the consumer failed");
    private final List<Integer> undelivered = new ArrayList<>();

    private Channel<Integer> openCollecting(ChannelKind kind) {
        return kind.<Integer>builder()
                .onUndelivered((message, reason) -> {
                    assertThat(reason).isEqualTo(UndeliveredReason.CANCELLED);
                    undelivered.add(message);
                })
                .build();
    }

    @Contract(told = true)
    void anOpenChannelHasNoCauseNorHasOneThatWasClosedWithoutIt(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        assertThat(channel.closeCause()).isNull();
        channel.close();
        assertThat(channel.closeCause()).isNull();
    }

    @Contract(told = true)
    void theCauseOfTheCloseIsToldByTheChannelAndItsHandles(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Sender<Integer> sender = channel.attachSender();
        Receiver<Integer> receiver = channel.attachReceiver();
        assertThat(sender.closeCause()).isNull();
        channel.close(cause);
        assertThat(channel.closeCause()).isSameAs(cause);
        assertThat(sender.closeCause()).isSameAs(cause);
        assertThat(receiver.closeCause()).isSameAs(cause);
    }

    @Contract(told = true)
    void aDetachedHandleOfAnOpenChannelHasNoCause(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        List<Sender<Integer>> senders = channel.attachSenders(2);
        senders.get(0).close();
        assertThat(senders.get(0).isClosedForSend()).isTrue();
        assertThat(senders.get(0).closeCause()).isNull();
        senders.get(1).close(cause);
        assertThat(senders.get(0).closeCause()).isSameAs(cause);
    }

    @Contract(told = true)
    void cancelWithACauseTellsSendersAndReceiversAndHandsOverWhatIsBuffered(ChannelKind kind) {
        Channel<Integer> channel = openCollecting(kind);
        List<Integer> sent = fill(channel);
        channel.cancel(cause);
        assertThat(undelivered).isEqualTo(sent);
        assertThat(channel.closeCause()).isSameAs(cause);
        assertThatThrownBy(() -> channel.send(1))
                .isInstanceOf(ChannelClosedException.class)
                .cause()
                .isSameAs(cause);
        assertThatThrownBy(channel::receiveOrNull)
                .isInstanceOf(ChannelClosedException.class)
                .cause()
                .isSameAs(cause);
    }

    @Contract(on = Kinds.LIMITED)
    void aBlockedSenderIsToldWhyTheConsumerCancelled(ChannelKind kind) {
        Channel<Integer> channel = openCollecting(kind);
        fill(channel);
        Actor<Void> sender = blockedSender(channel, -1);
        channel.cancel(cause);
        assertThat(sender.failure())
                .isInstanceOf(ChannelClosedException.class)
                .cause()
                .isSameAs(cause);
        assertThat(undelivered).doesNotContain(-1);
    }

    @Contract(told = true)
    void cancelAfterACloseKeepsTheFirstCauseAndDiscardsWhatIsLeft(ChannelKind kind) {
        Channel<Integer> channel = openCollecting(kind);
        List<Integer> sent = fill(channel);
        channel.close(cause);
        channel.cancel(new IllegalStateException("later"));
        assertThat(channel.closeCause()).isSameAs(cause);
        assertThat(undelivered).isEqualTo(sent);
    }

    @Contract(told = true)
    void cancelWithACauseAfterAPlainCloseGivesItNone(ChannelKind kind) {
        Channel<Integer> channel = openCollecting(kind);
        List<Integer> sent = fill(channel);
        channel.close();
        channel.cancel(cause);
        assertThat(channel.closeCause()).isNull();
        assertThat(undelivered).isEqualTo(sent);
    }

    @Contract(told = true)
    void cancelWithoutACauseAfterwardsChangesNothing(ChannelKind kind) {
        Channel<Integer> channel = openCollecting(kind);
        List<Integer> sent = fill(channel);
        channel.cancel(cause);
        channel.cancel();
        channel.close(new IllegalStateException("later"));
        assertThat(channel.closeCause()).isSameAs(cause);
        assertThat(undelivered).isEqualTo(sent);
    }

    @Contract(told = true)
    void aNullCauseIsRefusedAndTheChannelStaysOpen(ChannelKind kind) {
        Channel<Integer> channel = openCollecting(kind);
        Receiver<Integer> receiver = channel.attachReceiver();
        fill(channel);
        assertThatThrownBy(() -> channel.cancel(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("cause");
        assertThatThrownBy(() -> receiver.cancel(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("cause");
        assertThat(receiver.isClosedForSend()).isFalse();
        assertThat(undelivered).isEmpty();
    }

    @Contract(told = true)
    void aHandleThatCancelsWithACauseCancelsTheChannel(ChannelKind kind) {
        Channel<Integer> channel = openCollecting(kind);
        List<Receiver<Integer>> receivers = channel.attachReceivers(2);
        List<Integer> sent = fill(channel);
        receivers.get(0).cancel(cause);
        assertThat(undelivered).isEqualTo(sent);
        assertThat(channel.closeCause()).isSameAs(cause);
        assertThatThrownBy(() -> receivers.get(0).receive())
                .isInstanceOf(ChannelClosedException.class)
                .cause()
                .isSameAs(cause);
        assertThatThrownBy(() -> receivers.get(1).receive())
                .isInstanceOf(ChannelClosedException.class)
                .cause()
                .isSameAs(cause);
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    void aHandleWhoseCancelMeetsACallbackThatThrowsIsClosedAllTheSame(ChannelKind kind) {
        RuntimeException thrown = new RuntimeException("of the callback");
        Channel<Integer> channel = kind.<Integer>builder()
                .onUndelivered((message, reason) -> {
                    throw thrown;
                })
                .build();
        channel.attachReceiver();
        Receiver<Integer> receiver = channel.attachReceiver();
        fill(channel);
        assertThatThrownBy(() -> receiver.cancel(cause)).isSameAs(thrown);
        assertThatThrownBy(receiver::tryReceive)
                .isInstanceOf(ChannelClosedException.class)
                .hasMessage(receiver + " was closed");
    }
}
