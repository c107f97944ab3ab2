package io.millrace.timers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Receiver;
import io.millrace.Timers;
import io.millrace.contract.Behaviour;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Timers with a message each period. */
class TickTest extends TimersTest {

    private final Receiver<Instant> tick = clock.tick(millis(10));

    private static Instant startPlusMillis(long millis) {
        return START.plusMillis(millis);
    }

    @Test
    @Behaviour(57)
    void theFirstTickComesAfterOnePeriod() {
        assertThat(tick.tryReceive()).isNull();
        clock.advance(millis(10).minusNanos(1));
        assertThat(tick.tryReceive()).isNull();
        clock.advance(Duration.ofNanos(1));
        assertThat(tick.tryReceive()).isEqualTo(startPlusMillis(10));
        assertThat(tick.tryReceive()).isNull();
    }

    @Test
    @Behaviour(58)
    void itHoldsOneTickAtMost() {
        assertThat(tick.capacity()).isEqualTo(1);
        assertThat(tick.size()).isZero();
        assertThat(tick.isFull()).isFalse();
        clock.advance(millis(95));
        assertThat(tick.size()).isEqualTo(1);
        assertThat(tick.isFull()).isTrue();
        tick.tryReceive();
        assertThat(tick.isEmpty()).isTrue();
        assertThat(clock.tick(Duration.ZERO).capacity()).isEqualTo(1);
    }

    @Test
    @Behaviour({59, 60})
    void missedTicksCollapseIntoTheOldest() {
        clock.advance(millis(57));
        assertThat(tick.tryReceive()).isEqualTo(startPlusMillis(10));
        assertThat(tick.tryReceive()).isNull();
    }

    @Test
    @Behaviour(61)
    void aLateTakeDoesNotMoveLaterTicks() {
        clock.advance(millis(57));
        tick.tryReceive();
        clock.advance(millis(3).minusNanos(1));
        assertThat(tick.tryReceive()).isNull();
        clock.advance(Duration.ofNanos(1));
        assertThat(tick.tryReceive()).isEqualTo(startPlusMillis(60));
    }

    @Test
    @Behaviour({59, 61})
    void aTickThatIsDueWhenAnOlderOneIsTakenCountsAsMissed() {
        clock.advance(millis(20));
        assertThat(tick.tryReceive()).isEqualTo(startPlusMillis(10));
        assertThat(tick.tryReceive()).isNull();
        clock.advance(millis(10));
        assertThat(tick.tryReceive()).isEqualTo(startPlusMillis(30));
    }

    @Test
    @Behaviour({60, 61})
    void ticksDoNotDriftHoweverLateEachIsTaken() {
        for (int i = 1; i <= 1_000; i++) {
            clock.advance(millis(i == 1 ? 19 : 10)); // each is taken 9 ms late
            assertThat(tick.tryReceive()).isEqualTo(startPlusMillis(10L * i));
        }
    }

    @Test
    @Behaviour(60)
    void blockedReceivesGetEachTickAtItsTime() throws InterruptedException {
        Actor<List<Instant>> receiver = actors.start("receiver", () -> {
            List<Instant> ticks = new ArrayList<>();
            while (ticks.size() < 3) {
                ticks.add(tick.receive());
            }
            return ticks;
        });
        for (int i = 0; i < 3; i++) {
            clock.awaitWaiters(1);
            clock.advance(millis(10));
        }
        assertThat(receiver.join()).containsExactly(startPlusMillis(10), startPlusMillis(20), startPlusMillis(30));
    }

    @Test
    @Behaviour(62)
    void aTickOfZeroIsAlwaysReady() throws InterruptedException {
        Receiver<Instant> always = clock.tick(Duration.ZERO);
        for (int i = 0; i < 100; i++) {
            assertThat(always.receive()).isEqualTo(START);
            assertThat(always.size()).isEqualTo(1);
        }
        clock.advance(millis(5));
        assertThat(always.tryReceive()).isEqualTo(startPlusMillis(5));
        assertThat(always.receiveBatch(message -> {}, 7)).isEqualTo(7);
    }

    @Test
    @Behaviour(63)
    void eachTickGoesToOneOfSeveralThreads() throws InterruptedException {
        int ticks = 200;
        List<Actor<List<Instant>>> receivers = actors.startEach(4, "receiver", number -> {
            List<Instant> received = new ArrayList<>();
            tick.forEach(received::add);
            return received;
        });
        for (int i = 0; i < ticks; i++) {
            clock.awaitWaiters(4);
            clock.advance(millis(10));
        }
        clock.awaitWaiters(4);
        tick.close();
        List<Instant> received = Actors.joinAll(receivers).stream()
                .flatMap(List::stream)
                .sorted()
                .toList();
        assertThat(received).hasSize(ticks).doesNotHaveDuplicates();
        assertThat(received.get(0)).isEqualTo(startPlusMillis(10));
        assertThat(received.get(ticks - 1)).isEqualTo(startPlusMillis(10L * ticks));
    }

    @Test
    @Behaviour({60, 63})
    void theTicksOfARealTimerAreWholePeriodsApartAndGoToOneThreadEach() throws InterruptedException {
        long period = 100_000;
        long start = System.nanoTime();
        Receiver<Instant> real = Timers.tick(Duration.ofNanos(period));
        List<Actor<List<Instant>>> receivers = actors.startEach(4, "receiver", number -> {
            List<Instant> received = new ArrayList<>();
            while (received.size() < 50) {
                received.add(real.receive());
            }
            return received;
        });
        TreeSet<Instant> ticks = new TreeSet<>();
        for (List<Instant> received : Actors.joinAll(receivers)) {
            assertThat(received).isSorted();
            ticks.addAll(received);
        }
        assertThat(ticks).hasSize(200);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200 * period);
        for (Instant each : ticks) {
            assertThat(Duration.between(ticks.first(), each).toNanos() % period).isZero();
        }
    }

    @Test
    @Behaviour(64)
    void aTickerNeverClosesByItself() {
        clock.advance(Duration.ofDays(36_500));
        assertThat(tick.tryReceive()).isNotNull();
        assertThat(tick.isClosedForReceive()).isFalse();
    }

    @Test
    @Behaviour(55)
    void aPeriodTooLongToCountNeverTicks() {
        Receiver<Instant> never = clock.tick(FOR_EVER);
        clock.advance(Duration.ofDays(36_500));
        assertThat(never.tryReceive()).isNull();
    }

    @Test
    @Behaviour({55, 61})
    void aTickAfterTheEndOfTheCountNeverComes() {
        Receiver<Instant> slow = clock.tick(Duration.ofDays(50_000));
        clock.advance(Duration.ofDays(50_000));
        clock.advance(Duration.ofDays(50_000));
        assertThat(slow.tryReceive()).isEqualTo(START.plus(Duration.ofDays(50_000)));
        assertThat(slow.tryReceive()).isNull();
    }

    @Test
    void aNegativePeriodIsRefused() {
        assertThatThrownBy(() -> clock.tick(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("period is PT-1S, allowed is zero or more");
    }

    @Test
    void itsNameTellsThePeriod() {
        assertThat(tick.name()).isEqualTo("tick PT0.01S");
    }
}
