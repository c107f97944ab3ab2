package io.millrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import io.millrace.bench.suite.Profile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportRunTest {

    @TempDir
    Path directory;

    private final List<String> measured = new ArrayList<>();
    private final StringWriter said = new StringWriter();

    @Test
    void everyCellIsMeasuredOnceAndKeptInTheOrderOfThePlan() throws IOException {
        run(Sample.key(), everything());

        JsonArray results = Json.read(directory.resolve("results.json")).getAsJsonArray();
        assertThat(measured).isEqualTo(plan().cells().stream().map(Cell::id).toList());
        assertThat(results).hasSize(measured.size());
    }

    @Test
    void anInterruptedRunGoesOnWhereItStopped() throws IOException {
        assertThatThrownBy(() -> run(Sample.key(), stopsAfter(3))).hasMessage("stopped");
        assertThat(measured).hasSize(3);

        run(Sample.key(), everything());

        assertThat(measured).isEqualTo(plan().cells().stream().map(Cell::id).toList());
        assertThat(said.toString()).contains("3 of " + plan().cells().size() + " results are kept from before");
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

        run(Sample.key(), (cell, profile, histograms, log) -> {
            if (cell.id().equals(failing)) {
                throw new MeasurementFailed("failed: lost a message", null);
            }
            return everything().measure(cell, profile, histograms, log);
        });

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
            assertThat(one.histograms()).hasSize(Profile.QUICK.forks());
            assertThat(one.estimate().forks()).hasSize(Profile.QUICK.forks());
        });
    }

    @Test
    void histogramsOfAnEarlierTryAreNotCounted() throws IOException {
        Sample.run(directory, Profile.QUICK);
        ResultFolder folder = new ResultFolder(directory);
        Cell cell = plan().cells().stream()
                .filter(one -> one.suite().id().equals("latency"))
                .findFirst()
                .orElseThrow();

        assertThat(folder.forkHistograms(cell)).isEmptyDirectory();
    }

    private void run(RunKey key, Measurer measurer) throws IOException {
        new ReportRun(plan(), new ResultFolder(directory), measurer, key, () -> 0)
                .run(Sample.environment(Profile.SMOKE), Sample.progress(said));
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
            return Sample.measurer(Sample::nanos).measure(cell, profile, histograms, log);
        };
    }
}
