package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelKind;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.Sender;
import io.millrace.ThreadRoleException;
import io.millrace.contract.Contract.Kinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** Channels that were promised a single producer or a single consumer: misuse is told, and so is a thread that waits for itself. */
class SoleThreadContractTest extends ChannelContract {

    @Contract(on = Kinds.BOUNDED)
    void theOnlyConsumerIsToldThatItWouldWaitForRoomItselfMakes(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.<Integer>builder().singleConsumer().build();
        channel.send(1);
        assertThat(channel.receive()).isEqualTo(1);
        List<Integer> sent = fill(channel);
        assertThatThrownBy(() -> channel.send(99))
                .isInstanceOf(ThreadRoleException.class)
                .hasMessageContaining("is full")
                .hasMessageContaining(Thread.currentThread().getName())
                .hasMessageContaining("wait for itself");
        assertThat(takeAll(channel)).isEqualTo(sent);
    }

    @Contract(on = Kinds.RENDEZVOUS)
    void theOnlyConsumerOfARendezvousIsToldThatItWouldWaitForItself(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.<Integer>builder().singleConsumer().build();
        assertThat(channel.tryReceive()).isNull();
        assertThatThrownBy(() -> channel.send(99))
                .isInstanceOf(ThreadRoleException.class)
                .hasMessageContaining("wait for itself");
    }

    @Contract
    void theOnlyProducerIsToldThatItWouldWaitForAMessageItselfSends(ChannelKind kind) {
        Channel<Integer> channel = kind.<Integer>builder().singleProducer().build();
        channel.trySend(1);
        channel.tryReceive();
        assertThatThrownBy(channel::receive)
                .isInstanceOf(ThreadRoleException.class)
                .hasMessageContaining("is empty")
                .hasMessageContaining(Thread.currentThread().getName());
        assertThatThrownBy(() -> channel.forEach(message -> {})).isInstanceOf(ThreadRoleException.class);
        assertThat(channel.isClosedForSend()).isFalse();
    }

    @Contract(on = Kinds.BOUNDED)
    void aWaitWithATimeLimitIsNotRefused(ChannelKind kind) throws Exception {
        Channel<Integer> channel =
                kind.<Integer>builder().singleConsumer().singleProducer().build();
        assertThat(channel.tryReceive(Duration.ofNanos(1))).isNull();
        fill(channel);
        assertThat(channel.trySend(99, Duration.ofNanos(1))).isFalse();
    }

    @Contract(on = Kinds.BOUNDED)
    void aBatchThatWouldWaitForItselfSaysHowFarItCame(ChannelKind kind) {
        Channel<Integer> channel = kind.<Integer>builder().singleConsumer().build();
        assertThat(channel.tryReceive()).isNull();
        List<Integer> tooMany =
                IntStream.rangeClosed(0, channel.capacity()).boxed().toList();
        assertThatThrownBy(() -> channel.sendAll(tooMany))
                .isInstanceOf(ThreadRoleException.class)
                .hasMessageContaining("accepted were " + channel.capacity() + " of " + tooMany.size());
        assertThat(takeAll(channel)).isEqualTo(tooMany.subList(0, channel.capacity()));
    }

    @Contract
    void aSecondConsumerIsRefusedAndTakesNothing(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.<Integer>builder().singleConsumer().build();
        Receiver<Integer> handle = channel.attachReceiver();
        assertThat(channel.tryReceive()).isNull();
        channel.trySend(1);
        actors.run("second", () -> {
                    assertRefused(channel::receive);
                    assertRefused(channel::tryReceive);
                    assertRefused(() -> channel.tryReceive(Duration.ofDays(1)));
                    assertRefused(() -> channel.drain(message -> {}, 1));
                    assertRefused(() -> channel.receiveBatch(message -> {}, 1));
                    assertRefused(() -> channel.asBlockingQueue().poll());
                    assertRefused(handle::tryReceive);
                    Select select = Select.fair();
                    select.onReceive(channel);
                    assertRefused(select::poll);
                })
                .join();
        if (!kind.isRendezvous()) {
            assertThat(channel.receive()).isEqualTo(1);
        }
    }

    @Contract
    void whatAnyThreadWouldTakeIsRefused(ChannelKind kind) {
        Channel<Integer> channel = kind.<Integer>builder().singleConsumer().build();
        assertRefused(channel::receiveAsync);
    }

    @Contract
    void aSecondProducerIsRefusedAndSendsNothing(ChannelKind kind) {
        Channel<Integer> channel = kind.<Integer>builder().singleProducer().build();
        channel.trySend(1);
        channel.tryReceive();
        actors.run("second", () -> {
                    assertRefused(() -> channel.send(2));
                    assertRefused(() -> channel.trySend(2));
                    assertRefused(() -> channel.trySend(2, Duration.ofDays(1)));
                    assertRefused(() -> channel.trySendAll(new Integer[] {2}, 0, 1));
                    assertRefused(() -> channel.sendAll(List.of(2)));
                    assertRefused(() -> channel.attachSender().trySend(2));
                    Select select = Select.biased();
                    select.onSend(channel, () -> 2);
                    assertRefused(select::poll);
                })
                .join();
        assertThat(channel.tryReceive()).isNull();
    }

    @Contract
    void anotherThreadTakesOverFromOneThatHasEnded(ChannelKind kind) {
        Channel<Integer> channel =
                kind.<Integer>builder().singleProducer().singleConsumer().build();
        actors.run("first", () -> {
                    channel.trySend(1);
                    channel.tryReceive();
                })
                .join();
        channel.trySend(2);
        assertThat(channel.tryReceive()).isEqualTo(kind.isRendezvous() ? null : 2);
    }

    @Contract
    void theNextThreadTakesOverWhatWasReleased(ChannelKind kind) {
        Channel<Integer> channel =
                kind.<Integer>builder().singleProducer().singleConsumer().build();
        Sender<Integer> sender = channel.attachSender();
        Receiver<Integer> receiver = channel.attachReceiver();
        for (int round = 0; round < 10; round++) {
            channel.trySend(2 * round);
            assertThat(channel.tryReceive()).isEqualTo(kind.isRendezvous() ? null : (Integer) (2 * round));
            channel.releaseProducer();
            receiver.releaseConsumer();
            int next = 2 * round + 1;
            actors.run("next", () -> {
                        channel.trySend(next);
                        assertThat(channel.tryReceive()).isEqualTo(kind.isRendezvous() ? null : (Integer) next);
                        sender.releaseProducer();
                        channel.releaseConsumer();
                    })
                    .join();
        }
    }

    @Contract
    void whatNobodyHasIsReleasedWithoutEffect(ChannelKind kind) {
        Channel<Integer> channel =
                kind.<Integer>builder().singleProducer().singleConsumer().build();
        channel.releaseProducer();
        channel.releaseConsumer();
        channel.trySend(1);
        channel.tryReceive();
        channel.releaseProducer();
        channel.releaseProducer();
        channel.releaseConsumer();
        channel.releaseConsumer();
        Channel<Integer> untold = kind.<Integer>builder().build();
        untold.trySend(1);
        untold.releaseProducer();
        untold.releaseConsumer();
    }

    @Contract
    void onlyTheThreadThatHasARoleReleasesIt(ChannelKind kind) {
        Channel<Integer> channel =
                kind.<Integer>builder().singleProducer().singleConsumer().build();
        channel.trySend(1);
        channel.tryReceive();
        actors.run("other", () -> {
                    assertThatThrownBy(channel::releaseProducer)
                            .isInstanceOf(ThreadRoleException.class)
                            .hasMessageContaining("only that thread can call releaseProducer()");
                    assertThatThrownBy(channel::releaseConsumer)
                            .isInstanceOf(ThreadRoleException.class)
                            .hasMessageContaining("only that thread can call releaseConsumer()");
                    assertRefused(() -> channel.trySend(2));
                    assertRefused(channel::tryReceive);
                })
                .join();
    }

    @Contract
    void aRefusedThreadIsToldHowToTakeOver(ChannelKind kind) {
        Channel<Integer> channel =
                kind.<Integer>builder().singleProducer().singleConsumer().build();
        channel.trySend(1);
        channel.tryReceive();
        actors.run("other", () -> {
                    assertThatThrownBy(() -> channel.trySend(2)).hasMessageContaining("releaseProducer()");
                    assertThatThrownBy(channel::tryReceive).hasMessageContaining("releaseConsumer()");
                })
                .join();
    }

    @Contract(on = Kinds.BOUNDED)
    void aDrainWhoseHandlerHandsTheRoleOverTakesNoMore(ChannelKind kind) {
        Channel<Integer> channel = kind.<Integer>builder().singleConsumer().build();
        List<Integer> sent = fill(channel);
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch drained = new CountDownLatch(1);
        List<Integer> received = new ArrayList<>();
        assertRefused(() -> channel.drain(
                message -> {
                    received.add(message);
                    channel.releaseConsumer();
                    actors.run("next", () -> {
                        assertThat(channel.drain(next -> {}, 1)).isEqualTo(sent.size() > 1 ? 1 : 0);
                        taken.countDown();
                        drained.await();
                    });
                    awaitUninterruptibly(taken);
                },
                2));
        drained.countDown();
        assertThat(received).isEqualTo(sent.subList(0, 1));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Contract
    void anyThreadMayCloseAndCancel(ChannelKind kind) {
        Channel<Integer> channel =
                kind.<Integer>builder().singleProducer().singleConsumer().build();
        channel.trySend(1);
        channel.tryReceive();
        fill(channel);
        actors.run("closer", channel::close).join();
        actors.run("canceller", channel::cancel).join();
        assertThat(channel.isClosedForReceive()).isTrue();
    }

    private static void assertRefused(Attempt attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOf(ThreadRoleException.class)
                .hasMessageContaining("was built for a single");
    }

    private interface Attempt {
        void run() throws Exception;
    }
}
