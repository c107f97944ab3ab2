package io.millrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EstimateTest {

    @Test
    void theValueIsTheMedianOfTheGeometricMeansOfPairs() {
        assertThat(Estimate.of(1, 10, 100).value()).isCloseTo(10, within(1e-9));
    }

    @Test
    void oneTurnThatIsFarOffHardlyCounts() {
        assertThat(Estimate.of(10, 10, 10, 10, 1000).value()).isCloseTo(10, within(1e-9));
    }

    @Test
    void theRangeIsThatOfTheTurns() {
        Estimate estimate = Estimate.of(3, 1, 2);

        assertThat(estimate.least()).isEqualTo(1);
        assertThat(estimate.most()).isEqualTo(3);
    }

    @Test
    void zeroHasAValue() {
        assertThat(Estimate.of(0, 0, 5).value()).isZero();
    }

    @Test
    void noForkIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(Estimate::of).withMessageContaining("forks is empty");
    }
}
