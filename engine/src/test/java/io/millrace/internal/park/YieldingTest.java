package io.millrace.internal.park;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.ManualClock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class YieldingTest {

    private static final long CHEAP = 1_000;

    /** A slice that a foreign process got. */
    private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(4);

    private final ManualClock clock = new ManualClock(0);
    private long cost = CHEAP;
    private final Yielding yielding = new Yielding(clock, () -> clock.advance(cost));

    private int yieldsUntilGivenUp() {
        int yields = 0;
        while (yielding.pays() && yields < 1_000) {
            yielding.yieldNow();
            yields++;
        }
        return yields;
    }

    @Test
    void paysWhileYieldsAreCheap() {
        assertThat(yieldsUntilGivenUp()).isEqualTo(1_000);
    }

    @Test
    void isGivenUpAfterAFewSlices() {
        cost = SLICE;
        assertThat(yieldsUntilGivenUp()).isBetween(2, 4);
    }

    /** A preemption comes now and then on any machine. */
    @Test
    void isNotGivenUpForOneSlice() {
        cost = SLICE;
        yielding.yieldNow();
        assertThat(yielding.pays()).isTrue();
    }

    /** As many as not find the processor of another process first. */
    @Test
    void isGivenUpIfOneInTenCostsASlice() {
        int slices = 0;
        while (yielding.pays() && slices < 100) {
            for (int i = 0; i < 10 && yielding.pays(); i++) {
                cost = i == 0 ? SLICE : CHEAP;
                slices += i == 0 ? 1 : 0;
                yielding.yieldNow();
            }
        }
        assertThat(slices).isLessThan(10);
    }

    @Test
    void trialsUnderALastingLoadTakeLittleOfTheTime() {
        cost = SLICE;
        long start = clock.nanoTime();
        long yielded = 0;
        while (clock.nanoTime() - start < TimeUnit.SECONDS.toNanos(60)) {
            if (yielding.pays()) {
                yielding.yieldNow();
                yielded += cost;
            } else {
                clock.advance(1_000_000);
            }
        }
        assertThat(yielded).isLessThan(TimeUnit.SECONDS.toNanos(60) / 100);
    }

    @Test
    void isLearntBackSoonAfterTheLoadIsGone() {
        cost = SLICE;
        for (int i = 0; i < 100; i++) {
            yieldsUntilGivenUp();
            clock.advance(10_000_000_000L);
        }
        cost = CHEAP;
        yieldsUntilGivenUp();
        clock.advance(2_000_000_000L);
        assertThat(yieldsUntilGivenUp()).isEqualTo(1_000);
        cost = SLICE;
        yieldsUntilGivenUp();
        clock.advance(100_000_000L);
        assertThat(yielding.pays()).as("the next break begins short").isTrue();
    }
}
