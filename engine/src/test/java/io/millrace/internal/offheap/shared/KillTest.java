package io.millrace.internal.offheap.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.LongRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Processes die and stop anywhere. Say {@code -Dmillrace.kills=1000 -Dmillrace.zombies=100} for more of it. */
@EnabledOnOs(OS.LINUX)
@LongRun
class KillTest {

    private static final int KILLS = Integer.getInteger("millrace.kills", 24);
    private static final int ZOMBIES = Integer.getInteger("millrace.zombies", 3);
    private static final long SEED = Long.getLong("millrace.seed", 5);

    @TempDir
    private Path folder;

    @Test
    void aProcessThatIsKilledLosesNothingAndHoldsUpNobody() throws Exception {
        KillHarness harness = new KillHarness(folder, SEED);

        harness.kill(KILLS);

        requireNothingWrong(harness);
    }

    @Test
    void aProcessThatWasStoppedAndFencedChangesNothingWhenItWakes() throws Exception {
        KillHarness harness = new KillHarness(folder, SEED);

        harness.stopAndResume(ZOMBIES);

        requireNothingWrong(harness);
    }

    private static void requireNothingWrong(KillHarness harness) {
        System.out.println(harness.report());
        assertThat(harness.torn()).as(harness.report()).isZero();
        assertThat(harness.lost()).as(harness.report()).isZero();
        assertThat(harness.wrong()).as(harness.report()).isZero();
    }
}
