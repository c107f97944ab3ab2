package io.millrace.bench.report;

import io.millrace.bench.report.Findings.Verdict;
import io.millrace.bench.report.Findings.Versus;
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

    /** Writes the interval of an estimate. */
    static String interval(Estimate estimate) {
        return Double.isNaN(estimate.low()) ? NONE : number(estimate.low()) + " … " + number(estimate.high());
    }

    /** Writes how Millrace stands to a peer, for example {@code 1.7× ahead}. */
    static String standing(Versus versus) {
        double value = versus.advantage().value();
        if (value == 0 || !Double.isFinite(value)) {
            return "no ratio";
        }
        if (versus.verdict() == Verdict.NOT_DISTINGUISHABLE) {
            return "≈ " + times(value);
        }
        return versus.verdict() == Verdict.AHEAD ? times(value) + " ahead" : times(1 / value) + " behind";
    }

    /** Writes the same where nothing else says whose standing it is, for example {@code Millrace 1.7× ahead}. */
    static String standingOfMillrace(Versus versus) {
        String standing = standing(versus);
        return versus.verdict() == Verdict.NOT_DISTINGUISHABLE ? standing : "Millrace " + standing;
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
