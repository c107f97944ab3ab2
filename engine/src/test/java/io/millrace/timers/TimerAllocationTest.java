package io.millrace.timers;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.Timers;
import io.millrace.contract.Behaviour;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A timer allocates its messages and nothing else. */
class TimerAllocationTest extends TimersTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 6;
    private static final int STEPS = 10_000;
    private static final int BYTES_OF_AN_INSTANT = 32;

    private interface Step {
        void run() throws InterruptedException;
    }

    /** What the best round allocated: the first ones load classes and link call sites. */
    private static long leastAllocated(int steps, Step step) throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < steps; i++) {
                step.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @Test
    @Behaviour(122)
    void looksAtTimersThatAreNotDueAllocateNothing() throws InterruptedException {
        Receiver<Instant> after = Timers.after(Duration.ofDays(1));
        Receiver<Instant> tick = Timers.tick(Duration.ofDays(1));
        Select select = Select.fair();
        select.onReceive(after);
        select.onReceive(tick);
        select.onReceive(Timers.never());
        assertThat(leastAllocated(STEPS, () -> {
                    after.tryReceive();
                    tick.tryReceive();
                    after.size();
                    select.poll();
                }))
                .isZero();
    }

    @Test
    @Behaviour(122)
    void waitsThatTimeOutAllocateNothing() throws InterruptedException {
        Receiver<Instant> after = Timers.after(Duration.ofDays(1));
        Select select = Select.fair();
        select.onReceive(after);
        Duration brief = Duration.ofNanos(1_000);
        assertThat(leastAllocated(300, () -> {
                    after.tryReceive(brief);
                    select.await(brief);
                }))
                .isZero();
    }

    @Test
    @Behaviour(122)
    void aTickAllocatesNoMoreThanItsMessage() throws InterruptedException {
        Receiver<Instant> tick = Timers.tick(Duration.ofNanos(1));
        Select select = Select.fair();
        select.onReceive(tick);
        assertThat(leastAllocated(STEPS, () -> {
                    tick.receive();
                    select.await();
                }))
                .isLessThanOrEqualTo(2L * STEPS * BYTES_OF_AN_INSTANT);
    }

    @Test
    @Behaviour(122)
    void aTickThatIsWaitedForAllocatesNoMoreThanItsMessage() throws InterruptedException {
        Receiver<Instant> tick = Timers.tick(Duration.ofNanos(20_000));
        assertThat(leastAllocated(300, tick::receive)).isLessThanOrEqualTo(300L * BYTES_OF_AN_INSTANT);
    }
}
