package io.millrace.bench.suite.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlacementTest {

    @Test
    void eachThreadGetsAProcessorOfItsOwn() {
        assertThat(Placement.places(List.of("71", "72"), List.of(2, 5, 6))).isEqualTo(Map.of("71", 2, "72", 5));
    }

    @Test
    void moreThreadsThanProcessorsRunFree() {
        assertThat(Placement.places(List.of("71", "72"), List.of(0))).isEmpty();
    }

    @Test
    void theListOfTheKernelIsRead() {
        assertThat(Placement.processors("Name:\tjava\nCpus_allowed_list:\t0-2,8\n"))
                .containsExactly(0, 1, 2, 8);
    }

    @Test
    void aStatusWithoutAListNamesNoProcessor() {
        assertThat(Placement.processors("Name:\tjava\n")).isEmpty();
    }

    @Test
    void whatWasDoneIsSaid() throws InterruptedException {
        try (Team team = new Team(List.of(() -> {}))) {
            team.run();

            assertThat(Placement.pin(Team.THREAD_NAME_PREFIX, false))
                    .matches("threads (have processors of their own: \\[.+]|run free: .+)");
            team.run();
        }
    }
}
