package io.millrace.bench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairedRatioTest {

    private static final Looks LOOKS = Looks.after(10, 14, 20, 28, 40);
    private static final int TRIALS = 4_000;

    @Test
    void tenRoundsThatAllAgreeDecide() {
        PairedRatio ratio = of(2, 2.1, 1.9, 3, 2, 2, 1.1, 2, 2.5, 2);

        assertThat(ratio.verdict()).isEqualTo(Verdict.AHEAD);
        assertThat(ratio.low()).as("the least Walsh average is the least ratio").isCloseTo(1.1, within(1e-9));
        assertThat(ratio.high()).isCloseTo(3, within(1e-9));
    }

    @Test
    void tenRoundsOfWhichOneDisagreesDoNot() {
        assertThat(of(2, 2.1, 1.9, 3, 2, 2, 0.9, 2, 2.5, 2).verdict()).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void theOtherWayRoundItIsBehind() {
        assertThat(of(0.5, 0.6, 0.5, 0.5, 0.4, 0.5, 0.5, 0.9, 0.5, 0.5).verdict())
                .isEqualTo(Verdict.BEHIND);
    }

    @Test
    void whatIsWithinTheBandIsEqualAlsoIfItExcludesOne() {
        assertThat(of(1.01, 1.02, 1.01, 1.02, 1.01, 1.02, 1.01, 1.02, 1.01, 1.02)
                        .verdict())
                .isEqualTo(Verdict.EQUAL);
    }

    @Test
    void lessThanTenRoundsHaveAValueAndNoInterval() {
        PairedRatio ratio = of(2, 2, 2, 2, 2, 2, 2, 2, 2);

        assertThat(ratio.value()).isCloseTo(2, within(1e-9));
        assertThat(ratio.hasInterval()).isFalse();
        assertThat(ratio.verdict()).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void roundsBetweenTwoLooksAreNotLookedAt() {
        double[] ratios = repeat(13, round -> round == 0 ? 0.5 : 2);

        assertThat(PairedRatio.of(ratios, LOOKS).verdict()).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void aVerdictHoldsWhateverIsMeasuredAfterIt() {
        double[] ratios = repeat(40, round -> round < 10 ? 2 : 0.5);

        assertThat(PairedRatio.of(ratios, LOOKS).verdict()).isEqualTo(Verdict.AHEAD);
    }

    @Test
    void zeroHasNoRatio() {
        PairedRatio ratio = of(1, 0, 1);

        assertThat(ratio.value()).isNaN();
        assertThat(ratio.verdict()).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void whatIsUndecidedIsApartByItsFartherEndAtMost() {
        PairedRatio ratio = of(0.5, 1, 1, 1, 1.1, 1, 1, 1, 1, 1.25);

        assertThat(ratio.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(ratio.apart()).isCloseTo(2, within(1e-9));
    }

    @Test
    void looksAscend() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Looks.after(14, 10))
                .withMessageContaining("ascending");
    }

    @Test
    void equalSidesAreSeldomCalledDifferent() {
        assertThat(wrong(Random::nextGaussian)).isLessThanOrEqualTo(0.01);
    }

    @Test
    void equalSidesWithTwoStatesAreSeldomCalledDifferent() {
        // One side may be thrice as slow in a round, and so may the other.
        ToDoubleFunction<Random> state = random -> (random.nextInt(4) == 0 ? 7 : 0) + random.nextGaussian() / 2;

        assertThat(wrong(random -> state.applyAsDouble(random) - state.applyAsDouble(random)))
                .isLessThanOrEqualTo(0.01);
    }

    @Test
    void aDifferenceThatIsCalledVisibleIsFoundNineTimesInTen() {
        Random random = new Random(3);
        int found = 0;
        int claimed = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            PairedRatio equal = simulated(random, Random::nextGaussian, 0.12, 0);
            if (equal.visible() <= 1.1) {
                claimed++;
                found += simulated(random, Random::nextGaussian, 0.12, Math.log(1.1))
                                        .verdict()
                                == Verdict.AHEAD
                        ? 1
                        : 0;
            }
        }

        assertThat(claimed).isGreaterThan(TRIALS / 4);
        assertThat((double) found / claimed).isGreaterThan(0.9);
    }

    /** Returns how many of the trials with equal sides are called ahead or behind. */
    private static double wrong(ToDoubleFunction<Random> noise) {
        Random random = new Random(7);
        long wrong = IntStream.range(0, TRIALS)
                .mapToObj(trial -> simulated(random, noise, 0.15, 0).verdict())
                .filter(verdict -> verdict == Verdict.AHEAD || verdict == Verdict.BEHIND)
                .count();
        return (double) wrong / TRIALS;
    }

    private static PairedRatio simulated(Random random, ToDoubleFunction<Random> noise, double size, double shift) {
        return PairedRatio.of(
                repeat(LOOKS.last(), round -> Math.exp(shift + size * noise.applyAsDouble(random))), LOOKS);
    }

    private static double[] repeat(int rounds, ToDoubleFunction<Integer> ratio) {
        return IntStream.range(0, rounds)
                .mapToDouble(round -> ratio.applyAsDouble(round))
                .toArray();
    }

    private static PairedRatio of(double... ratios) {
        return PairedRatio.of(ratios, LOOKS);
    }
}
