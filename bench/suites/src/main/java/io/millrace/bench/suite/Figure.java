package io.millrace.bench.suite;

import java.util.Locale;
import java.util.Objects;

/**
 * A number that the report takes from each fork.
 *
 * @param kind where it comes from
 * @param metric name of a secondary metric of JMH, or empty
 * @param per name of the metric to divide by, or empty
 * @param percentile of a histogram, 0 to 100
 * @param label what it is, as a heading
 * @param unit as the report prints it
 * @param lowerIsBetter or else higher
 */
public record Figure(
        Kind kind, String metric, String per, double percentile, String label, String unit, boolean lowerIsBetter) {

    /** Counter of type OPERATIONS that makes JMH give the time per message. */
    public static final String MESSAGES = "messages";

    /** Counter of type EVENTS: messages received; what {@link #cpu} and {@link #switches} divide by. */
    public static final String RECEIVED = "received";

    /** Counter of type EVENTS: CPU time of the threads at work in nanoseconds. */
    public static final String CPU_NANOS = "cpuNanos";

    /** Counter of type EVENTS: voluntary and involuntary context switches of the threads at work. */
    public static final String SWITCHES = "contextSwitches";

    /** Where a figure comes from. */
    public enum Kind {
        /** JMH's score. */
        SCORE,
        /** A secondary metric: its score. */
        METRIC,
        /** Two secondary metrics that are sums: one divided by the other. */
        SHARE,
        /** Bytes allocated per message, or per operation where messages are not counted. */
        ALLOCATION,
        /** A percentile of the fork's histogram, in nanoseconds. */
        PERCENTILE
    }

    /** Checks that nothing is missing. */
    public Figure {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(per, "per");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(unit, "unit");
    }

    /** JMH's score, in the unit that the benchmark has ({@code ns/op}, …), of which lower is better. */
    public static Figure score(String label, String unit) {
        return new Figure(Kind.SCORE, "", "", 0, label, unit, true);
    }

    /** JMH's score, of which higher is better. */
    public static Figure rate(String label, String unit) {
        return new Figure(Kind.SCORE, "", "", 0, label, unit, false);
    }

    /** Time per message, from the counter {@link #MESSAGES}. */
    public static Figure perMessage() {
        return metric(MESSAGES, "time per message", "ns");
    }

    /** A secondary metric, of which lower is better. */
    public static Figure metric(String metric, String label, String unit) {
        return new Figure(Kind.METRIC, metric, "", 0, label, unit, true);
    }

    /** One counter of type EVENTS divided by another one, of which lower is better. */
    public static Figure share(String metric, String per, String label, String unit) {
        return new Figure(Kind.SHARE, metric, per, 0, label, unit, true);
    }

    /** CPU time per message, from {@link #CPU_NANOS} and {@link #RECEIVED}. */
    public static Figure cpu() {
        return share(CPU_NANOS, RECEIVED, "CPU per message", "ns");
    }

    /** Context switches per message, from {@link #SWITCHES} and {@link #RECEIVED}. */
    public static Figure switches() {
        return share(SWITCHES, RECEIVED, "switches per message", "");
    }

    /** Bytes allocated per message. The report adds JMH's {@code gc} profiler to every run. */
    public static Figure allocation() {
        return new Figure(Kind.ALLOCATION, "", "", 0, "allocated per message", "B", true);
    }

    /** A percentile of what the benchmark wrote with {@link Histograms}. */
    public static Figure percentile(double percentile) {
        String number = String.format(Locale.ROOT, "%.3f", percentile).replaceAll("\\.?0+$", "");
        return new Figure(Kind.PERCENTILE, "", "", percentile, "p" + number, "ns", true);
    }

    /** Whether it is taken per message, so that what is allocated is, too. */
    public boolean countsMessages() {
        return kind == Kind.ALLOCATION || kind == Kind.METRIC && metric.equals(MESSAGES);
    }

    /** Returns this figure under another heading. */
    public Figure named(String other) {
        return new Figure(kind, metric, per, percentile, other, unit, lowerIsBetter);
    }
}
