package io.millrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.report.Findings.Versus;
import io.millrace.bench.statistics.PairedRatio;
import io.millrace.bench.statistics.Verdict;
import org.junit.jupiter.api.Test;

class TextsTest {

    @Test
    void aStandingSaysHowManyTimesAndWhere() {
        assertThat(Texts.standing(versus(4.31, Verdict.AHEAD))).isEqualTo("4.31× ahead");
        assertThat(Texts.standing(versus(0.25, Verdict.BEHIND))).isEqualTo("4.00× behind");
        assertThat(Texts.standing(versus(1.02, Verdict.EQUAL))).isEqualTo("equal");
    }

    @Test
    void whatIsUndecidedIsSoManyTimesApartAtMost() {
        Versus versus = new Versus(null, null, new PairedRatio(1.1, 0.5, 1.3, 10, Verdict.UNDECIDED));

        assertThat(Texts.standing(versus)).isEqualTo("? ≤ 2.00× apart");
    }

    @Test
    void beforeTheFirstLookThereAreOnlyRounds() {
        Versus versus = new Versus(null, null, new PairedRatio(1.1, Double.NaN, Double.NaN, 3, Verdict.UNDECIDED));

        assertThat(Texts.standing(versus)).isEqualTo("? 3 rounds");
    }

    @Test
    void atABarItSaysWhoseItIs() {
        assertThat(Texts.standingOfMillrace(versus(4.31, Verdict.AHEAD))).isEqualTo("Millrace 4.31× ahead");
        assertThat(Texts.standingOfMillrace(versus(1.02, Verdict.EQUAL))).isEqualTo("equal");
    }

    @Test
    void nothingBesideSomethingHasNoRatio() {
        Versus versus =
                new Versus(null, null, new PairedRatio(Double.NaN, Double.NaN, Double.NaN, 3, Verdict.UNDECIDED));

        assertThat(Texts.standing(versus)).isEqualTo("no ratio");
    }

    private static Versus versus(double ratio, Verdict verdict) {
        return new Versus(null, null, new PairedRatio(ratio, ratio, ratio, 10, verdict));
    }
}
