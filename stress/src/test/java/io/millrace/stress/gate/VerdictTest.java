package io.millrace.stress.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.infra.Status;

class VerdictTest {
    private static final long SAMPLES = 1_000;

    @Test
    void aTestThatRanWithoutForbiddenOutcomeIsGreen() {
        Verdict verdict = new Verdict(List.of("A"), List.of(normal("A")));

        assertThat(verdict.faults()).isEmpty();
        assertThat(verdict.green()).containsExactly("A");
        assertThat(verdict.red()).isEmpty();
    }

    @Test
    void aListedTestThatIsNotRecordedIsAFault() {
        Verdict verdict = new Verdict(List.of("A", "B"), List.of(normal("A")));

        assertThat(verdict.faults()).containsExactly("B: did not run");
        assertThat(verdict.summary()).startsWith("2 tests listed, 1 ran");
    }

    @Test
    void aTestRecordedWithoutSamplesIsAFault() {
        Verdict verdict = new Verdict(List.of("A"), List.of(new Recorded("A", Status.NORMAL, 0, Map.of())));

        assertThat(verdict.faults()).containsExactly("A: did not run");
    }

    @Test
    void anApiMismatchIsAFaultThoughJcstressIgnoresIt() {
        Verdict verdict =
                new Verdict(List.of("A"), List.of(normal("A"), new Recorded("A", Status.API_MISMATCH, 0, Map.of())));

        assertThat(verdict.faults()).containsExactly("A: API mismatch");
    }

    @Test
    void aForbiddenOutcomeInOneForkMakesTheTestRed() {
        Verdict verdict = new Verdict(
                List.of("A"), List.of(normal("A"), new Recorded("A", Status.NORMAL, SAMPLES, Map.of("-1", 3L))));

        assertThat(verdict.red()).containsExactly("A");
        assertThat(verdict.green()).isEmpty();
    }

    @Test
    void noTestsAtAllIsAFault() {
        assertThat(new Verdict(List.of(), List.of()).faults()).containsExactly("no test was chosen");
    }

    private static Recorded normal(String test) {
        return new Recorded(test, Status.NORMAL, SAMPLES, Map.of());
    }
}
