package io.millrace.timers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Receiver;
import io.millrace.TimeSource;
import io.millrace.Timers;
import io.millrace.contract.Behaviour;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import io.millrace.testkit.ManualClock;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Timers with one message. */
class AfterTest extends TimersTest {

    @Test
    @Behaviour(48)
    void itHoldsOneMessageFromWhenItIsDueUntilItIsTaken() {
        Receiver<Instant> timer = clock.after(millis(10));
        assertThat(timer.capacity()).isEqualTo(1);
        assertHolds(timer, 0);
        clock.advance(millis(10).minusNanos(1));
        assertHolds(timer, 0);
        clock.advance(Duration.ofNanos(1));
        assertHolds(timer, 1);
        timer.tryReceive();
        assertHolds(timer, 0);
    }

    private static void assertHolds(Receiver<Instant> timer, int messages) {
        assertThat(timer.size()).isEqualTo(messages);
        assertThat(timer.isEmpty()).isEqualTo(messages == 0);
        assertThat(timer.isFull()).isEqualTo(messages == 1);
        assertThat(timer.stats().buffered()).isEqualTo(messages);
    }

    @Test
    @Behaviour(49)
    void theMessageIsTheDueTimeHoweverLateItIsTaken() {
        Receiver<Instant> timer = clock.after(millis(10));
        clock.advance(millis(25));
        assertThat(timer.tryReceive()).isEqualTo(START.plusMillis(10));
    }

    @Test
    @Behaviour(49)
    void theMessageOfAMomentIsThatMoment() {
        Instant past = START.minusSeconds(5);
        assertThat(clock.at(past).tryReceive()).isEqualTo(past);

        Receiver<Instant> timer = clock.at(START.plusMillis(10));
        assertThat(timer.tryReceive()).isNull();
        clock.advance(millis(10));
        assertThat(timer.tryReceive()).isEqualTo(START.plusMillis(10));
    }

    @Test
    @Behaviour({49, 50})
    void afterItsOneMessageItIsEmptyForEverAndNotClosed() throws InterruptedException {
        Receiver<Instant> timer = clock.after(millis(1));
        clock.advance(millis(1));
        assertThat(timer.receive()).isNotNull();
        clock.advance(Duration.ofDays(365));
        assertThat(timer.tryReceive()).isNull();
        assertThat(timer.tryReceive(Duration.ZERO)).isNull();
        assertThat(timer.drain(message -> {}, 10)).isZero();
        assertThat(timer.isClosedForReceive()).isFalse();
        assertThat(timer.isClosedForSend()).isFalse();
    }

    @Test
    @Behaviour(50)
    void afterItsOneMessageATimedReceiveWaitsItsTime() throws InterruptedException {
        Receiver<Instant> timer = clock.after(Duration.ZERO);
        timer.receive();
        Actor<Instant> receiver = actors.start("receiver", () -> timer.tryReceive(millis(5)));
        clock.awaitWaiters(1);
        clock.advance(millis(5).minusNanos(1));
        clock.awaitWaiters(1);
        clock.advance(Duration.ofNanos(1));
        assertThat(receiver.join()).isNull();
    }

    @Test
    @Behaviour(49)
    void aBlockedReceiveEndsExactlyWhenTheMessageIsDue() throws InterruptedException {
        Receiver<Instant> timer = clock.after(millis(10));
        Actor<Instant> receiver = blockedReceiver(timer);
        clock.advance(millis(10).minusNanos(1));
        clock.awaitWaiters(1);
        clock.advance(Duration.ofNanos(1));
        assertThat(receiver.join()).isEqualTo(START.plusMillis(10));
    }

    @Test
    @Behaviour(49)
    void aTimedReceiveEndsAtItsTimeOrWhenTheMessageIsDue() throws InterruptedException {
        Receiver<Instant> timer = clock.after(millis(10));
        Actor<Instant> early = actors.start("early", () -> timer.tryReceive(9, TimeUnit.MILLISECONDS));
        clock.awaitWaiters(1);
        clock.advance(millis(9));
        assertThat(early.join()).isNull();

        Actor<Instant> late = actors.start("late", () -> timer.tryReceive(20, TimeUnit.MILLISECONDS));
        clock.awaitWaiters(1);
        clock.advance(millis(1));
        assertThat(late.join()).isEqualTo(START.plusMillis(10));
    }

    @Test
    @Behaviour(49)
    void aTimedReceiveThatEndsWhenTheMessageIsDueGetsIt() throws InterruptedException {
        for (int round = 0; round < 50; round++) {
            Receiver<Instant> timer = clock.after(millis(10));
            Actor<Instant> receiver = actors.start("receiver", () -> timer.tryReceive(millis(10)));
            clock.awaitWaiters(1);
            clock.advance(millis(10));
            assertThat(receiver.join()).isNotNull();
        }
    }

    @Test
    @Behaviour(51)
    void ofSeveralBlockedThreadsOneGetsTheMessage() throws InterruptedException {
        Receiver<Instant> timer = clock.after(millis(10));
        List<Actor<Instant>> receivers = actors.startEach(4, "receiver", number -> timer.tryReceive(millis(20)));
        clock.awaitWaiters(4);
        clock.advance(millis(10));
        clock.awaitWaiters(3);
        clock.advance(millis(10));
        assertThat(Actors.joinAll(receivers))
                .containsOnlyOnce(START.plusMillis(10))
                .containsOnly(START.plusMillis(10), null);
    }

    @Test
    @Behaviour(52)
    void noDelayOrAPastMomentIsReadyAtOnce() throws InterruptedException {
        assertThat(clock.after(Duration.ZERO).tryReceive()).isEqualTo(START);
        assertThat(clock.after(Duration.ofSeconds(-1)).receive()).isEqualTo(START);
        assertThat(clock.after(Duration.ofSeconds(Long.MIN_VALUE)).receive()).isEqualTo(START);
        assertThat(clock.at(START).receive()).isEqualTo(START);
        assertThat(clock.at(Instant.MIN).receive()).isEqualTo(Instant.MIN);
    }

    @Test
    @Behaviour(55)
    void aDelayTooLongToCountNeverEnds() {
        List<Receiver<Instant>> timers =
                List.of(clock.after(FOR_EVER), clock.after(Duration.ofNanos(Long.MAX_VALUE)), clock.at(Instant.MAX));
        for (int years = 0; years < 1_000; years += 100) {
            clock.advance(Duration.ofDays(36_500));
            for (Receiver<Instant> timer : timers) {
                assertThat(timer.tryReceive()).isNull();
            }
        }
    }

    @Test
    @Behaviour(55)
    void aBlockedReceiveFromATimerThatNeverFiresStaysBlocked() throws InterruptedException {
        Receiver<Instant> timer = clock.after(FOR_EVER);
        Actor<Instant> receiver = actors.start("receiver", timer::receiveOrNull);
        clock.awaitWaiters(1);
        clock.advance(Duration.ofDays(36_500));
        clock.awaitWaiters(1);
        timer.close();
        assertThat(receiver.join()).isNull();
    }

    @Test
    @Behaviour(55)
    void aLongDelayEndsThoughTheClockOverflows() {
        Duration century = Duration.ofDays(36_500);
        Receiver<Instant> timer = clock.after(century);
        clock.advance(century.minusNanos(1));
        assertThat(timer.tryReceive()).isNull();
        clock.advance(Duration.ofNanos(1));
        assertThat(timer.tryReceive()).isEqualTo(START.plus(century));
    }

    @Test
    @Behaviour(56)
    void timersStartNoThread() {
        ThreadGroup group = new ThreadGroup("timers");
        Thread[] running = new Thread[10];
        int[] count = new int[1];
        Thread user = new Thread(group, () -> {
            for (int i = 0; i < 1_000; i++) {
                Timers.after(Duration.ofNanos(i)).drain(message -> {}, 1);
                Timers.tick(Duration.ofNanos(i)).drain(message -> {}, 1);
            }
            count[0] = group.enumerate(running);
        });
        actors.run("starter", () -> {
                    user.start();
                    user.join();
                })
                .join();
        assertThat(count[0]).isEqualTo(1);
        assertThat(running[0]).isSameAs(user);
    }

    @Test
    @Behaviour(56)
    void nothingKeepsADroppedTimerAlive() throws InterruptedException {
        List<WeakReference<Receiver<Instant>>> dropped =
                List.of(used(TimeSource.system(), Duration.ofDays(1)), used(clock, Duration.ofDays(1)));
        Await.until("the timers are collected", () -> {
            System.gc();
            return dropped.stream().allMatch(timer -> timer.get() == null);
        });
    }

    private WeakReference<Receiver<Instant>> used(TimeSource source, Duration delay) throws InterruptedException {
        Receiver<Instant> timer = source.after(delay);
        assertThat(timer.tryReceive(source instanceof ManualClock ? 0 : 1, TimeUnit.MILLISECONDS))
                .isNull();
        return new WeakReference<>(timer);
    }

    @Test
    @Behaviour(49)
    void theRealTimerFiresNoEarlierThanAsked() throws InterruptedException {
        long start = System.nanoTime();
        Instant due = Timers.after(millis(20)).receive();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(millis(20).toNanos());
        assertThat(due).isNotNull();
        Instant soon = Instant.now().plusMillis(5);
        assertThat(Timers.at(soon).receive()).isEqualTo(soon);
    }

    @Test
    void itsNameTellsWhenItIsDue() {
        assertThat(clock.after(millis(10)).name()).isEqualTo("at 2030-01-01T00:00:00.010Z");
        assertThat(clock.after(millis(10))).hasToString("timer 'at 2030-01-01T00:00:00.010Z'");
    }

    @Test
    void nullIsRefused() {
        assertThatThrownBy(() -> Timers.after(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Timers.at(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Timers.tick(null)).isInstanceOf(NullPointerException.class);
    }
}
