package io.millrace.internal.park;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.ManualClock;
import org.junit.jupiter.api.Test;

class CarrierSpinTest {

    private static final int LOOKS = 10;
    private static final int NEVER = Integer.MAX_VALUE;

    private final ManualClock clock = new ManualClock(0);
    private final CarrierSpin.Trials trials = new CarrierSpin.Trials(clock);
    private final CarrierSpin spin = new CarrierSpin(LOOKS, trials);

    private int waitFor(int comesAfter) {
        return waitFor(comesAfter, spin);
    }

    /** Waits for something that comes after so many looks; returns how many there were. */
    private static int waitFor(int comesAfter, CarrierSpin spin) {
        int step = spin.firstStepOfSeveral();
        int looks = 0;
        while (CarrierSpin.isStep(step) && looks < comesAfter) {
            step = spin.next(step);
            looks++;
        }
        if (CarrierSpin.isStep(step)) {
            spin.met(step);
        }
        return looks;
    }

    private int looksOfWaits(int waits) {
        int looks = 0;
        for (int i = 0; i < waits; i++) {
            looks += waitFor(NEVER);
        }
        return looks;
    }

    @Test
    void theFirstWaitIsATrialAndTheNextOnesParkAtOnceIfThatWasInVain() {
        assertThat(waitFor(NEVER)).isGreaterThan(20 * LOOKS);
        assertThat(waitFor(NEVER)).isZero();
    }

    @Test
    void afterABreakThereIsAnotherTrial() {
        waitFor(NEVER);
        clock.advance(CarrierSpin.Trials.BREAK_NANOS - 1);
        assertThat(looksOfWaits(CarrierSpin.WAITS_PER_LOOK_AT_CLOCK)).isZero();
        clock.advance(1);
        assertThat(looksOfWaits(CarrierSpin.WAITS_PER_LOOK_AT_CLOCK)).isPositive();
    }

    @Test
    void allChannelsShareTheBreaks() {
        CarrierSpin another = new CarrierSpin(LOOKS, trials);
        waitFor(NEVER);
        assertThat(waitFor(NEVER, another)).isZero();
    }

    @Test
    void aTrialThatPaidIsFollowedByShortLooks() {
        waitFor(20 * LOOKS);
        assertThat(waitFor(NEVER)).isEqualTo(LOOKS);
    }

    @Test
    void shortLooksGoOnWhileMostOfThemPay() {
        waitFor(1);
        for (int i = 0; i < 100; i++) {
            for (int paid = 0; paid < 5; paid++) {
                assertThat(waitFor(1)).isEqualTo(1);
            }
            assertThat(waitFor(NEVER)).isEqualTo(LOOKS);
        }
    }

    @Test
    void fewMissesInARowEndShortLooks() {
        waitFor(1);
        for (int i = 0; i < 100; i++) {
            waitFor(1);
        }
        int misses = 0;
        while (waitFor(NEVER) > 0) {
            misses++;
        }
        assertThat(misses).isBetween(2, 16);
    }

    @Test
    void shortLooksThatHavePaidForATrialAreFollowedByOne() {
        waitFor(1);
        for (int i = 0; i < CarrierSpin.TRIAL_WORTH; i++) {
            waitFor(1);
        }
        while (waitFor(NEVER) <= LOOKS) {
            // the credit runs out
        }
        assertThat(waitFor(NEVER)).isZero();
    }
}
