package io.millrace.bench.report;

import io.millrace.bench.report.ResultSet.Measured;
import io.millrace.bench.suite.Peer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a later run says beside an earlier one.
 *
 * @param rows cells that both have
 * @param onlyBefore ids of cells that only the earlier one has
 * @param onlyAfter ids of cells that only the later one has
 */
record Changes(List<Change> rows, List<String> onlyBefore, List<String> onlyAfter) {

    /** What the interval of a ratio says. */
    enum Verdict {
        FASTER("faster"),
        SLOWER("slower"),
        NO_EVIDENCE("no evidence");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * A cell in both runs.
     *
     * @param cell which
     * @param ratio the later figure by the earlier one
     * @param verdict what its interval says
     */
    record Change(Cell cell, Estimate.Ratio ratio, Verdict verdict) {

        static Change of(Measured before, Measured after) {
            Estimate.Ratio ratio = after.estimate().to(before.estimate());
            boolean lowerIsBetter = before.cell().panel().figure().lowerIsBetter();
            Verdict verdict = !ratio.distinguishable()
                    ? Verdict.NO_EVIDENCE
                    : ratio.low() > 1 == lowerIsBetter ? Verdict.SLOWER : Verdict.FASTER;
            return new Change(before.cell(), ratio, verdict);
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

    static Changes of(ResultSet before, ResultSet after) {
        Map<String, Measured> later = new LinkedHashMap<>();
        after.measured().forEach(one -> later.put(one.cell().id(), one));
        List<Change> rows = new ArrayList<>();
        List<String> onlyBefore = new ArrayList<>();
        for (Measured one : before.measured()) {
            Measured other = later.remove(one.cell().id());
            if (other == null) {
                onlyBefore.add(one.cell().id());
            } else {
                rows.add(Change.of(one, other));
            }
        }
        return new Changes(rows, onlyBefore, List.copyOf(later.keySet()));
    }

    /** Returns the rows of Millrace that are slower. */
    List<Change> regressions() {
        return rows.stream()
                .filter(row -> row.verdict() == Verdict.SLOWER)
                .filter(row -> row.cell().peer().family() == Peer.Family.MILLRACE)
                .toList();
    }

    String sentence() {
        return rows.size() + " rows: " + count(Verdict.FASTER) + " faster, " + count(Verdict.SLOWER) + " slower, "
                + count(Verdict.NO_EVIDENCE) + " no evidence; slower rows of Millrace: "
                + regressions().size();
    }

    private long count(Verdict verdict) {
        return rows.stream().filter(row -> row.verdict() == verdict).count();
    }
}
