package io.millrace.timers;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.Timers;
import io.millrace.contract.Behaviour;
import io.millrace.support.Allocation;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A timer allocates its messages and nothing else. */
class TimerAllocationTest extends TimersTest {

    private static final int STEPS = 10_000;
    private static final int BYTES_OF_AN_INSTANT = 32;

    @Test
    @Behaviour(122)
    void looksAtTimersThatAreNotDueAllocateNothing() throws Exception {
        Receiver<Instant> after = Timers.after(Duration.ofDays(1));
        Receiver<Instant> tick = Timers.tick(Duration.ofDays(1));
        Select select = Select.fair();
        select.onReceive(after);
        select.onReceive(tick);
        select.onReceive(Timers.never());
        assertThat(Allocation.least(STEPS, () -> {
                    after.tryReceive();
                    tick.tryReceive();
                    after.size();
                    select.poll();
                }))
                .isZero();
    }

    @Test
    @Behaviour(122)
    void waitsThatTimeOutAllocateNothing() throws Exception {
        Receiver<Instant> after = Timers.after(Duration.ofDays(1));
        Select select = Select.fair();
        select.onReceive(after);
        Duration brief = Duration.ofNanos(1_000);
        assertThat(Allocation.least(300, () -> {
                    after.tryReceive(brief);
                    select.await(brief);
                }))
                .isZero();
    }

    @Test
    @Behaviour(122)
    void aTickAllocatesNoMoreThanItsMessage() throws Exception {
        Receiver<Instant> tick = Timers.tick(Duration.ofNanos(1));
        Select select = Select.fair();
        select.onReceive(tick);
        assertThat(Allocation.least(STEPS, () -> {
                    tick.receive();
                    select.await();
                }))
                .isLessThanOrEqualTo(2L * STEPS * BYTES_OF_AN_INSTANT);
    }

    @Test
    @Behaviour(122)
    void aTickThatIsWaitedForAllocatesNoMoreThanItsMessage() throws Exception {
        Receiver<Instant> tick = Timers.tick(Duration.ofNanos(20_000));
        assertThat(Allocation.least(300, tick::receive)).isLessThanOrEqualTo(300L * BYTES_OF_AN_INSTANT);
    }
}
