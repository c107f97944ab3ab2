package io.millrace.bench.report;

import io.millrace.bench.report.ResultSet.Measured;
import io.millrace.bench.suite.Peer.Family;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the results say: Millrace against each peer of each group, and counts of it. */
final class Findings {

    /** How Millrace stands to a peer. */
    enum Verdict {
        AHEAD("ahead"),
        BEHIND("behind"),
        NOT_DISTINGUISHABLE("not distinguishable");

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
     * Millrace beside one peer.
     *
     * @param millrace the row's own
     * @param peer the other
     * @param advantage how many times better Millrace is: above 1 it is ahead
     * @param verdict what the interval of the advantage says
     */
    record Versus(Measured millrace, Measured peer, Estimate.Ratio advantage, Verdict verdict) {

        static Versus of(Measured millrace, Measured peer) {
            Estimate.Ratio ratio = peer.estimate().to(millrace.estimate());
            Estimate.Ratio advantage = millrace.cell().panel().figure().lowerIsBetter() ? ratio : ratio.inverse();
            Verdict verdict = !advantage.distinguishable()
                    ? Verdict.NOT_DISTINGUISHABLE
                    : advantage.low() > 1 ? Verdict.AHEAD : Verdict.BEHIND;
            return new Versus(millrace, peer, advantage, verdict);
        }
    }

    /**
     * Peers that did the same.
     *
     * @param name as {@link Cell#group}
     * @param rows all, in the catalogue's order
     * @param versus Millrace against each other row; empty if the group has no Millrace
     */
    record Group(String name, List<Measured> rows, Map<Cell, Versus> versus) {

        Cell cell() {
            return rows.get(0).cell();
        }

        /** Returns Millrace against the best of a family; nothing if the group has none of it. */
        Optional<Versus> best(Family family) {
            return versus.values().stream()
                    .filter(one -> one.peer().cell().peer().family() == family)
                    .min(BEST_PEER_FIRST);
        }

        /** Returns Millrace against the best JVM peer of all. */
        Optional<Versus> best() {
            return versus.values().stream()
                    .filter(one -> COUNTED.contains(one.peer().cell().peer().family()))
                    .min(BEST_PEER_FIRST);
        }
    }

    /**
     * How often Millrace is what against the best peer of a family.
     *
     * @param title the family
     * @param ahead groups
     * @param even groups
     * @param behind groups
     */
    record Tally(String title, List<Versus> ahead, List<Versus> even, List<Versus> behind) {

        int groups() {
            return ahead.size() + even.size() + behind.size();
        }
    }

    /** Families that have no line in the verdict's table. */
    private static final Set<Family> UNCOUNTED = Set.of(Family.MILLRACE, Family.BASELINE, Family.LIMIT);

    /** Families that the verdict counts: JVM peers. */
    private static final List<Family> COUNTED = List.of(Family.JDK, Family.POLLED, Family.BLOCKING, Family.LOCK);

    private static final Comparator<Versus> BEST_PEER_FIRST =
            Comparator.comparingDouble(one -> one.advantage().value());

    private final List<Group> groups = new ArrayList<>();

    Findings(List<Measured> measured) {
        Map<String, List<Measured>> byGroup = new LinkedHashMap<>();
        measured.forEach(one -> byGroup.computeIfAbsent(one.cell().group(), name -> new ArrayList<>())
                .add(one));
        byGroup.forEach((name, rows) -> groups.add(new Group(name, rows, versus(rows))));
    }

    List<Group> groups() {
        return groups;
    }

    /** Counts groups by the best JVM peer of each. */
    Tally overall() {
        return tally(
                "all JVM peers",
                groups.stream().map(Group::best).flatMap(Optional::stream).toList());
    }

    /** Counts groups by the best peer of each family; without families that were not measured. */
    List<Tally> byFamily() {
        List<Tally> tallies = new ArrayList<>();
        for (Family family : Family.values()) {
            List<Versus> all = groups.stream()
                    .map(group -> group.best(family))
                    .flatMap(Optional::stream)
                    .toList();
            if (!all.isEmpty() && !UNCOUNTED.contains(family)) {
                tallies.add(tally(family.title(), all));
            }
        }
        return tallies;
    }

    /** Says the result in one sentence. */
    String sentence() {
        Tally tally = overall();
        if (tally.groups() == 0) {
            return "Nothing was measured that Millrace could be compared with.";
        }
        return "Beside the best JVM peer of each of " + tally.groups() + " cells, Millrace is ahead in "
                + tally.ahead().size() + ", behind in " + tally.behind().size() + " and not distinguishable in "
                + tally.even().size() + ".";
    }

    private static Tally tally(String title, List<Versus> all) {
        return new Tally(
                title, only(all, Verdict.AHEAD), only(all, Verdict.NOT_DISTINGUISHABLE), only(all, Verdict.BEHIND));
    }

    private static List<Versus> only(List<Versus> all, Verdict verdict) {
        return all.stream().filter(one -> one.verdict() == verdict).toList();
    }

    private static Map<Cell, Versus> versus(List<Measured> rows) {
        Map<Cell, Versus> versus = new LinkedHashMap<>();
        rows.stream()
                .filter(row -> row.cell().peer().family() == Family.MILLRACE)
                .findFirst()
                .ifPresent(millrace -> rows.stream()
                        .filter(row -> row != millrace)
                        .forEach(row -> versus.put(row.cell(), Versus.of(millrace, row))));
        return versus;
    }
}
