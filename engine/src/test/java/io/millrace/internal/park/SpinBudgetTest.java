package io.millrace.internal.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.support.Actors;
import io.millrace.support.ManualClock;
import io.millrace.support.ThreadKind;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SpinBudgetTest {

    private static final int FRUITLESS = Integer.MAX_VALUE;

    private final ManualClock clock = new ManualClock(0);
    private long yieldCost;
    private long yields;
    private final Yielding yielding = new Yielding(clock, this::countYield);
    private final CarrierSpin.Trials trials = new CarrierSpin.Trials(clock);
    private final SpinBudget budget = new SpinBudget(true, true, 1, yielding, trials);

    private void countYield() {
        yields++;
        clock.advance(yieldCost);
    }

    private void giveYieldingUp() {
        yieldCost = TimeUnit.MILLISECONDS.toNanos(4);
        while (yielding.pays()) {
            yielding.yieldNow();
        }
        yields = 0;
    }

    /** Waits until the budget is spent, or for so many looks, and returns how many there were. */
    private int wait(int most) {
        int step = 0;
        int looks = 0;
        while (!budget.isSpent(step) && looks < most) {
            step = budget.pause(step);
            looks++;
        }
        budget.learn(step);
        return looks;
    }

    private int fewestOf(int waits) {
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i < waits; i++) {
            fewest = Math.min(fewest, wait(FRUITLESS));
        }
        return fewest;
    }

    @Test
    void yieldsBeforeItIsSpentWhileThatPays() {
        int looks = wait(FRUITLESS);
        assertThat(yields).isEqualTo(32);
        assertThat(looks).isGreaterThan(32);
    }

    @Test
    void pausesThatLookEndWhenTheSupplyLooksReady() {
        SpinBudget patient = new SpinBudget(true, true, 1_000, yielding, trials);
        AtomicInteger looks = new AtomicInteger();
        Supply supply = Supply.of(() -> 0, () -> 0, need -> false, need -> looks.incrementAndGet() == 3);

        int next = patient.pause(0, supply, WaitSide.ANY);

        assertThat(looks).hasValue(3);
        assertThat(next).isEqualTo(1);
    }

    @Test
    void looksOnInsteadWhereYieldingDoesNotPay() {
        int yieldingLooks = wait(FRUITLESS);
        giveYieldingUp();
        assertThat(wait(FRUITLESS)).isGreaterThan(8 * yieldingLooks);
        assertThat(yields).isZero();
    }

    @Test
    void looksOnLessAndLessWhileThatIsFruitless() {
        giveYieldingUp();
        int first = wait(FRUITLESS);
        assertThat(fewestOf(20)).isLessThan(first / 8);
    }

    @Test
    void triesNowAndThenToLookOn() {
        giveYieldingUp();
        int first = wait(FRUITLESS);
        fewestOf(20);
        int most = 0;
        for (int i = 0; i < 16; i++) {
            most = Math.max(most, wait(FRUITLESS));
        }
        assertThat(most).isGreaterThan(first / 2);
    }

    @Test
    void looksOnAgainWhereThatEndsWaits() {
        giveYieldingUp();
        int first = wait(FRUITLESS);
        fewestOf(20);
        for (int i = 0; i < 20; i++) {
            wait(2);
        }
        assertThat(wait(FRUITLESS)).isGreaterThan(first / 2);
    }

    /** A wait that ends after so many yields, none of which it may leave out to park. */
    private void waitForYields(int count) {
        int step = 0;
        for (long before = yields; yields < before + count; ) {
            assertThat(budget.isSpent(step)).isFalse();
            step = budget.pause(step);
        }
        budget.learn(step);
    }

    private boolean parksWithoutYielding() {
        long before = yields;
        wait(FRUITLESS);
        return yields == before;
    }

    @Test
    void parksForAWhileWhereFewYieldsEndEachWait() {
        for (int i = 0; i < 256; i++) {
            waitForYields(1 + i % 4);
        }
        for (int i = 0; i < 256; i++) {
            assertThat(parksWithoutYielding()).isTrue();
        }
        assertThat(parksWithoutYielding()).isFalse();
    }

    @Test
    void goesOnYieldingWhereSomeWaitsEndBefore() {
        for (int i = 0; i < 10_000; i++) {
            waitForYields(1);
            if (i % 8 == 0) {
                wait(1);
            }
        }
    }

    @Test
    void goesOnYieldingWhereEachWaitTakesManyYields() {
        for (int i = 0; i < 10_000; i++) {
            waitForYields(5);
        }
    }

    private static void runVirtual(Actors.Body body) {
        assumeTrue(ThreadKind.virtualThreadsExist(), "virtual threads need JDK 21 or later");
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "with one carrier there are no looks");
        try (Actors actors = new Actors(ThreadKind.VIRTUAL)) {
            actors.run("waiting", body).join();
        }
    }

    private static int looks(SpinBudget budget, Supply supply) {
        int looks = 0;
        for (int step = budget.firstStep(supply); !budget.isSpent(step); step = budget.pause(step)) {
            looks++;
        }
        return looks;
    }

    @Test
    void aVirtualThreadLooksForAsLongAsATrialTakesAndThenParksAtOnce() {
        Supply supply = Supply.of(() -> 0, () -> 0, need -> false, need -> false);
        runVirtual(() -> {
            assertThat(looks(budget, supply)).isPositive();
            assertThat(looks(budget, supply)).isZero();
            assertThat(yields).isZero();
        });
    }

    @Test
    void aVirtualThreadParksAtOnceAfterManyMessages() {
        AtomicInteger used = new AtomicInteger(5);
        Supply supply = Supply.of(() -> 0, used::get, need -> false, need -> false);
        runVirtual(() -> {
            assertThat(looks(budget, supply)).isZero();
            used.addAndGet(4);
            assertThat(looks(budget, supply)).isPositive();
        });
    }

    @Test
    void aVirtualThreadParksAtOnceWhereNobodySpins() {
        SpinBudget parking = new SpinBudget(false, true, 1, yielding, trials);
        runVirtual(() -> assertThat(parking.isSpent(parking.firstStep())).isTrue());
    }

    @Test
    void whatOneSideLearnsServesTheOther() {
        SpinBudget other = new SpinBudget(true, true, 1, yielding, trials);
        budget.learnWith(other);
        runVirtual(() -> {
            other.learn(other.firstStep());
            assertThat(budget.firstStep()).isEqualTo(CarrierSpin.FIRST);
        });
    }
}
