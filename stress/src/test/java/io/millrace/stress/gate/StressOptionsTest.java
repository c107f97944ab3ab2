package io.millrace.stress.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class StressOptionsTest {
    @Test
    void withoutOptionsTheWholeSuiteRunsInEveryJvmConfiguration() {
        StressOptions options = StressOptions.parse();

        assertThat(options.tests().asPredicate()).accepts("io.millrace.stress.Any");
        assertThat(options.mode()).isEqualTo("quick");
        assertThat(options.oneJvm()).isFalse();
        assertThat(options.canaries()).isFalse();
    }

    @Test
    void oneJvmTakesItsArguments() {
        assertThat(StressOptions.parse("--jvm-args", "-Xint").jvmArgs()).isEqualTo("-Xint");
        assertThat(StressOptions.parse("--one-jvm").oneJvm()).isTrue();
    }

    @Test
    void briefIsSaidInOptionsOfJcstress() {
        assertThat(StressOptions.parse("--mode", "brief").modeOptions()).startsWith("-m", "quick", "-time");
        assertThat(StressOptions.parse("--mode", "tough").modeOptions()).containsExactly("-m", "tough");
    }

    @Test
    void wrongOptionsAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StressOptions.parse("--modus"))
                .withMessage("unknown option --modus");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StressOptions.parse("--mode", "short"))
                .withMessage("--mode short is not one of sanity, brief, quick, default, tough, stress");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StressOptions.parse("--tests"))
                .withMessage("--tests needs a value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StressOptions.parse("-t", "("))
                .withMessageContaining("is not a regular expression");
    }
}
