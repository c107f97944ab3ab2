package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no test of any module may use; it reads sources, for the classes of the other modules are not on this class path. */
class TestArchitectureTest {

    private static final String TIMEOUT_OF_JUNIT = "org.junit.jupiter.api.Timeout";

    @Test
    void noTestHasATimeoutOfJUnits() {
        List<Path> withTimeout = Stream.of("engine", "stress", "bench/command", "bench/exchange", "bench/suites")
                .flatMap(module -> Documents.filesBelow(module + "/src/test/java", ".java").stream())
                .filter(file -> !file.endsWith("TestArchitectureTest.java"))
                .filter(file -> Documents.text(file).contains(TIMEOUT_OF_JUNIT))
                .toList();

        assertThat(withTimeout)
                .as(
                        "JUnit's timeouts are switched off, so @Timeout limits nothing: io.millrace.support.Watchdog limits every test"
                                + " by progress; leave @Timeout out")
                .isEmpty();
    }
}
