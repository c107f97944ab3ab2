package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelKind;
import io.millrace.contract.Contract.Kinds;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The operations that never wait. */
class TryContractTest extends ChannelContract {

    @Contract(on = Kinds.BOUNDED, told = true)
    @Behaviour({2, 5})
    void trySendReportsFullAtExactlyTheCapacity(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        int accepted = 0;
        while (channel.trySend(accepted)) {
            accepted++;
        }
        assertThat(accepted).isEqualTo(kind.capacity());
    }

    @Contract(on = Kinds.LIMITED, told = true)
    @Behaviour({5, 30})
    void aMessageRefusedAsFullIsNotReceivedLater(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        List<Integer> sent = fill(channel);
        assertThat(channel.trySend(-1)).isFalse();
        assertThat(takeAll(channel)).isEqualTo(sent);
    }

    @Contract(on = Kinds.BOUNDED, told = true)
    @Behaviour(5)
    void trySendSucceedsAgainAfterOneReceive(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        fill(channel);
        channel.receive();
        assertThat(channel.trySend(7)).isTrue();
        assertThat(channel.trySend(8)).isFalse();
    }

    @Contract(on = Kinds.UNBOUNDED)
    @Behaviour(42)
    void anUnboundedChannelIsNeverFull(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        for (int i = 0; i < 10_000; i++) {
            assertThat(channel.trySend(i)).isTrue();
        }
        assertThat(channel.isFull()).isFalse();
    }

    @Contract(told = true)
    @Behaviour({6, 30})
    void tryReceiveReportsNothingWhileTheChannelIsEmptyAndOpen(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        assertThat(channel.tryReceive()).isNull();
        assertThat(channel.tryReceive()).isNull();
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour({6, 19})
    void tryReceiveTakesWhatThisThreadHasSent(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        for (int i = 0; i < 3_000; i++) {
            assertThat(channel.trySend(i)).isTrue();
            assertThat(channel.tryReceive()).isEqualTo(i);
        }
    }

    @Contract(told = true)
    @Behaviour({6, 96})
    void tryReceiveThrowsOnceClosedAndDrained(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        List<Integer> sent = fill(channel);
        channel.close();
        for (Integer message : sent) {
            assertThat(channel.tryReceive()).isEqualTo(message);
        }
        assertThatThrownBy(channel::tryReceive).isInstanceOf(ChannelClosedException.class);
    }

    @Contract(on = Kinds.RENDEZVOUS)
    @Behaviour({30, 31})
    void trySendSucceedsWhileAReceiverIsBlocked(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        assertThat(channel.trySend(1)).isFalse();
        Actor<Integer> receiver = blockedReceiver(channel);
        assertThat(channel.trySend(2)).isTrue();
        assertThat(receiver.join()).isEqualTo(2);
        assertThat(channel.trySend(3)).isFalse();
    }

    @Contract(on = Kinds.LIMITED)
    @Behaviour(30)
    void tryReceiveTakesTheMessageOfABlockedSender(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        int buffered = fill(channel).size();
        Actor<Void> sender = blockedSender(channel, -1);
        assertThat(channel.tryReceive()).isNotNull();
        sender.join();
        assertThat(takeAll(channel)).hasSize(kind.isRendezvous() ? 0 : buffered);
    }

    /** The capacity covers all threads and each puts one in before it takes one out, so there always is one for it. */
    @Contract(on = Kinds.BUFFERED)
    @Behaviour({19, 100})
    void whoHasSentFindsAMessageWithoutANewOperationOfAnother(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        int threads = Math.min(4, kind.capacity());
        int rounds = 2_000;
        Actors.joinAll(actors.startEach(threads, "thread", number -> {
            for (int i = 0; i < rounds; i++) {
                channel.send(i);
                while (channel.tryReceive() == null) {
                    Thread.onSpinWait();
                }
            }
            return null;
        }));
        assertThat(channel.size()).isZero();
    }

    @Contract(on = Kinds.BUFFERED)
    @Behaviour({20, 100})
    void oneOfTwoRacingTryReceivesGetsTheOnlyMessage(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.open();
        CyclicBarrier barrier = new CyclicBarrier(3);
        int rounds = 500;
        AtomicInteger taken = new AtomicInteger();
        actors.startEach(2, "taker", number -> {
            for (int i = 0; i < rounds; i++) {
                barrier.await();
                if (channel.tryReceive() != null) {
                    taken.incrementAndGet();
                }
                barrier.await();
            }
            return null;
        });
        for (int i = 0; i < rounds; i++) {
            channel.send(i);
            barrier.await();
            barrier.await();
            assertThat(taken.getAndSet(0)).isEqualTo(1);
        }
    }

    @Contract(on = Kinds.BOUNDED)
    @Behaviour({5, 100})
    void oneOfTwoRacingTrySendsGetsTheLastPlace(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.open();
        fill(channel);
        CyclicBarrier barrier = new CyclicBarrier(3);
        int rounds = 500;
        AtomicInteger accepted = new AtomicInteger();
        actors.startEach(2, "sender", number -> {
            for (int i = 0; i < rounds; i++) {
                barrier.await();
                if (channel.trySend(i)) {
                    accepted.incrementAndGet();
                }
                barrier.await();
            }
            return null;
        });
        for (int i = 0; i < rounds; i++) {
            channel.receive();
            barrier.await();
            barrier.await();
            assertThat(accepted.getAndSet(0)).isEqualTo(1);
        }
    }

    @Contract(on = Kinds.RENDEZVOUS)
    @Behaviour({30, 32})
    void everyAcceptedTrySendReachesTheReceiver(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        int messages = 500;
        Actor<List<Integer>> receiver = actors.start("receiver", () -> receiveToTheEnd(channel));
        for (int i = 0; i < messages; i++) {
            while (!channel.trySend(i)) {
                Thread.onSpinWait();
            }
        }
        channel.close();
        assertThat(receiver.join())
                .isEqualTo(IntStream.range(0, messages).boxed().toList());
    }
}
