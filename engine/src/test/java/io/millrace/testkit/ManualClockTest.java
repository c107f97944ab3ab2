package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.Select;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.ThreadKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManualClockTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration NANO = Duration.ofNanos(1);

    private final ManualClock clock = new ManualClock();
    private final Actors actors = new Actors();

    @AfterEach
    void everyThreadHasEnded() {
        actors.close();
    }

    private Channel<String> channel(int capacity) {
        return Channel.<String>builder().capacity(capacity).timeSource(clock).build();
    }

    @Test
    void itStandsStillUntilItIsAdvanced() {
        assertThat(clock.now()).isEqualTo(Instant.EPOCH);
        assertThat(clock.nanoTime()).isZero();
        clock.advance(Duration.ofSeconds(90, 5));
        assertThat(clock.now()).isEqualTo(Instant.ofEpochSecond(90, 5));
        assertThat(clock.nanoTime()).isEqualTo(90_000_000_005L);
        clock.advance(Duration.ZERO);
        assertThat(clock.nanoTime()).isEqualTo(90_000_000_005L);
    }

    @Test
    void itStartsWhereItIsToldAndOverflows() {
        Instant start = Instant.parse("2030-01-01T00:00:00Z");
        ManualClock late = new ManualClock(start, Long.MAX_VALUE);
        late.advance(NANO);
        assertThat(late.nanoTime()).isEqualTo(Long.MIN_VALUE);
        assertThat(late.now()).isEqualTo(start.plusNanos(1));
    }

    @Test
    void itDoesNotGoBackOrForEver() {
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("time is PT-1S, allowed is zero to PT");
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(clock.nanoTime()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100})
    void timedReceivesEndExactlyWhenTheirTimeIsUp(int capacity) throws InterruptedException {
        Channel<String> channel = channel(capacity);
        Actor<String> receiver = actors.start("receiver", () -> channel.tryReceive(SECOND));
        clock.awaitWaiters(1);
        clock.advance(SECOND.minus(NANO));
        clock.awaitWaiters(1);
        clock.advance(NANO);
        assertThat(receiver.join()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void timedSendsEndExactlyWhenTheirTimeIsUp(int capacity) throws InterruptedException {
        Channel<String> channel = channel(capacity);
        while (channel.trySend("message")) {}
        Actor<Boolean> sender = actors.start("sender", () -> channel.trySend("too much", SECOND));
        clock.awaitWaiters(1);
        clock.advance(SECOND.minus(NANO));
        clock.awaitWaiters(1);
        clock.advance(NANO);
        assertThat(sender.join()).isFalse();
    }

    @Test
    void timedSelectsEndExactlyWhenTheirTimeIsUp() throws InterruptedException {
        Channel<String> channel = channel(1);
        Actor<Integer> selecting = actors.start("selecting", () -> {
            Select select = Select.fair().timeSource(clock);
            select.onReceive(channel);
            return select.await(SECOND);
        });
        clock.awaitWaiters(1);
        clock.advance(SECOND.minus(NANO));
        clock.awaitWaiters(1);
        clock.advance(NANO);
        assertThat(selecting.join()).isEqualTo(Select.NONE);
    }

    static List<ThreadKind> threads() {
        return ThreadKind.virtualThreadsExist()
                ? List.of(ThreadKind.PLATFORM, ThreadKind.VIRTUAL)
                : List.of(ThreadKind.PLATFORM);
    }

    @ParameterizedTest
    @MethodSource("threads")
    void threadsThatWaitWithoutLimitCountAndAreWokenByMessages(ThreadKind threads) throws InterruptedException {
        for (int capacity : new int[] {0, 1}) {
            Channel<String> channel = channel(capacity);
            try (Actors own = new Actors(threads)) {
                List<Actor<String>> receivers = own.startEach(3, "receiver", number -> channel.receive());
                clock.awaitWaiters(3);
                clock.advance(SECOND);
                clock.awaitWaiters(3);
                for (int i = 0; i < 3; i++) {
                    channel.send("message");
                }
                assertThat(Actors.joinAll(receivers)).containsOnly("message");
            }
        }
    }

    @Test
    void awaitingMoreWaitersThanThereAreEndsWhenTheyCome() throws InterruptedException {
        Channel<String> channel = channel(1);
        Actor<Void> test = actors.run("test", () -> clock.awaitWaiters(2)).awaitBlocked();
        Actor<String> first = actors.start("first", channel::receive);
        clock.awaitWaiters(1);
        test.awaitBlocked();
        Actor<String> second = actors.start("second", channel::receive);
        test.join();
        channel.send("a");
        channel.send("b");
        assertThat(List.of(first.join(), second.join())).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void awaitingWaitersCanBeInterrupted() {
        Actor<Void> test = actors.run("test", () -> clock.awaitWaiters(1)).awaitBlocked();
        test.interrupt();
        assertThat(test.failure()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void awaitingNoWaitersEndsAtOnce() throws InterruptedException {
        clock.awaitWaiters(0);
    }

    @Test
    void aThreadWhoseTimeWasWorkedOutBeforeAnAdvanceLooksAgainBeforeItParks() {
        clock.parkNanos(this, 10); // whatever was before
        clock.advance(NANO);
        clock.parkNanos(this, 10); // must not park: the 10 may be from before the advance
        Actor<Void> parked = actors.run("parked", () -> {
                    clock.parkNanos(this, 10);
                    clock.parkNanos(this, 10);
                })
                .awaitBlocked();
        clock.advance(NANO);
        parked.join();
    }

    @Test
    void anUnparkBeforeAParkIsNotLost() {
        clock.park(this); // a thread's first park looks again
        clock.unpark(Thread.currentThread());
        clock.park(this);
        Actor<Void> parked = actors.run("parked", () -> {
                    clock.park(this);
                    clock.park(this);
                })
                .awaitBlocked();
        clock.unpark(parked.thread());
        parked.join();
    }

    @Test
    void anInterruptEndsAWait() throws InterruptedException {
        Channel<String> channel = channel(1);
        Actor<String> receiver = actors.start("receiver", () -> channel.tryReceive(SECOND));
        clock.awaitWaiters(1);
        receiver.interrupt();
        assertThat(receiver.failure()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aSelectByThisClockHearsOfChannelsThatGoByAnother() throws InterruptedException {
        for (Channel<String> channel : List.of(Channel.<String>bounded(1), Channel.<String>rendezvous())) {
            Actor<String> selecting = actors.start("selecting", () -> {
                Select select = Select.fair().timeSource(clock);
                select.onReceive(channel);
                select.await();
                return select.received(channel);
            });
            clock.awaitWaiters(1);
            channel.send("message");
            assertThat(selecting.join()).isEqualTo("message");
        }
    }

    @Test
    void aSelectByTheSystemsClockHearsOfChannelsThatGoByThisOne() throws InterruptedException {
        for (int capacity : new int[] {0, 1}) {
            Channel<String> channel = channel(capacity);
            Actor<String> selecting = actors.start("selecting", () -> {
                        Select select = Select.fair();
                        select.onReceive(channel);
                        select.await();
                        return select.received(channel);
                    })
                    .awaitBlocked();
            channel.send("message");
            assertThat(selecting.join()).isEqualTo("message");
        }
    }

    /** Many short timed waits and advances at arbitrary moments: each wait ends once the clock has gone far enough. */
    @Test
    void noAdvanceIsLostOnThreadsAboutToPark() throws InterruptedException {
        Channel<String> channel = channel(1);
        int waits = 300;
        List<Actor<Integer>> receivers = actors.startEach(2, "receiver", number -> {
            int ended = 0;
            while (ended < waits) {
                assertThat(channel.tryReceive(3, TimeUnit.NANOSECONDS)).isNull();
                ended++;
            }
            return ended;
        });
        while (Actors.countEnded(receivers) < 2) {
            clock.advance(NANO);
            Thread.yield();
        }
        assertThat(Actors.joinAll(receivers)).containsOnly(waits);
    }

    @Test
    void aNegativeNumberOfWaitersIsRefused() {
        assertThatThrownBy(() -> clock.awaitWaiters(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("count is -1, allowed is 0 or more");
    }
}
