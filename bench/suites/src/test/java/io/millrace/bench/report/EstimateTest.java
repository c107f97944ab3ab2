package io.millrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EstimateTest {

    @Test
    void theValueIsTheGeometricMeanOfTheForks() {
        assertThat(Estimate.of(1, 10, 100).value()).isCloseTo(10, within(1e-9));
    }

    @Test
    void theIntervalIsStudentsOverTheLogarithms() {
        // Two forks: t of 99 % with one degree of freedom is 63.6567, the logarithms are 0 and 2, their error is 1.
        Estimate estimate = Estimate.of(1, Math.exp(2));

        assertThat(Math.log(estimate.low())).isCloseTo(1 - 63.6567, within(1e-3));
        assertThat(Math.log(estimate.high())).isCloseTo(1 + 63.6567, within(1e-3));
    }

    @Test
    void oneForkHasNoInterval() {
        assertThat(Estimate.of(5).low()).isNaN();
        assertThat(Estimate.of(5).to(Estimate.of(1, 2, 3)).distinguishable()).isFalse();
    }

    @Test
    void zeroHasNoIntervalButAValue() {
        Estimate estimate = Estimate.of(0, 0, 0);

        assertThat(estimate.value()).isZero();
        assertThat(estimate.high()).isNaN();
    }

    @Test
    void nothingBesideNothingIsTheSame() {
        Estimate.Ratio ratio = Estimate.of(0, 0, 0).to(Estimate.of(0, 0, 0));

        assertThat(ratio.value()).isEqualTo(1);
        assertThat(ratio.distinguishable()).isFalse();
    }

    @Test
    void noForkIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(Estimate::of).withMessageContaining("forks is empty");
    }

    @Test
    void forksThatAreFarApartAreDistinguished() {
        Estimate.Ratio ratio = Estimate.of(20, 21, 20.5).to(Estimate.of(10, 10.2, 9.9));

        assertThat(ratio.value()).isCloseTo(2.04, within(0.01));
        assertThat(ratio.low()).isGreaterThan(1).isLessThan(ratio.value());
        assertThat(ratio.distinguishable()).isTrue();
    }

    @Test
    void forksThatOverlapAreNotDistinguished() {
        assertThat(Estimate.of(10, 14, 12).to(Estimate.of(11, 9, 13)).distinguishable())
                .isFalse();
    }

    @Test
    void anInverseHasTheInverseInterval() {
        Estimate.Ratio ratio = Estimate.of(20, 21, 20.5).to(Estimate.of(10, 10.2, 9.9));

        assertThat(ratio.inverse().low()).isCloseTo(1 / ratio.high(), within(1e-12));
        assertThat(ratio.inverse().high()).isCloseTo(1 / ratio.low(), within(1e-12));
    }

    @Test
    void forksOfOneDistributionAreSeldomDistinguished() {
        Random random = new Random(7);
        int distinguished = 0;
        for (int trial = 0; trial < 2000; trial++) {
            if (noise(random).to(noise(random)).distinguishable()) {
                distinguished++;
            }
        }

        // One in a hundred may err; Welch's t is a little careful with few forks.
        assertThat(distinguished).isBetween(1, 40);
    }

    private static Estimate noise(Random random) {
        return Estimate.of(random.doubles(5).map(value -> 10 + value).toArray());
    }
}
