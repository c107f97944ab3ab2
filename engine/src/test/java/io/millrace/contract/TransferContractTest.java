package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelKind;
import io.millrace.contract.Contract.Kinds;
import io.millrace.support.Actor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Messages that one thread moves from one channel to another. */
class TransferContractTest extends ChannelContract {

    private static final int MESSAGES = 500;

    private final Channel<Integer> unbounded = Channel.unbounded();
    private final List<Integer> undelivered = new ArrayList<>();

    private static List<Integer> upTo(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private Actor<Long> transfer(Channel<Integer> from, Channel<Integer> to) {
        return actors.start("transfer", () -> from.transferTo(to, undelivered::add));
    }

    private static void sendAll(Channel<Integer> channel) throws InterruptedException {
        for (int i = 0; i < MESSAGES; i++) {
            channel.send(i);
        }
        channel.close();
    }

    @Contract(told = true)
    @Behaviour({1, 13})
    void allThatWasAcceptedComesOutInOrderUntilTheClose(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        Actor<Long> transfer = transfer(channel, unbounded);
        sendAll(channel);

        assertThat(transfer.join()).isEqualTo(MESSAGES);
        List<Integer> received = new ArrayList<>();
        unbounded.drain(received::add, Integer.MAX_VALUE);
        assertThat(received).isEqualTo(upTo(MESSAGES));
        assertThat(unbounded.isClosedForSend()).isFalse();
    }

    @Contract(told = true)
    @Behaviour(1)
    void itWaitsForRoomThere(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        sendAll(unbounded);
        Actor<Long> transfer = transfer(unbounded, channel);
        for (int i = 0; i < MESSAGES; i++) {
            assertThat(channel.receive()).isEqualTo(i);
        }

        assertThat(transfer.join()).isEqualTo(MESSAGES);
    }

    @Contract
    @Behaviour(12)
    void theMessageInHandIsReportedIfTheOtherIsClosed(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        sendAll(unbounded);
        channel.close();

        assertThatThrownBy(() -> unbounded.transferTo(channel, undelivered::add))
                .isInstanceOf(ChannelClosedException.class);
        assertThat(undelivered).containsExactly(0);
        assertThat(unbounded.receive()).isOne();
    }

    @Contract(on = Kinds.LIMITED)
    @Behaviour(14)
    void theMessageInHandIsReportedIfTheThreadIsInterruptedWhileItWaitsForRoom(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.open();
        sendAll(unbounded);
        while (channel.trySend(-1)) {
            // until it is full
        }
        Actor<Long> transfer = transfer(unbounded, channel).awaitBlocked();
        transfer.interrupt();

        assertThat(transfer.failure()).isInstanceOf(InterruptedException.class);
        assertThat(undelivered).containsExactly(0);
        assertThat(unbounded.receive()).isOne();
    }

    @Contract
    @Behaviour(13)
    void theCauseOfTheCloseComesOut(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Exception cause = new Exception("feed lost");
        channel.close(cause);

        assertThatThrownBy(() -> channel.transferTo(unbounded, undelivered::add))
                .isInstanceOf(ChannelClosedException.class)
                .hasCause(cause);
        assertThat(undelivered).isEmpty();
    }

    @Contract
    @Behaviour(1)
    void aChannelIsNotMovedIntoItself(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        assertThatThrownBy(() -> channel.transferTo(channel, undelivered::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("to is this channel itself: " + channel);
    }
}
