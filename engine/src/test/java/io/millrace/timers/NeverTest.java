package io.millrace.timers;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Receiver;
import io.millrace.Timers;
import io.millrace.contract.Behaviour;
import io.millrace.support.Actor;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The timer without messages. */
class NeverTest extends TimersTest {

    @Test
    @Behaviour(65)
    void itIsEmptyAndNotClosed() {
        Receiver<String> never = Timers.never();
        assertThat(never.tryReceive()).isNull();
        assertThat(never.drain(message -> {}, 1)).isZero();
        assertThat(never.isClosedForReceive()).isFalse();
        assertThat(never.name()).isEqualTo("never");
    }

    @Test
    @Behaviour(66)
    void aTimedReceiveWaitsItsFullTime() throws InterruptedException {
        Receiver<String> never = clock.never();
        Actor<String> receiver = actors.start("receiver", () -> never.tryReceive(millis(10)));
        clock.awaitWaiters(1);
        clock.advance(millis(10).minusNanos(1));
        clock.awaitWaiters(1);
        clock.advance(Duration.ofNanos(1));
        assertThat(receiver.join()).isNull();
    }

    @Test
    @Behaviour(66)
    void aTimedReceiveWaitsItsFullTimeByTheRealClock() throws InterruptedException {
        long start = System.nanoTime();
        assertThat(Timers.<String>never().tryReceive(millis(5))).isNull();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(millis(5).toNanos());
    }

    @Test
    @Behaviour(67)
    void itHasNoCapacityAndIsEmptyAndFull() {
        Receiver<String> never = Timers.never();
        assertThat(never.capacity()).isZero();
        assertThat(never.size()).isZero();
        assertThat(never.isEmpty()).isTrue();
        assertThat(never.isFull()).isTrue();
    }
}
