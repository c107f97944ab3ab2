package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.contract.Behaviour;
import io.millrace.support.ChildJvm;
import io.millrace.support.ThreadKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With a single carrier for all virtual threads, a thread that spun, pinned or yielded without unmounting would keep the one it
 * waits for from ever running.
 */
class OneCarrierTest {

    private static final List<String> ONE_CARRIER =
            List.of("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1");

    @TempDir
    private Path directory;

    @BeforeEach
    void needsVirtualThreads() {
        assumeTrue(
                ThreadKind.virtualThreadsExist(),
                "virtual threads need JDK 21 or later, this is "
                        + Runtime.version().feature());
    }

    @Test
    @Behaviour({20, 27, 101, 102, 121})
    void everyFlavorFinishesAndNoThreadIsPinned() throws Exception {
        ChildJvm child = ChildJvm.run(directory, ONE_CARRIER, OneCarrierMain.class);
        assertThat(child.exitCode()).as(child.toString()).isZero();
        assertThat(child.err()).isEmpty();
        assertThat(child.out().lines().toList())
                .hasSize(OneCarrierMain.KINDS.size() + 1)
                .endsWith("pinned 0")
                .allMatch(line -> line.startsWith("finished ") || line.startsWith("pinned "));
    }

    /** Those that were woken first have no carrier. */
    @Test
    void virtualThreadsWithoutACarrierHoldNobodyElseUp() throws Exception {
        ChildJvm child = ChildJvm.run(directory, ONE_CARRIER, BusyCarrierMain.class);
        assertThat(child.exitCode()).as(child.toString()).isZero();
        assertThat(child.err()).isEmpty();
        assertThat(child.out().lines()).hasSize(BusyCarrierMain.KINDS.size());
    }
}
