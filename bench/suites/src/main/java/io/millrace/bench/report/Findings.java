package io.millrace.bench.report;

import io.millrace.bench.report.ResultSet.Measured;
import io.millrace.bench.report.jmh.Cell;
import io.millrace.bench.statistics.Looks;
import io.millrace.bench.statistics.PairedRatio;
import io.millrace.bench.statistics.Verdict;
import io.millrace.bench.suite.Headline;
import io.millrace.bench.suite.Peer.Family;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the results say: verdicts on the headline cells against the peers that they name, and counts of them. */
final class Findings {

    /**
     * Millrace beside one peer.
     *
     * @param own the headline's own row
     * @param peer the other
     * @param ratio how many times better the own row is
     */
    record Versus(Measured own, Measured peer, PairedRatio ratio) {

        Verdict verdict() {
            return ratio.verdict();
        }
    }

    /**
     * A headline cell.
     *
     * @param versus its own row against each named peer that was measured in rounds with it, one or more
     */
    record Result(List<Versus> versus) {

        Cell cell() {
            return versus.get(0).own().cell();
        }

        /** Returns ahead if it is ahead of all; behind if of one; equal if it is behind nobody; undecided otherwise. */
        Verdict verdict() {
            if (all(Verdict.AHEAD)) {
                return Verdict.AHEAD;
            }
            if (any(Verdict.BEHIND)) {
                return Verdict.BEHIND;
            }
            return any(Verdict.UNDECIDED) ? Verdict.UNDECIDED : Verdict.EQUAL;
        }

        private boolean all(Verdict verdict) {
            return versus.stream().allMatch(one -> one.verdict() == verdict);
        }

        private boolean any(Verdict verdict) {
            return versus.stream().anyMatch(one -> one.verdict() == verdict);
        }
    }

    /**
     * Peers that did the same.
     *
     * @param name as {@link Cell#group}
     * @param rows all, in the catalogue's order
     * @param results of the headlines that are measured here; none if these rows get no verdict
     */
    record Group(String name, List<Measured> rows, List<Result> results) {

        Cell cell() {
            return rows.get(0).cell();
        }

        /** Returns what is said about a row. */
        Optional<Versus> versus(Measured row) {
            return results.stream()
                    .flatMap(result -> result.versus().stream())
                    .filter(versus -> versus.peer() == row)
                    .findFirst();
        }
    }

    /**
     * How often Millrace is what.
     *
     * @param title against whom
     * @param versus all pairs
     */
    record Tally(String title, List<Versus> versus) {

        long count(Verdict verdict) {
            return versus.stream().filter(one -> one.verdict() == verdict).count();
        }
    }

    private final List<Group> groups = new ArrayList<>();

    Findings(ResultSet results) {
        Looks looks = results.environment().looks();
        Map<String, List<Measured>> byGroup = new LinkedHashMap<>();
        results.measured()
                .forEach(one -> byGroup.computeIfAbsent(one.cell().group(), name -> new ArrayList<>())
                        .add(one));
        byGroup.forEach((name, rows) -> groups.add(new Group(name, rows, results(rows, looks))));
    }

    private static List<Result> results(List<Measured> rows, Looks looks) {
        List<Result> results = new ArrayList<>();
        for (Headline headline : rows.get(0).cell().suite().headlines()) {
            List<Measured> named = rows.stream()
                    .filter(row -> Series.isNamed(headline, row.cell()))
                    .toList();
            List<Versus> versus = named.stream()
                    .filter(row -> row.cell().peer().equals(headline.own()))
                    .flatMap(own -> named.stream().filter(row -> row != own).map(row -> versus(own, row, looks)))
                    .filter(pair -> pair.ratio().rounds() > 0)
                    .toList();
            if (!versus.isEmpty()) {
                results.add(new Result(versus));
            }
        }
        return results;
    }

    private static Versus versus(Measured own, Measured peer, Looks looks) {
        return new Versus(own, peer, RoundRatios.of(own.cell().panel().figure(), own.rounds(), peer.rounds(), looks));
    }

    List<Group> groups() {
        return groups;
    }

    /** Returns the headline cells. */
    List<Result> results() {
        return groups.stream().flatMap(group -> group.results().stream()).toList();
    }

    /** Counts all pairs. */
    Tally overall() {
        return new Tally(
                "all of them",
                results().stream().flatMap(result -> result.versus().stream()).toList());
    }

    /** Counts pairs by the family of the peer; without families that were not measured. */
    List<Tally> byFamily() {
        List<Tally> tallies = new ArrayList<>();
        for (Family family : Family.values()) {
            List<Versus> all = overall().versus().stream()
                    .filter(one -> one.peer().cell().peer().family() == family)
                    .toList();
            if (!all.isEmpty()) {
                tallies.add(new Tally(family.title(), all));
            }
        }
        return tallies;
    }

    /** Says the result in one sentence. */
    String sentence() {
        List<Result> all = results();
        if (all.isEmpty()) {
            return "Nothing was measured in rounds, so nothing gets a verdict.";
        }
        return "Of " + all.size() + " headline cells, Millrace is ahead of every named peer in "
                + count(all, Verdict.AHEAD) + ", equal to some and behind none in " + count(all, Verdict.EQUAL)
                + ", behind at least one in " + count(all, Verdict.BEHIND) + ", and undecided are "
                + count(all, Verdict.UNDECIDED) + ".";
    }

    private static long count(List<Result> results, Verdict verdict) {
        return results.stream().filter(one -> one.verdict() == verdict).count();
    }
}
