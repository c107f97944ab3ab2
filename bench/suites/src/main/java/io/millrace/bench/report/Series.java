package io.millrace.bench.report;

import io.millrace.bench.report.jmh.Cell;
import io.millrace.bench.suite.Headline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Cells that are measured together, each once in a round, so that what disturbs a round disturbs all of them.
 *
 * @param group as {@link Cell#group}
 * @param pairs who is compared with whom
 */
record Series(String group, List<Pair> pairs) {

    /** Two cells to decide between. */
    record Pair(Cell own, Cell peer) {}

    /** Returns all series of a plan; a peer that the plan lacks is in none. */
    static List<Series> of(List<Cell> cells) {
        Map<String, List<Cell>> groups = new LinkedHashMap<>();
        cells.forEach(cell ->
                groups.computeIfAbsent(cell.group(), group -> new ArrayList<>()).add(cell));
        List<Series> all = new ArrayList<>();
        groups.forEach((group, members) -> {
            List<Pair> pairs = pairs(members);
            if (!pairs.isEmpty()) {
                all.add(new Series(group, pairs));
            }
        });
        return all;
    }

    private static List<Pair> pairs(List<Cell> members) {
        List<Pair> pairs = new ArrayList<>();
        for (Headline headline : members.get(0).suite().headlines()) {
            members.stream()
                    .filter(cell -> isNamed(headline, cell) && cell.peer().equals(headline.own()))
                    .findFirst()
                    .ifPresent(own -> members.stream()
                            .filter(cell -> isNamed(headline, cell) && !cell.equals(own))
                            .forEach(peer -> pairs.add(new Pair(own, peer))));
        }
        return pairs;
    }

    /** Whether any headline names the cell. */
    static boolean isNamed(Cell cell) {
        return cell.suite().headlines().stream().anyMatch(headline -> isNamed(headline, cell));
    }

    static boolean isNamed(Headline headline, Cell cell) {
        return headline.names(cell.panel().id(), cell.params(), cell.peer());
    }

    /** Returns the cells of all pairs, each once. */
    List<Cell> cells() {
        return pairs.stream()
                .flatMap(pair -> Stream.of(pair.own(), pair.peer()))
                .distinct()
                .toList();
    }
}
