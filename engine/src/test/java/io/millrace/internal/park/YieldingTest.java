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
    void isGivenUpWithinASecondOfLoad() {
        cost = SLICE;
        assertThat(yieldsUntilGivenUp()).isBetween(50, 250);
    }

    private int slicesUntilGivenUp(int yieldsPerSlice) {
        int slices = 0;
        for (int yields = 0; yielding.pays() && yields < 10_000; yields++) {
            boolean slice = yields % yieldsPerSlice == 0;
            cost = slice ? SLICE : CHEAP;
            slices += slice ? 1 : 0;
            yielding.yieldNow();
        }
        return slices;
    }

    /** On a machine that does nothing else, threads of this process take that long now and then. */
    @Test
    void isNotGivenUpIfOneInFiftyCostsASlice() {
        slicesUntilGivenUp(50);
        assertThat(yielding.pays()).isTrue();
    }

    /** Most yields find the processor of this process first. */
    @Test
    void isGivenUpIfOneInFiveCostsASlice() {
        assertThat(slicesUntilGivenUp(5)).isBetween(50, 250);
        assertThat(yielding.pays()).isFalse();
    }

    /** Some slices in a row, as while the compiler works or while more threads of this process run than there are processors. */
    @Test
    void isNotGivenUpForAClusterOfSlices() {
        cost = SLICE;
        for (int i = 0; i < 40; i++) {
            yielding.yieldNow();
        }
        assertThat(yielding.pays()).isTrue();
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
        assertThat(yielded).isLessThan(TimeUnit.SECONDS.toNanos(60) / 40);
    }

    /** Several threads yield at the same time, and come back after the first of them has ended the trial. */
    @Test
    void aYieldThatBeganBeforeTheTrialSaysNothingAboutIt() {
        cost = SLICE;
        yieldsUntilGivenUp();
        for (int i = 0; i < 10; i++) {
            yielding.yieldNow();
        }
        clock.advance(50_000_000);
        assertThat(yielding.pays()).as("the first break is the shortest").isTrue();
    }

    /** A thread of this process had the processor meanwhile. */
    @Test
    void aTrialSurvivesOneLongYield() {
        cost = SLICE;
        yieldsUntilGivenUp();
        clock.advance(50_000_000);
        yielding.yieldNow();
        cost = CHEAP;
        assertThat(yieldsUntilGivenUp()).isEqualTo(1_000);
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
