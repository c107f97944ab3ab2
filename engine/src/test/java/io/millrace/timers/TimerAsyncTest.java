package io.millrace.timers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.Timers;
import io.millrace.support.Await;
import io.millrace.testkit.ManualClock;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Timers whose receivers wait without a thread. */
class TimerAsyncTest {

    private final ManualClock clock = new ManualClock();

    @Test
    void aTimerCompletesItsFutureWhenItIsDue() {
        CompletableFuture<Instant> future = clock.after(Duration.ofHours(2)).receiveAsync();
        clock.advance(Duration.ofHours(1));
        assertThat(future).isNotDone();
        clock.advance(Duration.ofHours(1));
        assertThat(future.join()).isEqualTo(Instant.EPOCH.plus(Duration.ofHours(2)));
    }

    @Test
    void aTickerServesOneFutureAtEachTick() {
        Receiver<Instant> ticks = clock.tick(Duration.ofSeconds(1));
        CompletableFuture<Instant> first = ticks.receiveAsync();
        CompletableFuture<Instant> second = ticks.receiveAsync();
        clock.advance(Duration.ofSeconds(1));
        assertThat(first.join()).isEqualTo(Instant.EPOCH.plusSeconds(1));
        assertThat(second).isNotDone();
        clock.advance(Duration.ofSeconds(1));
        assertThat(second.join()).isEqualTo(Instant.EPOCH.plusSeconds(2));
    }

    @Test
    void aFutureOfTheSystemClockNeedsNobodyToAdvanceIt() {
        assertThat(Timers.after(Duration.ofMillis(5)).receiveAsync().join()).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void aTimerThatIsDueCompletesAtOnce() {
        Receiver<Instant> timer = clock.after(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(1));
        assertThat(timer.receiveAsync()).isCompletedWithValue(Instant.EPOCH.plusSeconds(1));
    }

    @Test
    void aCancelledFutureLeavesTheMessageInTheTimer() {
        Receiver<Instant> timer = clock.after(Duration.ofSeconds(1));
        assertThat(timer.receiveAsync().cancel(true)).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(timer.tryReceive()).isEqualTo(Instant.EPOCH.plusSeconds(1));
    }

    @Test
    void aCloseFailsTheFuture() {
        Receiver<Instant> never = Timers.never();
        CompletableFuture<Instant> future = never.receiveAsync();
        never.close();
        assertThatThrownBy(future::join).hasCauseInstanceOf(ChannelClosedException.class);
    }

    /** Nothing but the clock of the JVM would know it until it is due. */
    @Test
    void aTimerWhoseFutureWasCancelledIsReachableFromNowhere() {
        WeakReference<Receiver<Instant>> timer = cancelledTimer();
        Await.until("it is collected", () -> {
            System.gc();
            return timer.get() == null;
        });
    }

    private static WeakReference<Receiver<Instant>> cancelledTimer() {
        Receiver<Instant> timer = Timers.after(Duration.ofHours(1));
        assertThat(timer.receiveAsync().cancel(false)).isTrue();
        return new WeakReference<>(timer);
    }

    @Test
    void aTimerThatWasClosedIsReachableFromNowhere() {
        WeakReference<Receiver<Instant>> timer = closedTimer();
        Await.until("it is collected", () -> {
            System.gc();
            return timer.get() == null;
        });
    }

    private static WeakReference<Receiver<Instant>> closedTimer() {
        Receiver<Instant> timer = Timers.after(Duration.ofHours(1));
        CompletableFuture<Instant> future = timer.receiveAsync();
        timer.close();
        assertThatThrownBy(future::join).hasCauseInstanceOf(ChannelClosedException.class);
        return new WeakReference<>(timer);
    }

    @Test
    void aTickerHandsItsTicksToAHandlerUntilItIsClosed() {
        Receiver<Instant> ticks = clock.tick(Duration.ofSeconds(1));
        Queue<Instant> handled = new ConcurrentLinkedQueue<>();
        CompletableFuture<Void> done = ticks.forEachAsync(handled::add, Runnable::run);
        for (int i = 1; i <= 3; i++) {
            int expected = i;
            Await.until("a tick is handled", () -> {
                if (handled.size() < expected) {
                    clock.advance(Duration.ofSeconds(1));
                }
                return handled.size() >= expected;
            });
        }
        ticks.close();
        done.join();
    }
}
