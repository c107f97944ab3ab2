package io.millrace.bench.report;

import io.millrace.bench.report.Findings.Versus;
import io.millrace.bench.report.jmh.Cell;
import io.millrace.bench.statistics.PairedRatio;
import io.millrace.bench.statistics.Verdict;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How numbers and names are written in a report. */
final class Texts {

    private static final String NONE = "–";

    private Texts() {}

    /** Writes a figure with three digits that count, or more before the point. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        double size = Math.abs(value);
        String format = size == 0 ? "%.0f" : size < 0.01 ? "%.4f" : size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%,.0f";
        return String.format(Locale.ROOT, format, value);
    }

    static String unit(String unit) {
        return unit.isEmpty() ? "" : " " + unit;
    }

    /** Writes between which figures the turns of an estimate are. */
    static String range(Estimate estimate) {
        return estimate.forks().length < 2 ? NONE : number(estimate.least()) + " … " + number(estimate.most());
    }

    /** Writes the interval of a ratio. */
    static String interval(PairedRatio ratio) {
        return ratio.hasInterval() ? number(ratio.low()) + " … " + times(ratio.high()) : NONE;
    }

    /** Writes from which difference on a pair's rounds would have told the sides apart. */
    static String visible(PairedRatio ratio) {
        return ratio.hasInterval() ? times(ratio.visible()) : NONE;
    }

    /** Writes how Millrace stands to a peer, for example {@code 1.7× ahead}. */
    static String standing(Versus versus) {
        PairedRatio ratio = versus.ratio();
        return switch (ratio.verdict()) {
            case AHEAD -> times(ratio.value()) + " ahead";
            case BEHIND -> times(1 / ratio.value()) + " behind";
            case EQUAL -> "equal";
            case UNDECIDED -> undecided(ratio);
        };
    }

    private static String undecided(PairedRatio ratio) {
        if (ratio.hasInterval()) {
            return "? ≤ " + times(ratio.apart()) + " apart";
        }
        return Double.isNaN(ratio.value()) && ratio.rounds() > 0 ? "no ratio" : "? " + ratio.rounds() + " rounds";
    }

    /** Writes the same where nothing else says whose standing it is, for example {@code Millrace 1.7× ahead}. */
    static String standingOfMillrace(Versus versus) {
        String standing = standing(versus);
        return versus.verdict() == Verdict.AHEAD || versus.verdict() == Verdict.BEHIND
                ? "Millrace " + standing
                : standing;
    }

    /** Writes a ratio. */
    static String times(double ratio) {
        return number(ratio) + "×";
    }

    /** Writes parameters for people: {@code spsc · capacity 1024}. */
    static String params(Map<String, String> params) {
        return params.entrySet().stream()
                .map(entry -> param(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(" · "));
    }

    /** Writes one parameter: a number needs its name, a word speaks for itself. */
    static String param(String name, String value) {
        boolean speaks = !value.isEmpty() && Character.isLetter(value.charAt(0)) && value.length() > 1;
        return speaks ? value : name + " " + grouped(value);
    }

    /** Writes a whole number in groups of three digits, from five digits on; leaves all else as it is. */
    static String grouped(String value) {
        return value.matches("[1-9][0-9]{4,17}") ? String.format(Locale.ROOT, "%,d", Long.parseLong(value)) : value;
    }

    /** Writes a group for people. */
    static String group(Cell cell) {
        String params = params(cell.params());
        return cell.panel().title() + (params.isEmpty() ? "" : " · " + params);
    }
}
