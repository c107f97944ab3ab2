package io.millrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.millrace.bench.report.jmh.Cell;
import io.millrace.bench.report.jmh.MeasurementFailed;
import io.millrace.bench.report.jmh.Measurer;
import io.millrace.bench.statistics.Verdict;
import io.millrace.bench.suite.ForkFiles;
import io.millrace.bench.suite.Profile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportRunTest {

    @TempDir
    Path directory;

    private final List<String> measured = new ArrayList<>();
    private final AtomicLong clock = new AtomicLong();
    private final Measurer sample = Sample.measurer(Sample::nanos);
    private final StringWriter said = new StringWriter();

    @Test
    void everyCellOfATrialHasOneTurnAndIsKeptInTheOrderOfThePlan() throws IOException {
        run(Sample.key(), everything());

        assertThat(measured).containsExactlyInAnyOrderElementsOf(ids(plan()));
        assertThat(new ResultFolder(directory).read(Sample.catalogue()).measured())
                .extracting(one -> one.cell().id())
                .isEqualTo(ids(plan()));
    }

    @Test
    void theOrderOfARoundIsByChanceAndFollowsFromTheSeed() throws IOException {
        run(Sample.key(), everything());
        List<String> first = List.copyOf(measured);
        run(new RunKey(Map.of("program", "changed")), everything());

        assertThat(first).isNotEqualTo(ids(plan()));
        assertThat(measured.subList(first.size(), measured.size())).isEqualTo(first);
    }

    @Test
    void anInterruptedRunGoesOnWhereItStopped() throws IOException {
        assertThatThrownBy(() -> run(Sample.key(), stopsAfter(3))).hasMessage("stopped");
        assertThat(measured).hasSize(3);

        run(Sample.key(), everything());

        assertThat(measured).containsExactlyInAnyOrderElementsOf(ids(plan()));
        assertThat(said.toString()).contains("3 of " + plan().cells().size() + " cells have turns from before");
    }

    @Test
    void anInterruptedRunIsNoReport() {
        assertThatThrownBy(() -> run(Sample.key(), stopsAfter(3))).hasMessage("stopped");

        assertThatThrownBy(() -> new ResultFolder(directory).read(Sample.catalogue()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has not ended");
    }

    @Test
    void aChangedProgramIsMeasuredAgainAndSaidSo() throws IOException {
        run(Sample.key(), everything());
        int first = measured.size();

        run(new RunKey(Map.of("program", "changed")), everything());

        assertThat(measured).hasSize(2 * first);
        assertThat(said.toString())
                .contains(first + " of the kept results do not hold any more")
                .contains("changed is program");
    }

    @Test
    void aBrokenKeptResultIsMeasuredAgain() throws IOException {
        run(Sample.key(), everything());
        Cell cell = plan().cells().get(2);
        Files.writeString(directory.resolve("cells").resolve(cell.slug() + ".json"), "{");
        measured.clear();

        run(Sample.key(), everything());

        assertThat(measured).containsExactly(cell.id());
    }

    @Test
    void aBenchmarkThatFailsMakesItsRowAbsentAndOthersGoOn() throws IOException {
        String failing = plan().cells().get(1).id();

        run(Sample.key(), failing(failing));

        ResultSet results = new ResultFolder(directory).read(Sample.catalogue());
        assertThat(results.absent()).contains(new Plan.Absent(failing, "failed: lost a message"));
        assertThat(results.measured()).hasSize(plan().cells().size() - 1);
    }

    @Test
    void theHistogramsOfTheForksAreReadBackOneByOne() throws IOException {
        ResultFolder folder = Sample.run(directory, Profile.QUICK);

        List<ResultSet.Measured> latencies = folder.read(Sample.catalogue()).measured().stream()
                .filter(one -> one.cell().suite().id().equals("latency"))
                .toList();

        assertThat(latencies).isNotEmpty().allSatisfy(one -> {
            assertThat(one.histograms()).hasSizeGreaterThanOrEqualTo(Profile.QUICK.turns());
            assertThat(one.estimate().forks()).hasSameSizeAs(one.histograms());
        });
    }

    @Test
    void aHeadlineIsMeasuredUntilItIsDecidedAndEverySideOfARoundHasATurn() throws IOException {
        ResultSet results = Sample.run(directory, Profile.QUICK).read(Sample.catalogue());

        Findings findings = new Findings(results);
        assertThat(findings.overall().versus()).isNotEmpty().allSatisfy(versus -> {
            assertThat(versus.ratio().rounds()).isIn(Profile.QUICK.looks().rounds());
            assertThat(versus.own().rounds())
                    .containsKeys(versus.peer().rounds().keySet().toArray(Integer[]::new));
        });
        assertThat(findings.overall().versus())
                .filteredOn(versus -> versus.verdict() == Verdict.AHEAD)
                .extracting(versus -> versus.ratio().rounds())
                .contains(Profile.QUICK.looks().rounds().get(0));
    }

    @Test
    void whatGetsNoVerdictHasItsTurnsAfterTheRest() throws IOException {
        ResultSet results = Sample.run(directory, Profile.QUICK).read(Sample.catalogue());

        assertThat(results.measured())
                .filteredOn(one -> !Series.isNamed(one.cell()))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.rounds()).hasSize(Profile.QUICK.turns()));
    }

    @Test
    void whatGetsNoVerdictHasItsTurnsBeforeAnyHeadlineHasASecondLook() throws IOException {
        ReportRun run = new ReportRun(
                quick(), new ResultFolder(directory), everything(), Sample.key(), () -> 0, 1, Sample.guard());
        run.run(Sample.environment(Profile.QUICK), Sample.progress(said));
        List<String> others = quick().others().stream().map(Cell::id).toList();
        int lastOther = others.stream().mapToInt(measured::lastIndexOf).max().orElseThrow();

        assertThat(quick().series())
                .isNotEmpty()
                .allSatisfy(series -> series.cells().stream()
                        .map(Cell::id)
                        .forEach(id -> assertThat(
                                        measured.subList(0, lastOther).stream().filter(id::equals))
                                .hasSizeLessThanOrEqualTo(
                                        Profile.QUICK.looks().rounds().get(0))));
    }

    @Test
    void noRoundBeginsForWhichThereIsNoTime() throws IOException {
        runQuick(everything());

        assertThat(clock).hasValueLessThanOrEqualTo(Profile.QUICK.budget().toMillis());
        assertThat(new ResultFolder(directory).read(Sample.catalogue()).absent())
                .extracting(Plan.Absent::reason)
                .contains(ReportRun.TIME_WAS_OVER);
    }

    @Test
    void aRunThatGoesOnHasTheTimeThatIsLeft() throws IOException {
        runQuick(everything());
        int turns = measured.size();

        runQuick(everything());

        assertThat(measured).hasSize(turns);
    }

    @Test
    void aSideThatFailsLeavesAndTheOthersAreDecided() throws IOException {
        Plan quick = Plan.of(Sample.catalogue(), Profile.QUICK, List.of("cells"), List.of(), Plan.Runtime.here());
        Series.Pair pair = quick.series().get(0).pairs().get(0);

        new ReportRun(
                        quick,
                        new ResultFolder(directory),
                        failing(pair.peer().id()),
                        Sample.key(),
                        () -> 0,
                        1,
                        Sample.guard())
                .run(Sample.environment(Profile.QUICK), Sample.progress(said));

        Findings findings = new Findings(new ResultFolder(directory).read(Sample.catalogue()));
        assertThat(findings.overall().versus())
                .extracting(versus -> versus.peer().cell())
                .doesNotContain(pair.peer())
                .contains(quick.series().get(0).pairs().get(1).peer());
    }

    @Test
    void histogramsOfAnEarlierTryAreNotCounted() throws IOException {
        Sample.run(directory, Profile.QUICK);
        ResultFolder folder = new ResultFolder(directory);
        Cell cell = plan().cells().stream()
                .filter(one -> one.suite().id().equals("latency"))
                .findFirst()
                .orElseThrow();

        assertThat(folder.forkHistograms(cell, 1)).isEmptyDirectory();
    }

    @Test
    void aRoundThatTheHostDisturbedIsRepeatedAndItsTurnsAreLogged() throws IOException {
        AtomicLong stolen = new AtomicLong();
        Cell disturbed = plan().cells().get(0);
        Measurer once = (cell, profile, histograms, log) -> {
            stolen.addAndGet(cell.equals(disturbed) && !measured.contains(cell.id()) ? 50 : 0);
            return everything().measure(cell, profile, histograms, log);
        };

        new ReportRun(plan(), new ResultFolder(directory), once, Sample.key(), () -> 0, 1, Sample.guard(stolen))
                .run(Sample.environment(Profile.SMOKE), Sample.progress(said));

        assertThat(measured).hasSize(plan().cells().size() + 1);
        assertThat(new ResultFolder(directory).turns().turns())
                .filteredOn(turn -> !turn.kept())
                .extracting(TurnLog.Turn::cell)
                .containsExactly(disturbed.id());
        assertThat(said.toString()).contains("1 of " + measured.size() + " rounds were repeated");
    }

    @Test
    void whereTheThreadsOfATurnRanIsLogged() throws IOException {
        Measurer placed = (cell, profile, histograms, log) -> {
            JsonObject result = everything().measure(cell, profile, histograms, log);
            writePlacement(histograms);
            return result;
        };

        run(Sample.key(), placed);

        assertThat(new ResultFolder(directory).turns().turns())
                .isNotEmpty()
                .allSatisfy(turn -> assertThat(turn.placement()).isEqualTo("threads run free"));
    }

    private static void writePlacement(Path folder) {
        System.setProperty(ForkFiles.DIRECTORY, folder.toString());
        try {
            ForkFiles.write(ForkFiles.PLACEMENT, "threads run free");
        } finally {
            System.clearProperty(ForkFiles.DIRECTORY);
        }
    }

    @Test
    void ofRoundsThatAreAllDisturbedFewAreRepeated() throws IOException {
        AtomicLong stolen = new AtomicLong();
        Measurer always = (cell, profile, histograms, log) -> {
            stolen.addAndGet(50);
            return everything().measure(cell, profile, histograms, log);
        };

        new ReportRun(plan(), new ResultFolder(directory), always, Sample.key(), () -> 0, 1, Sample.guard(stolen))
                .run(Sample.environment(Profile.SMOKE), Sample.progress(said));

        assertThat(measured.size()).isLessThanOrEqualTo(plan().cells().size() * 5 / 4 + 1);
        assertThat(new ResultFolder(directory).read(Sample.catalogue()).measured())
                .hasSameSizeAs(plan().cells());
    }

    /** A quick run in which each turn takes ten times what it should. */
    private void runQuick(Measurer measurer) throws IOException {
        Measurer slow = (cell, profile, histograms, log) -> {
            clock.addAndGet(10 * profile.turnMillis());
            return measurer.measure(cell, profile, histograms, log);
        };
        new ReportRun(quick(), new ResultFolder(directory), slow, Sample.key(), clock::get, 1, Sample.guard())
                .run(Sample.environment(Profile.QUICK), Sample.progress(said));
    }

    private Measurer failing(String id) {
        return (cell, profile, histograms, log) -> {
            if (cell.id().equals(id)) {
                throw new MeasurementFailed("failed: lost a message", null);
            }
            return everything().measure(cell, profile, histograms, log);
        };
    }

    private static List<String> ids(Plan plan) {
        return plan.cells().stream().map(Cell::id).toList();
    }

    private void run(RunKey key, Measurer measurer) throws IOException {
        new ReportRun(plan(), new ResultFolder(directory), measurer, key, () -> 0, 1, Sample.guard())
                .run(Sample.environment(Profile.SMOKE), Sample.progress(said));
    }

    private static Plan quick() {
        return Plan.of(Sample.catalogue(), Profile.QUICK, List.of(), List.of(), Plan.Runtime.here());
    }

    private static Plan plan() {
        return Plan.of(Sample.catalogue(), Profile.SMOKE, List.of(), List.of(), Plan.Runtime.here());
    }

    private Measurer everything() {
        return stopsAfter(Integer.MAX_VALUE);
    }

    private Measurer stopsAfter(int cells) {
        return (cell, profile, histograms, log) -> {
            if (measured.size() == cells) {
                throw new IllegalStateException("stopped");
            }
            measured.add(cell.id());
            return sample.measure(cell, profile, histograms, log);
        };
    }
}
