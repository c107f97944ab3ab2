package io.millrace.bench.report;

import com.google.gson.JsonObject;
import io.millrace.bench.report.Series.Pair;
import io.millrace.bench.report.jmh.Cell;
import io.millrace.bench.report.jmh.JmhResult;
import io.millrace.bench.report.jmh.MergedForks;
import io.millrace.bench.statistics.Looks;
import io.millrace.bench.statistics.PairedRatio;
import io.millrace.bench.statistics.Verdict;
import io.millrace.bench.suite.Figure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The turns that were taken so far, and what they leave to do. */
final class Turns {

    private final ResultFolder folder;
    private final RunKey key;
    private final Looks looks;
    private final Map<Cell, JsonObject> results = new LinkedHashMap<>();
    private final Map<Cell, String> failed = new LinkedHashMap<>();

    /**
     * Makes it without a turn.
     *
     * @param folder where they are kept
     * @param key what they depend on
     * @param looks when a pair may be decided
     */
    Turns(ResultFolder folder, RunKey key, Looks looks) {
        this.folder = folder;
        this.key = key;
        this.looks = looks;
    }

    /**
     * Reads what was kept of cells.
     *
     * @return what has changed since those were kept that do not hold any more, and how many they are
     */
    Map<String, Integer> readKept(List<Cell> cells) {
        Map<String, Integer> changed = new LinkedHashMap<>();
        for (Cell cell : cells) {
            Optional<ResultFolder.Kept> kept = folder.kept(cell, key);
            if (kept.isPresent() && kept.get().differences().isEmpty()) {
                results.put(cell, kept.get().result());
            } else {
                kept.ifPresent(stale -> stale.differences().forEach(what -> changed.merge(what, 1, Integer::sum)));
            }
        }
        return changed;
    }

    /** Keeps the turn of a cell in a round. */
    void add(Cell cell, int round, JsonObject turn) throws IOException {
        JsonObject all = MergedForks.add(results.get(cell), turn, round);
        folder.keep(cell, key, all);
        results.put(cell, all);
    }

    /** A cell can have no turn, so that the turns it had before say nothing. */
    void fail(Cell cell, String reason) {
        failed.put(cell, reason);
        results.remove(cell);
    }

    boolean hasFailed(Cell cell) {
        return failed.containsKey(cell);
    }

    Optional<String> failure(Cell cell) {
        return Optional.ofNullable(failed.get(cell));
    }

    Optional<JsonObject> result(Cell cell) {
        return Optional.ofNullable(results.get(cell));
    }

    int cells() {
        return results.size();
    }

    /** Returns the last round in which one of the cells had a turn; 0 if there was none. */
    int lastRound(List<Cell> cells) {
        return cells.stream()
                .map(results::get)
                .filter(Objects::nonNull)
                .flatMap(result -> new JmhResult(result, List.of()).rounds().stream())
                .max(Integer::compare)
                .orElse(0);
    }

    /** Returns who has a turn in the next round of a series: the sides of all pairs that are not decided. */
    List<Cell> openSides(Series series) throws IOException {
        Set<Cell> sides = new LinkedHashSet<>();
        for (Pair pair : series.pairs()) {
            if (isOpen(pair)) {
                sides.add(pair.own());
                sides.add(pair.peer());
            }
        }
        return List.copyOf(sides);
    }

    /** Returns after how many rounds a series that is open is looked at next; before that, turns decide nothing. */
    int nextLook(Series series) throws IOException {
        int next = looks.last();
        for (Pair pair : series.pairs()) {
            if (isOpen(pair)) {
                int done = ratio(pair).rounds();
                next = Math.min(
                        next,
                        looks.rounds().stream()
                                .filter(look -> look > done)
                                .findFirst()
                                .orElseThrow());
            }
        }
        return next;
    }

    /** Whether some pair of a series that is open was never looked at. */
    boolean isBeforeFirstLook(Series series) throws IOException {
        return nextLook(series) == looks.rounds().get(0);
    }

    /** Returns how many turns a series takes until then. */
    int turnsToNextLook(Series series) throws IOException {
        List<Cell> sides = openSides(series);
        return Math.max(1, nextLook(series) - lastRound(sides)) * sides.size();
    }

    private boolean isOpen(Pair pair) throws IOException {
        if (hasFailed(pair.own()) || hasFailed(pair.peer())) {
            return false;
        }
        PairedRatio ratio = ratio(pair);
        return ratio.verdict() == Verdict.UNDECIDED && ratio.rounds() < looks.last();
    }

    private PairedRatio ratio(Pair pair) throws IOException {
        Figure figure = pair.own().panel().figure();
        return RoundRatios.of(figure, rounds(pair.own(), figure), rounds(pair.peer(), figure), looks);
    }

    private Map<Integer, Double> rounds(Cell cell, Figure figure) throws IOException {
        JsonObject result = results.get(cell);
        return result == null ? Map.of() : new JmhResult(result, folder.histograms(cell)).byRound(figure);
    }
}
