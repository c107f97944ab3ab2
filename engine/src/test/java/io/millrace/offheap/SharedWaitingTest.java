package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.ChannelClosedException;
import io.millrace.Waiting;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import io.millrace.support.ThreadKind;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How the owners of a ring between processes wait: each as it was told when it was opened. */
class SharedWaitingTest extends SharedRingFixture {

    private static final int LOOKS = 1_000;

    static Stream<Waiting> waitings() {
        return Stream.of(Waiting.adaptive(), Waiting.spin(), Waiting.park());
    }

    @ParameterizedTest
    @MethodSource("waitings")
    void aReceiverWaitsForAMessage(Waiting waiting) {
        SharedSender sender = ring.openSender();
        SharedReceiver receiver = ring.openReceiver(waiting);
        try (Actors actors = new Actors()) {
            Actor<Integer> waits = actors.start("receiver", () -> receiver.receive(collect, 1));
            awaitWaiting(waits, waiting);
            trySend(sender, 4);
            assertThat(waits.join()).isOne();
        }
        assertThat(received).containsExactly(4L);
    }

    @ParameterizedTest
    @MethodSource("waitings")
    void aSenderWaitsForRoom(Waiting waiting) {
        SharedSender sender = ring.openSender(waiting);
        SharedReceiver receiver = ring.openReceiver();
        int sent = fill(sender);
        try (Actors actors = new Actors()) {
            Actor<Void> waits = actors.run("sender", () -> sender.send(1, bytes, 0, 8));
            awaitWaiting(waits, waiting);
            receiver.tryReceive(collect, 100);
            waits.join();
        }
        receiver.tryReceive(collect, 100);
        assertThat(received).hasSize(sent + 1);
    }

    /** One that spins is never seen asleep; the others are. */
    private static void awaitWaiting(Actor<?> actor, Waiting waiting) {
        if (waiting.parks()) {
            actor.awaitBlocked();
            return;
        }
        int[] looks = {0};
        Await.until("it has not slept for long", () -> {
            assertThat(actor.hasEnded()).isFalse();
            return ++looks[0] == LOOKS;
        });
    }

    @Test
    void oneThatSpinsNeverSleeps() {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "on one processor nobody spins");
        SharedSender sender = ring.openSender();
        SharedReceiver receiver = ring.openReceiver(Waiting.spin());
        try (Actors actors = new Actors()) {
            Actor<Integer> waits = actors.start("receiver", () -> receiver.receive(collect, 1));
            for (int looks = 0; looks < LOOKS; looks++) {
                assertThat(waits.thread().getState()).isNotEqualTo(Thread.State.TIMED_WAITING);
                Thread.yield();
            }
            trySend(sender, 4);
            waits.join();
        }
    }

    @ParameterizedTest
    @MethodSource("waitings")
    void aWaitEndsAtItsTimeout(Waiting waiting) throws InterruptedException {
        SharedSender sender = ring.openSender(waiting);
        SharedReceiver receiver = ring.openReceiver(waiting);

        assertThat(receiver.tryReceive(collect, 1, Duration.ofMillis(2))).isZero();
        fill(sender);
        assertThat(sender.trySend(1, bytes, 0, 8, Duration.ofMillis(2))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("waitings")
    void anInterruptEndsAWait(Waiting waiting) {
        SharedSender sender = ring.openSender(waiting);
        SharedReceiver receiver = ring.openReceiver(waiting);
        try (Actors actors = new Actors()) {
            Actor<Integer> receives = actors.start("receiver", () -> receiver.receive(collect, 1));
            awaitWaiting(receives, waiting);
            receives.interrupt();
            assertThat(receives.failure()).isInstanceOf(InterruptedException.class);
            fill(sender);
            Actor<Void> sends = actors.run("sender", () -> sender.send(1, bytes, 0, 8));
            awaitWaiting(sends, waiting);
            sends.interrupt();
            assertThat(sends.failure()).isInstanceOf(InterruptedException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("waitings")
    void shutdownAndFencingEndAWait(Waiting waiting) {
        SharedSender sender = ring.openSender(waiting);
        SharedReceiver receiver = ring.openReceiver(waiting);
        try (Actors actors = new Actors()) {
            fill(sender);
            Actor<Void> sends = actors.run("sender", () -> sender.send(1, bytes, 0, 8));
            awaitWaiting(sends, waiting);
            ring.fence(sender.lane(), sender.epoch());
            assertThat(sends.failure()).hasMessageContaining("was fenced");
            receiver.tryReceive(collect, 100);
            Actor<Integer> receives = actors.start("receiver", () -> receiver.receive(collect, 1));
            awaitWaiting(receives, waiting);
            ring.shutdown();
            assertThat(receives.failure()).isInstanceOf(ChannelClosedException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("waitings")
    void closingTheHandleEndsAWait(Waiting waiting) {
        SharedReceiver receiver = ring.openReceiver(waiting);
        try (Actors actors = new Actors()) {
            Actor<Integer> waits = actors.start("receiver", () -> receiver.receive(collect, 1));
            awaitWaiting(waits, waiting);
            ring.close();
            assertThat(waits.failure()).hasMessageContaining("is closed in this process");
        }
    }

    @ParameterizedTest
    @MethodSource("waitings")
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadsSleepWhateverTheyWereTold(Waiting waiting) {
        SharedSender sender = ring.openSender();
        SharedReceiver receiver = ring.openReceiver(waiting);
        try (Actors actors = new Actors(ThreadKind.VIRTUAL)) {
            Actor<Integer> waits = actors.start("receiver", () -> receiver.receive(collect, 1));
            waits.awaitBlocked();
            trySend(sender, 4);
            assertThat(waits.join()).isOne();
        }
    }

    @Test
    void noWaitingIsRefused() {
        assertThatThrownBy(() -> ring.openSender(null)).hasMessage("waiting");
        assertThatThrownBy(() -> ring.openReceiver(null)).hasMessage("waiting");
    }
}
