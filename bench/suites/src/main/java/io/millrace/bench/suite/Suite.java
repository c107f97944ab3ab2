package io.millrace.bench.suite;

import java.util.List;

/**
 * Panels that answer one question.
 *
 * @param id name on the command line, and of the package of its benchmarks
 * @param title heading
 * @param question what a reader wants to know, as a question
 * @param panels in the order of the report
 * @param headlines its cells that get a verdict
 */
public record Suite(String id, String title, String question, List<Panel> panels, List<Headline> headlines) {

    /** Id of the suite whose peers are the limits that {@link Bound} names. */
    public static final String LIMITS = "limits";

    /** Keeps copies. */
    public Suite {
        if (!id.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException("id is '" + id + "', allowed are small letters, digits and dashes");
        }
        panels = List.copyOf(panels);
        headlines = List.copyOf(headlines);
    }

    /** Makes a suite of figures without verdicts. */
    public Suite(String id, String title, String question, List<Panel> panels) {
        this(id, title, question, panels, List.of());
    }

    /** Returns this suite with cells that get a verdict. */
    public Suite deciding(Headline... cells) {
        return new Suite(id, title, question, panels, List.of(cells));
    }
}
