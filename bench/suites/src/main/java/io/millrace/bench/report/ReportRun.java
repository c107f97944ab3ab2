package io.millrace.bench.report;

import com.google.gson.JsonObject;
import io.millrace.bench.suite.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Measures a plan, cell by cell, keeps each result at once and uses again those that still hold. */
final class ReportRun {

    private final Plan plan;
    private final ResultFolder folder;
    private final Measurer measurer;
    private final RunKey key;
    private final LongSupplier clock;

    /**
     * Makes a run.
     *
     * @param clock milliseconds
     */
    ReportRun(Plan plan, ResultFolder folder, Measurer measurer, RunKey key, LongSupplier clock) {
        this.plan = plan;
        this.folder = folder;
        this.measurer = measurer;
        this.key = key;
        this.clock = clock;
    }

    /**
     * Measures what has no result yet and writes all.
     *
     * @param environment where this runs
     * @param progress what is told
     * @throws IOException if a file cannot be written; a benchmark that fails makes a row absent
     */
    void run(Environment environment, Progress.Start progress) throws IOException {
        Files.createDirectories(folder.cells());
        // Without it a report of an earlier run could be taken for this one's.
        Files.deleteIfExists(folder.results());
        Map<Cell, JsonObject> results = kept();
        List<Cell> open =
                plan.cells().stream().filter(cell -> !results.containsKey(cell)).toList();
        Progress line = progress.of(open.size(), plan.profile().cellMillis(), clock.getAsLong());
        sayWhatIsKept(line, results.size(), open);
        List<Plan.Absent> absent = new ArrayList<>(plan.absent());
        for (Cell cell : open) {
            line.begins(cell, clock.getAsLong());
            try {
                JsonObject result =
                        measurer.measure(cell, plan.profile(), folder.forkHistograms(cell), folder.log(cell));
                folder.keep(cell, key, result);
                results.put(cell, result);
            } catch (MeasurementFailed e) {
                line.say(cell.id() + ": " + e.getMessage());
                absent.add(new Plan.Absent(cell.id(), e.getMessage()));
            }
            line.ended();
        }
        line.end(clock.getAsLong());
        List<JsonObject> inOrder = plan.cells().stream()
                .filter(results::containsKey)
                .map(results::get)
                .toList();
        folder.write(inOrder, environment, absent);
    }

    private Map<Cell, JsonObject> kept() {
        Map<Cell, JsonObject> results = new LinkedHashMap<>();
        for (Cell cell : plan.cells()) {
            folder.kept(cell, key)
                    .filter(kept -> kept.differences().isEmpty())
                    .ifPresent(kept -> results.put(cell, kept.result()));
        }
        return results;
    }

    private void sayWhatIsKept(Progress line, int kept, List<Cell> open) {
        Set<String> changed = new LinkedHashSet<>();
        int stale = 0;
        for (Cell cell : open) {
            Optional<ResultFolder.Kept> old = folder.kept(cell, key);
            if (old.isPresent()) {
                stale++;
                changed.addAll(old.get().differences());
            }
        }
        if (stale > 0) {
            line.say(stale + " of the kept results do not hold any more and are measured again: changed is "
                    + String.join(", ", changed));
        }
        if (kept > 0) {
            line.say(kept + " of " + plan.cells().size() + " results are kept from before");
        }
        long peers =
                plan.cells().stream().map(Cell::peer).map(Peer::name).distinct().count();
        line.say("profile " + plan.profile() + ": " + open.size() + " cells to measure, " + peers + " peers, about "
                + Progress.clock(open.size() * plan.profile().cellMillis()) + " min");
    }
}
