package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelKind;
import io.millrace.Receiver;
import io.millrace.contract.Contract.Kinds;
import io.millrace.support.Actor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/** Receiving by loop and stream. */
class IterationContractTest extends ChannelContract {

    private static final List<Integer> SENT = IntStream.range(0, 200).boxed().toList();

    private void startSender(Channel<Integer> channel) {
        actors.run("sender", () -> {
            channel.sendAll(SENT);
            channel.close();
        });
    }

    @Contract
    @Behaviour(103)
    void aLoopEndsWhenTheChannelIsClosedAndDrained(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        startSender(channel);
        List<Integer> received = new ArrayList<>();
        for (Integer message : channel) {
            received.add(message);
        }
        assertThat(received).isEqualTo(SENT);
    }

    @Contract
    @Behaviour(103)
    void forEachEndsWhenTheChannelIsClosedAndDrained(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        startSender(channel);
        List<Integer> received = new ArrayList<>();
        channel.forEach(received::add);
        assertThat(received).isEqualTo(SENT);
    }

    @Contract
    @Behaviour(103)
    void aStreamEndsWhenTheChannelIsClosedAndDrained(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        startSender(channel);
        assertThat(channel.stream().filter(message -> message % 2 == 0).count()).isEqualTo(100);
    }

    @Contract
    @Behaviour({103, 116})
    void aStreamGivesEveryMessageBeforeItThrowsTheCause(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Exception cause = new Exception("feed lost");
        actors.run("sender", () -> {
            channel.sendAll(SENT);
            channel.close(cause);
        });
        List<Integer> received = new ArrayList<>();
        assertThatThrownBy(() -> channel.stream().forEach(received::add))
                .isInstanceOf(ChannelClosedException.class)
                .hasCause(cause);
        assertThat(received).isEqualTo(SENT);
    }

    @Contract
    @Behaviour(104)
    void aStreamThatStopsEarlyTakesNoMoreThanItGives(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        startSender(channel);
        List<Integer> received = new ArrayList<>(channel.stream().limit(3).toList());
        received.add(channel.stream().findFirst().orElseThrow());
        assertThat(channel.stream().anyMatch(message -> message == 6)).isTrue();
        received.addAll(List.of(4, 5, 6)); // which the match looked at
        assertThat(channel.stream().takeWhile(message -> message < 7)).isEmpty();
        received.add(7); // the one that ended it
        received.addAll(receiveToTheEnd(channel));
        assertThat(received).isEqualTo(SENT);
    }

    @Contract
    @Behaviour(103)
    void aLoopWaitsForTheNextMessage(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        Actor<Integer> receiver =
                actors.start("receiver", channel.iterator()::next).awaitBlocked();
        channel.send(3);
        assertThat(receiver.join()).isEqualTo(3);
    }

    @Contract
    @Behaviour(104)
    void whoLeavesALoopEarlyLosesNothing(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        startSender(channel);
        List<Integer> received = new ArrayList<>();
        for (Integer message : channel) {
            received.add(message);
            if (message == 50) {
                break;
            }
        }
        received.addAll(receiveToTheEnd(channel));
        assertThat(received).isEqualTo(SENT);
    }

    @Contract(on = Kinds.BUFFERED)
    @Behaviour(105)
    void drainEndsWhenNothingIsThereAndCanBeRunAgain(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        for (int i = 0; i < 3; i++) {
            channel.send(i);
            assertThat(takeAll(channel)).containsExactly(i);
            assertThat(takeAll(channel)).isEmpty();
        }
    }

    @Contract
    @Behaviour(106)
    void anAttachedReceiverIsReleasedAfterItsLoop(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        startSender(channel);
        List<Integer> received = new ArrayList<>();
        try (Receiver<Integer> receiver = channel.attachReceiver()) {
            receiver.forEach(received::add);
        }
        assertThat(received).isEqualTo(SENT);
        assertThat(channel.isClosedForReceive()).isTrue();
    }

    @Contract
    @Behaviour(107)
    void hasNextRepeatedTakesOneMessage(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        startSender(channel);
        Iterator<Integer> iterator = channel.iterator();
        assertThat(iterator.hasNext()).isTrue();
        assertThat(iterator.hasNext()).isTrue();
        assertThat(iterator.next()).isEqualTo(0);
        assertThat(iterator.next()).isEqualTo(1);
        iterator.forEachRemaining(message -> {});
        assertThat(iterator.hasNext()).isFalse();
        assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(iterator::remove).isInstanceOf(UnsupportedOperationException.class);
    }

    @Contract
    @Behaviour({103, 116})
    void everyLoopThrowsIfTheChannelWasClosedWithACause(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Exception cause = new Exception("feed lost");
        channel.close(cause);
        assertThatThrownBy(() -> channel.forEach(message -> {}))
                .isInstanceOf(ChannelClosedException.class)
                .hasCause(cause);
        assertThatThrownBy(() -> channel.iterator().hasNext())
                .isInstanceOf(ChannelClosedException.class)
                .hasCause(cause);
        assertThatThrownBy(() -> channel.stream().count())
                .isInstanceOf(ChannelClosedException.class)
                .hasCause(cause);
    }

    @Contract
    @Behaviour(110)
    void anInterruptedLoopThrowsCancellationAndKeepsTheFlag(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Actor<Boolean> receiver = actors.start("receiver", () -> {
            assertThatThrownBy(() -> channel.forEach(message -> {})).isInstanceOf(CancellationException.class);
            assertThatThrownBy(() -> channel.iterator().hasNext()).isInstanceOf(CancellationException.class);
            return Thread.currentThread().isInterrupted();
        });
        receiver.awaitBlocked().interrupt();
        assertThat(receiver.join()).isTrue();
    }

    @Contract
    @Behaviour(104)
    void aHandlerThatThrowsLeavesTheRestInTheChannel(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        startSender(channel);
        assertThatThrownBy(() -> channel.forEach(message -> {
                    throw new IllegalArgumentException("refuse " + message);
                }))
                .hasMessage("refuse 0");
        assertThat(receiveToTheEnd(channel)).isEqualTo(SENT.subList(1, SENT.size()));
    }
}
