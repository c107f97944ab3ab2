package io.millrace.timers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.SelectKind;
import io.millrace.Timers;
import io.millrace.contract.Behaviour;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Timers as clauses of selects. */
class TimerSelectTest extends TimersTest {

    private Select open(SelectKind kind) {
        return kind.open().timeSource(clock);
    }

    @ParameterizedTest
    @EnumSource
    @Behaviour(53)
    void aTimerWithoutDelayBeatsNothingReady(SelectKind kind) {
        Select select = open(kind);
        Receiver<Instant> later = clock.after(millis(100));
        Receiver<Instant> now = clock.after(Duration.ZERO);
        select.onReceive(later);
        select.onReceive(clock.never());
        assertThat(select.poll()).isEqualTo(Select.NONE);
        int ready = select.onReceive(now);
        assertThat(select.poll()).isEqualTo(ready);
        assertThat(select.received(now)).isEqualTo(START);
        assertThat(select.poll()).isEqualTo(Select.NONE);
    }

    @ParameterizedTest
    @EnumSource
    @Behaviour({54, 92})
    void theEarlierTimerWinsWhateverTheOrderOfTheClauses(SelectKind kind) throws InterruptedException {
        for (boolean earlierFirst : new boolean[] {true, false}) {
            Receiver<Instant> first = clock.after(millis(earlierFirst ? 50 : 100));
            Receiver<Instant> second = clock.after(millis(earlierFirst ? 100 : 50));
            Actor<Integer> selecting = actors.start("selecting", () -> {
                Select select = open(kind);
                select.onReceive(first);
                select.onReceive(second);
                return select.await();
            });
            clock.awaitWaiters(1);
            clock.advance(millis(50).minusNanos(1));
            clock.awaitWaiters(1);
            clock.advance(Duration.ofNanos(1));
            assertThat(selecting.join()).isEqualTo(earlierFirst ? 0 : 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Behaviour(92)
    void theSelectsOwnTimeEndsItBeforeALaterTimer(SelectKind kind) throws InterruptedException {
        Receiver<Instant> timer = clock.after(millis(100));
        Actor<Integer> selecting = actors.start("selecting", () -> {
            Select select = open(kind);
            select.onReceive(timer);
            return select.await(millis(50));
        });
        clock.awaitWaiters(1);
        clock.advance(millis(50).minusNanos(1));
        clock.awaitWaiters(1);
        clock.advance(Duration.ofNanos(1));
        assertThat(selecting.join()).isEqualTo(Select.NONE);
        clock.advance(millis(50));
        assertThat(timer.tryReceive()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    @Behaviour({73, 92})
    void aTimerDueAtTheEndOfTheSelectsTimeWins(SelectKind kind) throws InterruptedException {
        for (int round = 0; round < 50; round++) {
            Receiver<Instant> timer = clock.after(millis(10));
            Actor<Integer> selecting = actors.start("selecting", () -> {
                Select select = open(kind);
                select.onReceive(timer);
                return select.await(millis(10));
            });
            clock.awaitWaiters(1);
            clock.advance(millis(10));
            assertThat(selecting.join()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Behaviour({68, 98})
    void neverServesAsASwitchedOffClause(SelectKind kind) throws InterruptedException {
        Channel<String> messages = Channel.bounded(1);
        boolean[] states = {true, false};
        for (boolean on : states) {
            Select select = open(kind);
            int clause = select.onReceive(on ? messages : clock.never());
            messages.trySend("message");
            assertThat(select.poll()).isEqualTo(on ? clause : Select.NONE);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Behaviour(68)
    void aTickMayBeReplacedByNeverBetweenCalls(SelectKind kind) {
        Receiver<Instant> tick = clock.tick(millis(10));
        Select select = open(kind);
        int ticks = select.onReceive(tick);
        clock.advance(millis(10));
        assertThat(select.poll()).isEqualTo(ticks);
        select.remove(ticks);
        int never = select.onReceive(clock.never());
        clock.advance(millis(10));
        assertThat(select.poll()).isEqualTo(Select.NONE);
        select.remove(never);
        int again = select.onReceive(tick);
        assertThat(select.poll()).isEqualTo(again);
    }

    @ParameterizedTest
    @EnumSource
    @Behaviour(77)
    void aTimerThatLostKeepsItsMessage(SelectKind kind) throws InterruptedException {
        Channel<String> messages =
                Channel.<String>builder().capacity(1).timeSource(clock).build();
        Receiver<Instant> timer = clock.after(millis(10));
        Actor<String> selecting = actors.start("selecting", () -> {
            Select select = open(kind);
            select.onReceive(timer);
            select.onReceive(messages);
            select.await();
            return select.received(messages);
        });
        clock.awaitWaiters(1);
        messages.send("message");
        assertThat(selecting.join()).isEqualTo("message");
        clock.advance(millis(10));
        assertThat(timer.tryReceive()).isEqualTo(START.plusMillis(10));
    }

    @ParameterizedTest
    @EnumSource
    @Behaviour({70, 75})
    void closingATimerWakesASelectThatNamesIt(SelectKind kind) throws InterruptedException {
        Receiver<Instant> timer = clock.after(millis(10));
        Actor<Boolean> selecting = actors.start("selecting", () -> {
            Select select = open(kind);
            select.onReceive(clock.never());
            select.onReceive(timer);
            return select.await() == 1 && select.isClosed();
        });
        clock.awaitWaiters(1);
        timer.close();
        assertThat(selecting.join()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aClosedTimerCanBeDropped(SelectKind kind) throws InterruptedException {
        Receiver<Instant> timer = clock.tick(Duration.ZERO);
        Select select = open(kind).dropClosed();
        select.onReceive(timer);
        timer.close();
        assertThat(select.await()).isEqualTo(Select.ENDED);
    }

    @Test
    @Behaviour(79)
    void aFairSelectChoosesEvenlyAmongTimersThatAreDue() {
        int rounds = 1_000;
        int[] hits = new int[2];
        for (int i = 0; i < rounds; i++) {
            Select select = open(SelectKind.FAIR);
            select.onReceive(clock.after(Duration.ZERO));
            select.onReceive(clock.after(Duration.ZERO));
            hits[select.poll()]++;
        }
        assertThat(hits[0]).isBetween(rounds / 2 / 2, rounds - rounds / 2 / 2);
    }

    @Test
    @Behaviour(79)
    void aFairSelectChoosesEvenlyAmongTicksThatAreDue() {
        int rounds = 1_000;
        int[] hits = new int[2];
        Select select = open(SelectKind.FAIR);
        select.onReceive(clock.tick(millis(1)));
        select.onReceive(clock.tick(millis(1)));
        for (int i = 0; i < rounds; i++) {
            clock.advance(millis(1));
            hits[select.poll()]++;
        }
        assertThat(hits[0]).isBetween(rounds / 2 / 2, rounds - rounds / 2 / 2);
    }

    @Test
    @Behaviour(82)
    void aBiasedSelectTakesTheFirstTimerThatIsDue() {
        Select select = open(SelectKind.BIASED);
        select.onReceive(clock.never());
        select.onReceive(clock.tick(Duration.ZERO));
        select.onReceive(clock.tick(Duration.ZERO));
        for (int i = 0; i < 100; i++) {
            assertThat(select.poll()).isEqualTo(1);
        }
    }

    /** A thousand timers, each heard once by one of four threads. */
    @ParameterizedTest
    @EnumSource
    @Behaviour({51, 92})
    void eachOfManyTimersGoesToOneOfSeveralSelects(SelectKind kind) throws InterruptedException {
        int count = 1_000;
        List<Receiver<Instant>> timers = IntStream.range(0, count)
                .<Receiver<Instant>>mapToObj(i -> clock.after(millis(i)))
                .toList();
        assertThat(timesHeard(kind, timers, count / 20, millis(20))).isEqualTo(count);
    }

    @ParameterizedTest
    @EnumSource
    @Behaviour({63, 92})
    void eachTickOfTwoTickersGoesToOneOfSeveralSelects(SelectKind kind) throws InterruptedException {
        List<Receiver<Instant>> tickers = List.of(clock.tick(millis(200)), clock.tick(millis(300)));
        assertThat(timesHeard(kind, tickers, 11, millis(100))).isEqualTo(5 + 3);
    }

    /** How often four threads that select over the timers have heard one, while the clock goes so many steps. */
    private int timesHeard(SelectKind kind, List<Receiver<Instant>> timers, int steps, Duration step)
            throws InterruptedException {
        Channel<String> quit = Channel.rendezvous();
        List<Actor<Integer>> selecting = actors.startEach(4, "selecting", number -> {
            Select select = open(kind);
            timers.forEach(select::onReceive);
            int stop = select.onReceive(quit);
            int heard = 0;
            while (select.await() != stop) {
                heard++;
            }
            return heard;
        });
        for (int i = 0; i < steps; i++) {
            clock.awaitWaiters(4);
            clock.advance(step);
        }
        clock.awaitWaiters(4);
        quit.close();
        return Actors.joinAll(selecting).stream().mapToInt(i -> i).sum();
    }

    @Test
    @Behaviour(92)
    void realTimersWakeASelectNoEarlierThanAsked() throws InterruptedException {
        long start = System.nanoTime();
        Select select = Select.fair();
        Receiver<Instant> timer = Timers.after(millis(10));
        select.onReceive(Timers.after(Duration.ofDays(1)));
        int due = select.onReceive(timer);
        select.onReceive(Timers.never());
        assertThat(select.await(Duration.ofDays(2))).isEqualTo(due);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(millis(10).toNanos());
    }

    @Test
    @Behaviour({60, 92})
    void aRealTickerDrivesALoop() throws InterruptedException {
        Receiver<Instant> tick = Timers.tick(Duration.ofNanos(100_000));
        Select select = Select.biased();
        select.onReceive(tick);
        List<Instant> ticks = new ArrayList<>();
        while (ticks.size() < 50) {
            select.await();
            ticks.add(select.received(tick));
        }
        assertThat(ticks).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void theTimeSourceComesBeforeEverythingElse() {
        Select select = Select.fair();
        select.onReceive(Timers.never());
        assertThatThrownBy(() -> select.timeSource(clock)).isInstanceOf(IllegalStateException.class);
    }
}
