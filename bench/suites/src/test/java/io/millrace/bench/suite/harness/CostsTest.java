package io.millrace.bench.suite.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostsTest {

    /** As Linux 6 writes it, shortened in the middle. */
    private static final String STATUS = """
            Name:\t%s
            Umask:\t0022
            State:\tS (sleeping)
            Tgid:\t4711
            Pid:\t%d
            Threads:\t24
            SigQ:\t0/95846
            Cpus_allowed_list:\t0-1
            Mems_allowed_list:\t0
            voluntary_ctxt_switches:\t%d
            nonvoluntary_ctxt_switches:\t%d
            x86_Thread_features:\t
            """;

    @TempDir
    Path tasks;

    @Test
    void bothKindsOfSwitchesAreRead() {
        assertThat(ContextSwitches.parse(STATUS.formatted("team-3", 1, 150, 4), "team-"))
                .isEqualTo(new ContextSwitches(150, 4));
    }

    @Test
    void aThreadOfAnotherNameHasNone() {
        assertThat(ContextSwitches.parse(STATUS.formatted("GC Thread#0", 1, 150, 4), "team-"))
                .isEqualTo(new ContextSwitches(0, 0));
    }

    @Test
    void aStatusWithoutTheCountIsRefused() {
        String old = STATUS.formatted("team-0", 1, 150, 4).replace("nonvoluntary", "other");
        assertThatIllegalStateException()
                .isThrownBy(() -> ContextSwitches.parse(old, "team-"))
                .withMessage("a thread's status has no line nonvoluntary_ctxt_switches:");
    }

    @Test
    void theThreadsOfTheNameAreAddedUp() throws IOException {
        thread(10, "java", 9_000, 90);
        thread(11, "team-0", 100, 1);
        thread(12, "team-1", 20, 2);
        Files.createDirectory(tasks.resolve("13")); // ended since it was listed

        assertThat(ContextSwitches.of(tasks, "team-", Path.of("10"))).isEqualTo(new ContextSwitches(120, 3));
        assertThat(ContextSwitches.of(tasks, "team-", Path.of("12")))
                .as("without the calling thread")
                .isEqualTo(new ContextSwitches(100, 1));
    }

    @Test
    void switchesAreCountedBetweenTwoMoments() {
        ContextSwitches before = new ContextSwitches(100, 10);
        ContextSwitches after = new ContextSwitches(130, 11);
        assertThat(after.since(before)).isEqualTo(new ContextSwitches(30, 1));
        assertThat(after.since(before).total()).isEqualTo(31);
    }

    @Test
    void aTeamThatParksIsSeenToSwitch() throws InterruptedException {
        assumeTrue(ContextSwitches.available(), "this system does not tell context switches by thread");
        try (Team team = new Team(List.of(() -> {}))) {
            team.run();
            ContextSwitches before = ContextSwitches.of(Team.THREAD_NAME_PREFIX);
            for (int i = 0; i < 100; i++) {
                team.run();
            }
            assertThat(ContextSwitches.of(Team.THREAD_NAME_PREFIX).since(before).total())
                    .isPositive();
        }
    }

    @Test
    void theCallersOwnWorkIsCounted() {
        assumeTrue(CpuTime.available(), "this JVM does not measure the processor time of threads");
        long wanted = 5_000_000;
        Costs costs = new Costs();
        costs.start();
        long before = CpuTime.ofCaller();
        while (CpuTime.ofCaller() - before < wanted) {
            Thread.onSpinWait();
        }
        costs.stop();
        assertThat(costs.cpuNanos).isGreaterThanOrEqualTo(wanted);
    }

    @Test
    void workCostsProcessorTime() throws InterruptedException {
        assumeTrue(CpuTime.available(), "this JVM does not measure the processor time of threads");
        long wanted = 20_000_000;
        try (Team team = new Team(List.of(() -> {
            long before = CpuTime.ofCaller();
            while (CpuTime.ofCaller() - before < wanted) {
                Thread.onSpinWait();
            }
        }))) {
            Costs costs = new Costs();
            costs.start();
            team.run();
            costs.stop();
            assertThat(costs.cpuNanos).isGreaterThanOrEqualTo(wanted);
        }
    }

    private void thread(int id, String name, int voluntary, int involuntary) throws IOException {
        Path directory = Files.createDirectory(tasks.resolve(String.valueOf(id)));
        Files.writeString(directory.resolve("status"), STATUS.formatted(name, id, voluntary, involuntary));
    }
}
