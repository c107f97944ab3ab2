package io.millrace.bench.suite;

import java.util.List;
import java.util.Objects;

/**
 * One benchmark and how it is drawn.
 *
 * @param id unique in its suite, of small letters, digits and dashes
 * @param title heading
 * @param note what is counted, in one or two sentences
 * @param benchmark full name as JMH lists it: class, dot, method (or group)
 * @param figure what is drawn and compared
 * @param chart how
 * @param axis the JMH parameter on the axis: groups of {@link Chart#BARS}, x of {@link Chart#LINES}; empty if there is none. Every
 *     combination of the other parameters gets a chart of its own
 * @param extras further figures, as columns of the table; the report adds {@link Figure#allocation} where messages are counted
 *     and no figure is it
 * @param rows the cells
 */
public record Panel(
        String id,
        String title,
        String note,
        String benchmark,
        Figure figure,
        Chart chart,
        String axis,
        List<Figure> extras,
        List<Row> rows) {

    /** How a panel is drawn. */
    public enum Chart {
        /** Bars of all peers, in groups by the axis, with intervals and forks. */
        BARS,
        /** A line for each peer over a numeric axis. */
        LINES,
        /** A line for each peer over the number of nines, from histograms. */
        PERCENTILES
    }

    /** Keeps copies. */
    public Panel {
        Objects.requireNonNull(figure, "figure");
        Objects.requireNonNull(chart, "chart");
        if (!id.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException("id is '" + id + "', allowed are small letters, digits and dashes");
        }
        extras = List.copyOf(extras);
        rows = List.copyOf(rows);
    }
}
