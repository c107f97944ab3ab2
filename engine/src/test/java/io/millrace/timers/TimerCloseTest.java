package io.millrace.timers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.contract.Behaviour;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.ThreadKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Stopping timers, and interrupting threads that wait for them. */
class TimerCloseTest extends TimersTest {

    /** How to make each kind of timer, due after 10 ms if ever. */
    private enum Kind {
        AFTER,
        TICK,
        NEVER
    }

    private Receiver<Instant> open(Kind kind) {
        return switch (kind) {
            case AFTER -> clock.after(millis(10));
            case TICK -> clock.tick(millis(10));
            case NEVER -> clock.never();
        };
    }

    @ParameterizedTest
    @EnumSource
    @Behaviour(99)
    void aStoppedTimerShowsNoStaleMessage(Kind kind) throws InterruptedException {
        Receiver<Instant> timer = open(kind);
        clock.advance(millis(10));
        timer.close();
        assertThat(timer.size()).isZero();
        assertThat(timer.isClosedForReceive()).isTrue();
        assertThat(timer.isClosedForSend()).isTrue();
        assertThat(timer.receiveOrNull()).isNull();
        assertThat(timer.drain(message -> {}, 1)).isZero();
        assertThatThrownBy(timer::tryReceive)
                .isInstanceOf(ChannelClosedException.class)
                .hasMessage(timer + " is closed")
                .hasNoCause();
        assertThatThrownBy(timer::receive).isInstanceOf(ChannelClosedException.class);
        assertThatThrownBy(() -> timer.tryReceive(Duration.ofDays(1))).isInstanceOf(ChannelClosedException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aTimerThatIsCancelledWithACauseTellsIt(Kind kind) {
        Receiver<Instant> timer = open(kind);
        assertThat(timer.closeCause()).isNull();
        RuntimeException cause = new RuntimeException("stop");
        timer.cancel(cause);
        timer.cancel(new RuntimeException("later"));
        assertThat(timer.closeCause()).isSameAs(cause);
        assertThatThrownBy(timer::tryReceive)
                .isInstanceOf(ChannelClosedException.class)
                .cause()
                .isSameAs(cause);
        assertThatThrownBy(() -> timer.cancel(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("cause");
    }

    @Test
    @Behaviour(99)
    void aTimerSetAnewShowsOnlyItsOwnMessage() {
        Receiver<Instant> timer = clock.after(millis(10));
        clock.advance(millis(10));
        timer.cancel();
        Receiver<Instant> anew = clock.after(millis(10));
        assertThat(anew.tryReceive()).isNull();
        clock.advance(millis(10));
        assertThat(anew.tryReceive()).isEqualTo(START.plusMillis(20));
    }

    static List<ThreadKind> threads() {
        return ThreadKind.virtualThreadsExist()
                ? List.of(ThreadKind.PLATFORM, ThreadKind.VIRTUAL)
                : List.of(ThreadKind.PLATFORM);
    }

    @ParameterizedTest
    @MethodSource("threads")
    @Behaviour(114)
    void closeWakesEveryBlockedReceiver(ThreadKind threads) throws InterruptedException {
        for (Kind kind : Kind.values()) {
            Receiver<Instant> timer = open(kind);
            try (Actors own = new Actors(threads)) {
                List<Actor<Instant>> receivers =
                        own.startEach(4, "receiver", number -> number < 2 ? timer.receiveOrNull() : timer.receive());
                clock.awaitWaiters(4);
                timer.close();
                assertThat(receivers.get(0).join()).isNull();
                assertThat(receivers.get(1).join()).isNull();
                assertThat(receivers.get(2).failure()).isInstanceOf(ChannelClosedException.class);
                assertThat(receivers.get(3).failure()).isInstanceOf(ChannelClosedException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Behaviour(116)
    void theFirstCauseIsReportedForEver(Kind kind) {
        Receiver<Instant> timer = open(kind);
        Exception cause = new Exception("stopped");
        timer.close(cause);
        timer.close(new Exception("too late"));
        timer.close();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(timer::receiveOrNull).hasCause(cause);
            assertThatThrownBy(timer::tryReceive).hasCause(cause);
        }
    }

    @Test
    @Behaviour(103)
    void iterationEndsWhenTheTimerIsClosed() throws InterruptedException {
        Receiver<Instant> tick = clock.tick(millis(10));
        Actor<List<Instant>> receiver = actors.start("receiver", () -> {
            List<Instant> received = new ArrayList<>();
            for (Instant each : tick) {
                received.add(each);
            }
            assertThat(tick.stream()).isEmpty();
            return received;
        });
        clock.awaitWaiters(1);
        clock.advance(millis(10));
        clock.awaitWaiters(1);
        tick.close();
        assertThat(receiver.join()).containsExactly(START.plusMillis(10));
    }

    @ParameterizedTest
    @EnumSource
    @Behaviour(110)
    void anInterruptedReceiveThrowsAndTakesNothing(Kind kind) throws InterruptedException {
        Receiver<Instant> timer = open(kind);
        Actor<Boolean> receiver = actors.start("receiver", () -> {
            try {
                timer.receive();
                return null;
            } catch (InterruptedException e) {
                return Thread.currentThread().isInterrupted();
            }
        });
        clock.awaitWaiters(1);
        receiver.interrupt();
        assertThat(receiver.join()).isFalse();
        clock.advance(millis(10));
        assertThat(timer.tryReceive()).isEqualTo(kind == Kind.NEVER ? null : START.plusMillis(10));
    }

    @Test
    @Behaviour(109)
    void aMessageThatIsDueIsReceivedThoughTheInterruptFlagIsSet() throws InterruptedException {
        Receiver<Instant> timer = clock.after(Duration.ZERO);
        Thread.currentThread().interrupt();
        assertThat(timer.receive()).isEqualTo(START);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    @Behaviour(109)
    void aReceiveThatWouldWaitThrowsAtOnceIfTheInterruptFlagIsSet() {
        Receiver<Instant> timer = clock.after(millis(1));
        Thread.currentThread().interrupt();
        assertThatThrownBy(timer::receive).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void anInterruptedIterationIsCancelledAndKeepsTheFlag() {
        Receiver<Instant> tick = clock.tick(millis(10));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> tick.forEach(message -> {})).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    /** However the two race: the timer ends closed, nobody stays blocked, and at most one thread got the message. */
    @Test
    @Behaviour({51, 114})
    void closeRacingWithTheDueTimeLeavesNobodyBlocked() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            Receiver<Instant> timer = clock.after(millis(1));
            List<Actor<Instant>> receivers = actors.startEach(2, "receiver", number -> timer.receiveOrNull());
            clock.awaitWaiters(round % 3);
            Actor<Void> closer = actors.run("closer", timer::close);
            clock.advance(millis(1));
            closer.join();
            List<Instant> received = Actors.joinAll(receivers);
            assertThat(received.stream().filter(message -> message != null).count())
                    .isLessThanOrEqualTo(1);
        }
    }
}
