package io.millrace.bench.report;

import com.google.gson.JsonObject;
import io.millrace.bench.report.jmh.Cell;
import io.millrace.bench.report.jmh.MeasurementFailed;
import io.millrace.bench.report.jmh.Measurer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * Measures a plan in rounds: the cells that get a verdict in turn, one round each, until all are decided or the time is over, and
 * then the others. In a round each side has a turn, in random order. Turns are kept when their round is complete, and those that
 * still hold are used again.
 */
final class ReportRun {

    /** Why a cell has no result although nothing failed. */
    static final String TIME_WAS_OVER = "the time was over";

    /** Turns that are too few for an average. */
    private static final int FIRST = 10;

    /** One round in so many may be repeated. */
    private static final int MOST_REPEATED = 5;

    private final Plan plan;
    private final ResultFolder folder;
    private final Measurer measurer;
    private final RunKey key;
    private final LongSupplier clock;
    private final long seed;
    private final Turns turns;
    private final Guard guard;
    private Progress line;
    private long begun;
    private int taken;
    private int rounds;
    private int repeated;

    /**
     * Makes a run.
     *
     * @param clock milliseconds
     * @param seed of the order in the rounds
     * @param guard notices turns that something disturbed
     */
    ReportRun(
            Plan plan, ResultFolder folder, Measurer measurer, RunKey key, LongSupplier clock, long seed, Guard guard) {
        this.plan = plan;
        this.folder = folder;
        this.measurer = measurer;
        this.key = key;
        this.clock = clock;
        this.seed = seed;
        this.guard = guard;
        this.turns = new Turns(folder, key, plan.profile().looks());
    }

    /**
     * Measures what is not decided yet and writes all.
     *
     * @param environment where this runs
     * @param progress what is told
     * @throws IOException if a file cannot be written; a benchmark that fails makes a row absent
     */
    void run(Environment environment, Progress.Start progress) throws IOException {
        Files.createDirectories(folder.cells());
        // Without it a report of an earlier run could be taken for this one's.
        Files.deleteIfExists(folder.results());
        folder.turns().open(key);
        List<TurnLog.Turn> before = folder.turns().turns();
        taken = before.size();
        begun = clock.getAsLong()
                - before.stream().mapToLong(TurnLog.Turn::millis).sum();
        line = progress.of(plan.millis(), begun);
        sayWhatIsKept(turns.readKept(plan.cells()));
        measureSeries(true); // then the others, or cells that stay undecided would leave them no time
        measureOthers();
        measureSeries(false);
        line.end(taken, clock.getAsLong());
        line.say(repeated + " of " + rounds + " rounds were repeated because something disturbed the machine");
        write(environment.with(folder.turns().facts()));
    }

    /** Cells go round robin, so that a bad minute meets all of them. */
    private void measureSeries(boolean firstLooks) throws IOException {
        List<Series> within = withinTime(firstLooks);
        while (!within.isEmpty()) {
            for (Series series : within) {
                List<Cell> sides = turns.openSides(series);
                line.begins(within.size() + " open, " + series.group(), clock.getAsLong());
                measureRound(sides, 1 + turns.lastRound(sides));
            }
            within = withinTime(firstLooks);
        }
    }

    /**
     * Returns the series that reach their next look in the time that is left: rounds of the others would decide nothing. Those with the
     * fewest rounds come first, and among them those that the catalogue has first.
     */
    private List<Series> withinTime(boolean firstLooks) throws IOException {
        Map<Series, Integer> looks = new LinkedHashMap<>();
        for (Series series : plan.series()) {
            if (!turns.openSides(series).isEmpty() && (!firstLooks || turns.isBeforeFirstLook(series))) {
                looks.put(series, turns.nextLook(series));
            }
        }
        List<Series> within = new ArrayList<>();
        int all = 0;
        for (Series series :
                looks.keySet().stream().sorted(Comparator.comparing(looks::get)).toList()) {
            int more = turns.turnsToNextLook(series);
            if (hasTimeFor(all + more)) {
                all += more;
                within.add(series);
            }
        }
        return within;
    }

    private void measureOthers() throws IOException {
        for (int round = 1; round <= plan.profile().turns(); round++) {
            List<Cell> order = new ArrayList<>(plan.others());
            Collections.shuffle(order, random("others", round));
            for (Cell cell : order) {
                boolean counts = turns.lastRound(List.of(cell)) >= round;
                while (!counts && !turns.hasFailed(cell)) {
                    if (!hasTimeFor(1)) {
                        return;
                    }
                    line.begins(cell.id(), clock.getAsLong());
                    counts = measureRound(List.of(cell), round);
                }
            }
        }
    }

    /**
     * Measures a round.
     *
     * @return false if it does not count because something disturbed the machine, whatever its figures are; at most one in five
     */
    private boolean measureRound(List<Cell> sides, int round) throws IOException {
        List<Cell> order = new ArrayList<>(sides);
        Collections.shuffle(order, random(sides.get(0).group(), round));
        Map<Cell, JsonObject> results = new LinkedHashMap<>();
        List<TurnLog.Turn> log = new ArrayList<>();
        for (Cell cell : order) {
            log.add(takeTurn(cell, round, results));
        }
        rounds++;
        boolean counts = MOST_REPEATED * repeated >= rounds
                || log.stream().noneMatch(turn -> turn.disturbance().isTooMuch());
        for (TurnLog.Turn turn : log) {
            folder.turns().add(turn.kept(counts));
        }
        if (!counts) {
            repeated++;
            return false;
        }
        for (Map.Entry<Cell, JsonObject> result : results.entrySet()) {
            turns.add(result.getKey(), round, result.getValue());
        }
        return true;
    }

    private TurnLog.Turn takeTurn(Cell cell, int round, Map<Cell, JsonObject> results) throws IOException {
        guard.begin();
        long start = clock.getAsLong();
        try {
            results.put(
                    cell, measurer.measure(cell, plan.profile(), folder.forkHistograms(cell, round), folder.log(cell)));
        } catch (MeasurementFailed e) {
            line.say(cell.id() + ": " + e.getMessage());
            turns.fail(cell, e.getMessage());
        }
        taken++;
        long millis = clock.getAsLong() - start;
        return new TurnLog.Turn(
                cell.id(),
                round,
                Instant.ofEpochMilli(start),
                millis,
                guard.end(),
                folder.placement(cell, round),
                true);
    }

    /** The order of a round follows from the seed and the round alone, so that a run that goes on has the same. */
    private Random random(String group, int round) {
        return new Random(seed + 31L * group.hashCode() + round);
    }

    /** Turns take as long as those before took on average, or at first by plan. */
    private boolean hasTimeFor(int more) {
        long budget = plan.budget().toMillis();
        long elapsed = clock.getAsLong() - begun;
        long each = taken < FIRST ? plan.profile().turnMillis() : elapsed / taken;
        return budget == 0 || elapsed + more * each <= budget;
    }

    private void sayWhatIsKept(Map<String, Integer> changed) {
        if (!changed.isEmpty()) {
            line.say(Collections.max(changed.values())
                    + " of the kept results do not hold any more and are measured again: changed is "
                    + String.join(", ", changed.keySet()));
        }
        if (turns.cells() > 0) {
            line.say(turns.cells() + " of " + plan.cells().size() + " cells have turns from before");
        }
        int pairs = plan.series().stream().mapToInt(one -> one.pairs().size()).sum();
        line.say("profile " + plan.profile() + ", seed " + seed + ": "
                + plan.cells().size() + " cells, " + pairs + " pairs to decide, at most about "
                + Progress.clock(plan.millis()) + " min");
    }

    private void write(Environment environment) throws IOException {
        List<Plan.Absent> absent = new ArrayList<>(plan.absent());
        List<JsonObject> inOrder = new ArrayList<>();
        for (Cell cell : plan.cells()) {
            turns.result(cell)
                    .ifPresentOrElse(
                            inOrder::add,
                            () -> absent.add(new Plan.Absent(
                                    cell.id(), turns.failure(cell).orElse(TIME_WAS_OVER))));
        }
        folder.write(inOrder, environment, absent);
    }
}
