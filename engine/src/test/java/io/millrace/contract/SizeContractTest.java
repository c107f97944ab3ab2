package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelKind;
import io.millrace.contract.Contract.Kinds;
import io.millrace.support.Actor;
import java.time.Duration;
import java.util.List;

/** What a channel says of itself. */
class SizeContractTest extends ChannelContract {

    @Contract(told = true)
    @Behaviour({2, 29, 41})
    void theCapacityIsExactlyWhatWasAskedFor(ChannelKind kind) {
        assertThat(kind.open().capacity()).isEqualTo(kind.capacity());
    }

    @Contract(on = Kinds.BOUNDED, told = true)
    @Behaviour(3)
    void sizeEmptyAndFullFollowEverySendAndReceive(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        for (int size = 0; size < kind.capacity(); size++) {
            assertSize(channel, size);
            channel.send(size);
        }
        for (int size = kind.capacity(); size > 0; size--) {
            assertSize(channel, size);
            channel.receive();
        }
        assertSize(channel, 0);
    }

    private static void assertSize(Channel<?> channel, int size) {
        assertThat(channel.size()).isEqualTo(size);
        assertThat(channel.isEmpty()).isEqualTo(size == 0);
        assertThat(channel.isFull()).isEqualTo(size == channel.capacity());
    }

    @Contract(on = Kinds.RENDEZVOUS)
    @Behaviour(29)
    void aRendezvousIsAlwaysEmptyAndFull(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        assertSize(channel, 0);
        Actor<Void> sender = blockedSender(channel, 1);
        assertSize(channel, 0);
        channel.close();
        assertSize(channel, 0);
        assertThat(sender.failure()).isInstanceOf(ChannelClosedException.class);
    }

    @Contract(on = Kinds.UNBOUNDED)
    @Behaviour(41)
    void anUnboundedChannelIsNeverFull(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        for (int size = 0; size < 2_000; size++) {
            assertThat(channel.size()).isEqualTo(size);
            assertThat(channel.isFull()).isFalse();
            channel.send(size);
        }
        assertThat(channel.isEmpty()).isFalse();
        takeAll(channel);
        assertThat(channel.isEmpty()).isTrue();
    }

    @Contract(on = Kinds.LIMITED)
    @Behaviour({3, 4})
    void aMessageOfABlockedSenderIsNotCounted(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        fill(channel);
        Actor<Void> sender = blockedSender(channel, -1);
        assertThat(channel.size()).isEqualTo(kind.capacity());
        channel.close();
        assertThat(sender.failure()).isInstanceOf(ChannelClosedException.class);
        assertThat(channel.size()).isEqualTo(kind.capacity());
    }

    @Contract(told = true)
    @Behaviour({4, 124})
    void theSizeStaysWithinTheCapacityWhileOthersWorkAndClose(ChannelKind kind) {
        for (int round = 0; round < 20; round++) {
            Channel<Integer> channel = kind.open();
            List<Actor<Void>> senders = actors.startEach(2, "sender", number -> {
                for (int i = 0; i < 100; i++) {
                    channel.trySend(i);
                    channel.sendAll(List.of(i, i));
                }
                return null;
            });
            Actor<List<Integer>> receiver = actors.start("receiver", () -> receiveToTheEnd(channel));
            for (int i = 0; i < 200 + 20 * round; i++) {
                assertThat(channel.size()).isBetween(0, kind.capacity());
            }
            channel.close();
            for (int i = 0; i < 50; i++) {
                assertThat(channel.size()).isBetween(0, kind.capacity());
            }
            receiver.join();
            senders.forEach(Actor::hasFailed);
            assertThat(channel.size()).isZero();
        }
    }

    @Contract(told = true)
    @Behaviour(26)
    void theNameIsTheOneGivenOrAGeneratedOne(ChannelKind kind) {
        assertThat(kind.builder().name("orders").build().name()).isEqualTo("orders");
        assertThat(kind.open().name()).isNotEmpty().isNotEqualTo(kind.open().name());
    }

    @Contract(told = true)
    @Behaviour(108)
    void aNullMessageIsRefusedAndTheChannelUnchanged(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        int sent = fill(channel).size();
        assertThatThrownBy(() -> channel.send(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> channel.trySend(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> channel.trySend(null, Duration.ZERO)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> channel.trySend(1, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> channel.trySend(1, 1, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> channel.tryReceive(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> channel.tryReceive(1, null)).isInstanceOf(NullPointerException.class);
        assertThat(takeAll(channel)).hasSize(sent);
    }
}
