package io.millrace.bench.report;

import io.millrace.bench.report.ResultSet.Measured;
import io.millrace.bench.report.jmh.Cell;
import io.millrace.bench.statistics.Looks;
import io.millrace.bench.statistics.PairedRatio;
import io.millrace.bench.suite.Figure;
import io.millrace.bench.suite.Peer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a later run says beside an earlier one.
 *
 * @param rows cells that both have measured in rounds enough for a look
 * @param without ids of cells that both have, with fewer rounds
 * @param onlyBefore ids of cells that only the earlier one has
 * @param onlyAfter ids of cells that only the later one has
 */
record Changes(List<Change> rows, List<String> without, List<String> onlyBefore, List<String> onlyAfter) {

    /** What the interval of a ratio says. */
    enum Verdict {
        FASTER,
        EQUAL,
        SLOWER,
        UNDECIDED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A cell in both runs.
     *
     * @param cell which
     * @param ratio how many times better the later run is
     */
    record Change(Cell cell, PairedRatio ratio) {

        Verdict verdict() {
            return switch (ratio.verdict()) {
                case AHEAD -> Verdict.FASTER;
                case EQUAL -> Verdict.EQUAL;
                case BEHIND -> Verdict.SLOWER;
                case UNDECIDED -> Verdict.UNDECIDED;
            };
        }
    }

    /** Names what forbids a comparison. */
    static List<String> differences(Environment before, Environment after) {
        return Stream.of(
                        Environment.PROCESSOR,
                        Environment.PROCESSORS,
                        Environment.JDK,
                        Environment.FLAGS,
                        Environment.PROFILE)
                .filter(fact -> !before.get(fact).equals(after.get(fact)))
                .map(fact -> fact + ": " + before.get(fact) + " and " + after.get(fact))
                .toList();
    }

    /** Compares round by round: the first of the one run with the first of the other, and so on. */
    static Changes of(ResultSet before, ResultSet after) {
        Looks looks = before.environment().looks();
        Map<String, Measured> later = new LinkedHashMap<>();
        after.measured().forEach(one -> later.put(one.cell().id(), one));
        List<Change> rows = new ArrayList<>();
        List<String> without = new ArrayList<>();
        List<String> onlyBefore = new ArrayList<>();
        for (Measured one : before.measured()) {
            Measured other = later.remove(one.cell().id());
            if (other == null) {
                onlyBefore.add(one.cell().id());
                continue;
            }
            Figure figure = one.cell().panel().figure();
            PairedRatio ratio = RoundRatios.of(figure, other.rounds(), one.rounds(), looks);
            if (ratio.hasInterval()) {
                rows.add(new Change(one.cell(), ratio));
            } else {
                without.add(one.cell().id());
            }
        }
        return new Changes(rows, without, onlyBefore, List.copyOf(later.keySet()));
    }

    /** Returns the rows of Millrace that are slower. */
    List<Change> regressions() {
        return rows.stream()
                .filter(row -> row.verdict() == Verdict.SLOWER)
                .filter(row -> row.cell().peer().family() == Peer.Family.MILLRACE)
                .toList();
    }

    String sentence() {
        return rows.size() + " rows: " + count(Verdict.FASTER) + " faster, " + count(Verdict.EQUAL) + " equal, "
                + count(Verdict.SLOWER) + " slower, " + count(Verdict.UNDECIDED)
                + " undecided; slower rows of Millrace: " + regressions().size() + "; without a verdict: "
                + without.size();
    }

    private long count(Verdict verdict) {
        return rows.stream().filter(row -> row.verdict() == verdict).count();
    }
}
