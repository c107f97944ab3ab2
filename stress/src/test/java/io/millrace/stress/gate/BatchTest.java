package io.millrace.stress.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.infra.TestInfo;

class BatchTest {
    @Test
    void testsWithMoreActorsThanCpusFormABatchOfTheirOwn() {
        List<Batch> batches = Batch.split(List.of(test("Two", 2), test("Four", 4), test("Three", 3)), 2);

        assertThat(batches)
                .containsExactly(
                        new Batch("pinned", List.of("Two"), 2), new Batch("crowded", List.of("Four", "Three"), 4));
    }

    @Test
    void aMachineWithEnoughCpusRunsOneBatch() {
        assertThat(Batch.split(List.of(test("Two", 2), test("Four", 4)), 4)).hasSize(1);
    }

    @Test
    void crowdedTestsRunWithAsManyCpusAsActors() {
        Batch crowded = new Batch("crowded", List.of("Four"), 4);

        assertThat(crowded.command(StressOptions.parse())).contains("-XX:ActiveProcessorCount=4", "THREAD_YIELD");
    }

    @Test
    void aBatchSelectsItsTestsExactly() {
        Batch pinned = new Batch("pinned", List.of("a.Send", "a.Close"), 2);

        assertThat(pinned.command(StressOptions.parse())).contains("^(?:\\Qa.Send\\E|\\Qa.Close\\E)$");
    }

    private static TestInfo test(String name, int actors) {
        return new TestInfo(name, name, name + "_jcstress", "", actors, Collections.nCopies(actors, "actor"), false);
    }
}
