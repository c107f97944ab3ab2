package io.millrace.bench.report;

import io.millrace.bench.statistics.Looks;
import io.millrace.bench.statistics.PairedRatio;
import io.millrace.bench.suite.Figure;
import java.util.Map;
import java.util.TreeSet;

/** Compares two cells by the rounds in which both had a turn. */
final class RoundRatios {

    private RoundRatios() {}

    /**
     * Returns how many times better one side is.
     *
     * @param figure what is compared
     * @param own the side in question: its figure in each round
     * @param peer the other
     */
    static PairedRatio of(Figure figure, Map<Integer, Double> own, Map<Integer, Double> peer, Looks looks) {
        TreeSet<Integer> rounds = new TreeSet<>(own.keySet());
        rounds.retainAll(peer.keySet());
        double[] ratios = rounds.stream()
                .mapToDouble(round ->
                        figure.lowerIsBetter() ? peer.get(round) / own.get(round) : own.get(round) / peer.get(round))
                .toArray();
        return PairedRatio.of(ratios, looks);
    }
}
