package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.Behaviour;
import io.millrace.contract.Contract;
import io.millrace.contract.Contract.Kinds;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import io.millrace.support.ReachableObjects;
import io.millrace.support.Rounds;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What a channel keeps alive. */
class MemoryTest {

    private static final class Message {}

    private static long messagesReachableFrom(Channel<Message> channel) {
        return ReachableObjects.from(channel).stream()
                .filter(Message.class::isInstance)
                .count();
    }

    /** Sends and receives until every slot was used more than once. */
    private static void use(Channel<Message> channel, int messages) throws InterruptedException {
        try (Actors actors = new Actors()) {
            actors.run("sender", () -> {
                for (int i = 0; i < messages; i++) {
                    channel.send(new Message());
                }
            });
            for (int i = 0; i < messages; i++) {
                channel.receive();
            }
        }
    }

    @Contract
    @Behaviour(123)
    void noReceivedMessageIsReachableFromTheChannel(ChannelKind kind) throws InterruptedException {
        Channel<Message> channel = kind.open();
        use(channel, 5_000);
        assertThat(messagesReachableFrom(channel)).isZero();
    }

    @Contract(on = Kinds.BUFFERED)
    @Behaviour(123)
    void exactlyTheBufferedMessagesAreReachableFromTheChannel(ChannelKind kind) {
        Channel<Message> channel = kind.open();
        int sent = Math.min(100, kind.capacity());
        for (int i = 0; i < sent; i++) {
            channel.trySend(new Message());
        }
        assertThat(messagesReachableFrom(channel)).isEqualTo(sent);
        channel.cancel();
        assertThat(messagesReachableFrom(channel)).isZero();
    }

    @Contract
    @Behaviour(123)
    void aReceivedMessageIsCollectedWhileTheChannelLives(ChannelKind kind) throws InterruptedException {
        Channel<Message> channel = kind.open();
        WeakReference<Message> received = receiveOne(channel);
        Await.until("the message is collected", () -> {
            System.gc();
            return received.get() == null;
        });
        channel.close();
    }

    private static WeakReference<Message> receiveOne(Channel<Message> channel) throws InterruptedException {
        try (Actors actors = new Actors()) {
            actors.run("sender", () -> channel.send(new Message()));
            return new WeakReference<>(channel.receive());
        }
    }

    @Contract(on = Kinds.LIMITED)
    @Behaviour(113)
    void messagesThatWereRefusedAreNotReachableFromTheChannel(ChannelKind kind) throws InterruptedException {
        Channel<Integer> full = kind.open();
        while (full.trySend(0)) {}
        Set<Object> before = ReachableObjects.from(full);
        for (int i = 1; i < 1_000; i++) {
            full.trySend(1_000_000 + i, 1, TimeUnit.NANOSECONDS);
            Thread.currentThread().interrupt();
            try {
                full.send(1_000_000 + i);
            } catch (InterruptedException e) {
                continue;
            }
            throw new AssertionError("sent to a full channel");
        }
        // One waiter may be kept for the next thread that waits.
        assertThat(ReachableObjects.from(full)).hasSizeLessThanOrEqualTo(before.size() + 2);
    }

    @Contract(on = Kinds.UNBOUNDED)
    @Behaviour(44)
    void aLongLoopDoesNotGrowAnUnboundedChannel(ChannelKind kind) throws InterruptedException {
        Channel<Message> channel = kind.open();
        use(channel, 2_000);
        int before = ReachableObjects.from(channel).size();
        for (int i = 0; i < 100_000; i++) {
            channel.send(new Message());
            channel.receive();
        }
        assertThat(ReachableObjects.from(channel)).hasSizeLessThanOrEqualTo(before + 20);
    }

    @Contract(on = Kinds.SEGMENTED)
    @Behaviour(45)
    void anUnboundedChannelGivesItsBacklogsMemoryBack(ChannelKind kind) {
        Channel<Message> channel = kind.open();
        int idle = ReachableObjects.from(channel).size();
        for (int i = 0; i < 10_000; i++) {
            channel.trySend(new Message());
        }
        channel.drain(message -> {}, Integer.MAX_VALUE);
        assertThat(ReachableObjects.from(channel)).hasSizeLessThanOrEqualTo(idle + 20);
    }

    /** A segment may be added at the very moment of the close; whatever happens, every message comes out and none stays. */
    @Contract(on = Kinds.UNBOUNDED)
    @Behaviour(46)
    void closeRacingWithNewSegmentsLeavesNothing(ChannelKind kind) throws InterruptedException {
        for (int round = 0; round < Rounds.of(40); round++) {
            Channel<Message> channel = kind.open();
            try (Actors actors = new Actors()) {
                List<Actor<Integer>> senders = actors.startEach(3, "sender", number -> sendUntilClosed(channel));
                for (int i = 0; i < round * 3 % 100; i++) {
                    Thread.onSpinWait();
                }
                channel.close();
                int accepted = Actors.joinAll(senders).stream().mapToInt(i -> i).sum();
                List<Message> received = new ArrayList<>();
                channel.drain(received::add, Integer.MAX_VALUE);
                assertThat(received).hasSize(accepted);
                assertThat(channel.isClosedForReceive()).isTrue();
                assertThat(messagesReachableFrom(channel)).isZero();
            }
        }
    }

    private static int sendUntilClosed(Channel<Message> channel) {
        int accepted = 0;
        try {
            while (accepted < 10_000) {
                channel.trySend(new Message());
                accepted++;
            }
        } catch (ChannelClosedException e) {
            return accepted;
        }
        return accepted;
    }
}
