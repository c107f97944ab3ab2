package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.faults.FaultPoint.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Throws into the parts with threads of their own, into the calls of their users and into the threads: nobody waits for ever, no message is
 * lost without a word, no thread is left behind.
 */
class WorkFaultTest {

    private final FaultLoader loader = new FaultLoader();

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NO_FILE")
    void anErrorAnywhereLosesNoRequest(Fault fault) throws Exception {
        EveryFault.onThreads(loader).requireWhole("RequestScenarios", fault);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NO_FILE")
    void anErrorAnywhereLosesNoMessageOfAPool(Fault fault) throws Exception {
        EveryFault.onThreads(loader).requireWhole("PoolScenarios", fault);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NO_FILE")
    void anErrorAnywhereLosesNoMessageOfAPipeline(Fault fault) throws Exception {
        EveryFault.onThreads(loader).requireWhole("PipelineScenarios", fault);
    }

    @Test
    void aStopHandlesWhatWasAcceptedBehindASendUnderWay() throws Exception {
        Object handled = loader.loadClass("io.millrace.faults.PoolScenarios")
                .getMethod("handledBehindASend")
                .invoke(null);

        assertThat(handled).isEqualTo(List.of(0, 1, 2));
    }
}
