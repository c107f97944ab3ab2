package io.millrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.report.Findings.Verdict;
import io.millrace.bench.report.Findings.Versus;
import org.junit.jupiter.api.Test;

class TextsTest {

    @Test
    void aStandingSaysHowManyTimesAndWhere() {
        assertThat(Texts.standing(versus(4.31, Verdict.AHEAD))).isEqualTo("4.31× ahead");
        assertThat(Texts.standing(versus(0.25, Verdict.BEHIND))).isEqualTo("4.00× behind");
        assertThat(Texts.standing(versus(1.02, Verdict.NOT_DISTINGUISHABLE))).isEqualTo("≈ 1.02×");
    }

    @Test
    void atABarItSaysWhoseItIs() {
        assertThat(Texts.standingOfMillrace(versus(4.31, Verdict.AHEAD))).isEqualTo("Millrace 4.31× ahead");
        assertThat(Texts.standingOfMillrace(versus(1.02, Verdict.NOT_DISTINGUISHABLE)))
                .isEqualTo("≈ 1.02×");
    }

    @Test
    void nothingBesideSomethingHasNoRatio() {
        double nothing = Estimate.of(0, 0, 0).to(Estimate.of(1.94, 1.93, 1.95)).value();

        assertThat(Texts.standing(versus(nothing, Verdict.NOT_DISTINGUISHABLE))).isEqualTo("no ratio");
        assertThat(Texts.standing(versus(1 / nothing, Verdict.NOT_DISTINGUISHABLE)))
                .isEqualTo("no ratio");
    }

    private static Versus versus(double advantage, Verdict verdict) {
        return new Versus(null, null, new Estimate.Ratio(advantage, advantage, advantage), verdict);
    }
}
