package io.millrace.bench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignedRankTest {

    @ParameterizedTest
    @CsvSource({"10, 1", "14, 7", "20, 27", "28, 72", "40, 186"})
    void theLimitsOfTwoInAThousandAreThoseOfTheTables(int size, int limit) {
        assertThat(SignedRank.limit(size, 0.002)).isEqualTo(limit);
    }

    @ParameterizedTest
    @CsvSource({"6, 0.05, 1", "10, 0.05, 9", "20, 0.05, 53", "25, 0.01, 69"})
    void theLimitsOfUsualLevelsAreThoseOfTheTables(int size, double error, int limit) {
        assertThat(SignedRank.limit(size, error)).isEqualTo(limit);
    }

    @Test
    void aSmallSampleHasNoIntervalThatIsSureEnough() {
        assertThat(SignedRank.limit(9, 0.002)).isZero();
    }

    @Test
    void theProbabilitiesOfAllSumsAddUpToOne() {
        assertThat(Arrays.stream(SignedRank.probabilities(120)).sum()).isCloseTo(1, within(1e-12));
    }

    @Test
    void theProbabilitiesOfThreeRanksAreThoseOfEightCoins() {
        assertThat(SignedRank.probabilities(3)).containsExactly(0.125, 0.125, 0.125, 0.25, 0.125, 0.125, 0.125);
    }

    @Test
    void theCentreIsTheMedianOfTheWalshAverages() {
        // The averages are 1, 1.5, 2, 5.5, 6 and 10.
        assertThat(SignedRank.centre(10, 1, 2)).isEqualTo(3.75);
    }

    @Test
    void oneOutlierHardlyMovesTheCentre() {
        assertThat(SignedRank.centre(1, 1.1, 0.9, 1, 1.05, 0.95, 1000)).isCloseTo(1, within(0.1));
    }

    @Test
    void anEmptySampleIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(SignedRank::centre).withMessageContaining("sample is empty");
    }
}
