package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Timeouts by a clock of the test, and interrupts. */
class RingTimeoutTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration NANO = Duration.ofNanos(1);
    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final ManualClock clock = new ManualClock();
    private final List<Long> received = new ArrayList<>();
    private final Ring ring = Ring.builder().capacity(128).timeSource(clock).build();

    @Test
    void aTimedReceiveEndsAtItsDeadlineAndNotBefore() throws Exception {
        try (Actors actors = new Actors()) {
            Actor<Integer> receiver = actors.start("receiver", () -> ring.tryReceive(Bytes.into(received), 1, SECOND));
            endsAfterASecond(receiver);
            assertThat(receiver.join()).isZero();
        }
    }

    @Test
    void aTimedSendEndsAtItsDeadlineAndNotBefore() throws Exception {
        Bytes.fill(ring);
        try (Actors actors = new Actors()) {
            Actor<Boolean> sender = actors.start("sender", () -> ring.trySend(1, Bytes.of(1), 0, 8, SECOND));
            endsAfterASecond(sender);
            assertThat(sender.join()).isFalse();
        }
    }

    @Test
    void aTimedClaimEndsAtItsDeadlineAndNotBefore() throws Exception {
        Bytes.fill(ring);
        try (Actors actors = new Actors()) {
            Actor<Lease> claimer = actors.start("claimer", () -> ring.tryClaim(1, 8, SECOND));
            endsAfterASecond(claimer);
            assertThat(claimer.join()).isNull();
        }
        assertThat(ring.pendingClaims()).isEmpty();
    }

    private void endsAfterASecond(Actor<?> actor) throws InterruptedException {
        clock.awaitWaiters(1);
        clock.advance(SECOND.minus(NANO));
        clock.awaitWaiters(1);
        clock.advance(NANO);
    }

    @Test
    void zeroTriesAndATimeTooLongToCountMeansForEver() throws Exception {
        assertThat(ring.tryReceive(Bytes.into(received), 1, Duration.ZERO)).isZero();
        assertThat(ring.tryReceive(Bytes.into(received), 1, Duration.ofSeconds(-1)))
                .isZero();
        try (Actors actors = new Actors()) {
            Actor<Integer> receiver = actors.start("receiver", () -> ring.tryReceive(Bytes.into(received), 1, FOREVER));
            clock.awaitWaiters(1);
            clock.advance(Duration.ofDays(50_000));
            Bytes.send(ring, 1);
            assertThat(receiver.join()).isOne();
        }
        int sent = Bytes.fill(ring);
        assertThat(ring.trySend(1, Bytes.of(1), 0, 8, Duration.ZERO)).isFalse();
        assertThat(ring.tryClaim(1, 8, Duration.ZERO)).isNull();
        assertThat(Bytes.drain(ring)).hasSize(sent);
    }

    @Test
    void anInterruptEndsWaitsWithoutEffect() throws Exception {
        try (Actors actors = new Actors()) {
            Actor<Integer> receiver = actors.start("receiver", () -> ring.receive(Bytes.into(received), 1));
            clock.awaitWaiters(1);
            receiver.interrupt();
            assertThat(receiver.failure()).isInstanceOf(InterruptedException.class);
            int sent = Bytes.fill(ring);
            Actor<Lease> claimer = actors.start("claimer", () -> ring.claim(1, 8));
            clock.awaitWaiters(1);
            claimer.interrupt();
            assertThat(claimer.failure()).isInstanceOf(InterruptedException.class);
            assertThat(Bytes.drain(ring)).hasSize(sent);
        }
        assertThat(received).isEmpty();
    }

    @Test
    void whatCanBeDoneAtOnceIsDoneByAnInterruptedThread() throws Exception {
        try (Actors actors = new Actors()) {
            boolean stillInterrupted = actors.start("interrupted", () -> {
                        Thread.currentThread().interrupt();
                        Bytes.send(ring, 1);
                        ring.receive(Bytes.into(received), 1);
                        return Thread.currentThread().isInterrupted();
                    })
                    .join();
            assertThat(stillInterrupted).isTrue();
        }
        assertThat(received).containsExactly(1L);
    }
}
