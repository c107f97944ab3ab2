package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.Behaviour;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import io.millrace.support.ManualClock;
import io.millrace.support.StrictParker;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ways to wait. At most two threads wait at a time, as spinning ones take a core each. */
class WaitingTest {

    private final ManualClock clock = new ManualClock(0);
    private final StrictParker parker = new StrictParker(clock);
    private final Actors actors = new Actors();

    static Stream<ChannelKind> flavors() {
        return Stream.of(
                ChannelKind.bounded(1), ChannelKind.bounded(64), ChannelKind.rendezvous(), ChannelKind.unbounded());
    }

    static Stream<ChannelKind> flavorsThatCanBeFull() {
        return flavors().filter(kind -> !kind.isUnbounded());
    }

    @AfterEach
    void everyThreadHasEnded() {
        actors.close();
    }

    private Channel<Integer> open(ChannelKind kind, Waiting waiting) {
        return kind.waiting(waiting)
                .<Integer>builder()
                .parker(parker)
                .clock(clock)
                .build();
    }

    @ParameterizedTest
    @MethodSource("flavors")
    void spinningThreadsNeverPark(ChannelKind kind) throws InterruptedException {
        Channel<Integer> ping = open(kind, Waiting.spin());
        Channel<Integer> pong = open(kind, Waiting.spin());
        actors.run("answerer", () -> {
            for (int i = 0; i < 200; i++) {
                pong.send(ping.receive());
            }
        });
        for (int i = 0; i < 200; i++) {
            ping.send(i);
            assertThat(pong.receive()).isEqualTo(i);
        }
        assertThat(parker.parks()).isZero();
        assertThat(parker.unparks()).isZero();
    }

    @ParameterizedTest
    @MethodSource("flavors")
    @Behaviour(15)
    void closeEndsASpinningReceive(ChannelKind kind) {
        Channel<Integer> channel = open(kind, Waiting.spin());
        Actor<Integer> receiver = startAndAwaitRunning(channel::receive);
        channel.close();
        assertThat(receiver.failure()).isInstanceOf(ChannelClosedException.class);
    }

    @ParameterizedTest
    @MethodSource("flavorsThatCanBeFull")
    @Behaviour(14)
    void closeEndsASpinningSend(ChannelKind kind) {
        Channel<Integer> channel = open(kind, Waiting.spin());
        while (channel.trySend(0)) {}
        Actor<Void> sender = startAndAwaitRunning(() -> {
            channel.send(1);
            return null;
        });
        channel.close();
        assertThat(sender.failure()).isInstanceOf(ChannelClosedException.class);
    }

    /** A spinning sender may stand where a receiver would find it at once; close must end that too before it returns. */
    @ParameterizedTest
    @MethodSource("flavorsThatCanBeFull")
    @Behaviour({37, 115, 117})
    void noMessageOfASpinningSenderIsReceivedOnceCloseHasReturned(ChannelKind kind) {
        for (int round = 0; round < 200; round++) {
            Channel<Integer> channel = open(kind, Waiting.spin());
            while (channel.trySend(0)) {}
            Actor<Void> sender = startAndAwaitRunning(() -> {
                channel.send(1);
                return null;
            });
            for (int i = 0; i < round * 10; i++) {
                Thread.onSpinWait();
            }
            channel.close();
            assertThat(channel.drain(message -> assertThat(message).isZero(), Integer.MAX_VALUE))
                    .isEqualTo(kind.capacity());
            assertThat(sender.failure()).isInstanceOf(ChannelClosedException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("flavors")
    @Behaviour(110)
    void interruptEndsASpinningReceive(ChannelKind kind) {
        Channel<Integer> channel = open(kind, Waiting.spin());
        Actor<Integer> receiver = startAndAwaitRunning(channel::receive);
        receiver.interrupt();
        assertThat(receiver.failure()).isInstanceOf(InterruptedException.class);
        assertThat(channel.tryReceive()).isNull();
    }

    @ParameterizedTest
    @MethodSource("flavors")
    @Behaviour(9)
    void theClockEndsASpinningReceive(ChannelKind kind) {
        Channel<Integer> channel = open(kind, Waiting.spin());
        Actor<Integer> receiver = startAndAwaitRunning(() -> channel.tryReceive(10, TimeUnit.NANOSECONDS));
        Await.until("the time is up", () -> {
            clock.advance(1); // one by one, as the receiver may not have read the clock yet
            return receiver.hasEnded();
        });
        assertThat(receiver.join()).isNull();
        assertThat(clock.nanoTime()).isGreaterThanOrEqualTo(10);
        assertThat(parker.parks()).isZero();
    }

    private <R> Actor<R> startAndAwaitRunning(Callable<R> body) {
        boolean[] running = new boolean[1];
        Actor<R> actor = actors.start("spinner", () -> {
            synchronized (running) {
                running[0] = true;
            }
            return body.call();
        });
        Await.until("the thread runs", () -> {
            synchronized (running) {
                return running[0];
            }
        });
        return actor;
    }

    @ParameterizedTest
    @MethodSource("flavors")
    @Behaviour(8)
    void adaptiveThreadsParkInTheEnd(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = open(kind, Waiting.adaptive());
        Actor<Integer> receiver = actors.start("receiver", channel::receive).awaitBlocked();
        assertThat(parker.parks()).isEqualTo(1);
        channel.send(1);
        assertThat(receiver.join()).isEqualTo(1);
        assertThat(parker.unparks()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("flavorsThatCanBeFull")
    @Behaviour(7)
    void eachSideWaitsInItsOwnWay(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.<Integer>builder()
                .sendWaiting(Waiting.park())
                .receiveWaiting(Waiting.spin())
                .parker(parker)
                .clock(clock)
                .build();
        while (channel.trySend(0)) {}
        Actor<Void> sender = actors.run("sender", () -> channel.send(0)).awaitBlocked();
        assertThat(parker.parks()).isEqualTo(1);
        channel.receive();
        sender.join();
        channel.drain(message -> {}, Integer.MAX_VALUE);
        Actor<Integer> receiver = startAndAwaitRunning(channel::receive);
        channel.send(2);
        assertThat(receiver.join()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("flavors")
    @Behaviour(20)
    void mixedWaitsLoseNoMessage(ChannelKind kind) {
        for (Waiting sendWaiting : List.of(Waiting.park(), Waiting.adaptive())) {
            Channel<Integer> channel = kind.<Integer>builder()
                    .sendWaiting(sendWaiting)
                    .receiveWaiting(sendWaiting == Waiting.park() ? Waiting.adaptive() : Waiting.park())
                    .build();
            List<Actor<Void>> senders = actors.startEach(2, "sender", number -> {
                for (int i = 0; i < 500; i++) {
                    channel.send(1);
                }
                return null;
            });
            Actor<Integer> receiver = actors.start("receiver", () -> {
                int sum = 0;
                for (int i = 0; i < 1_000; i++) {
                    sum += channel.receive();
                }
                return sum;
            });
            Actors.joinAll(senders);
            assertThat(receiver.join()).isEqualTo(1_000);
        }
    }
}
