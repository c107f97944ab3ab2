package io.millrace.bench.suite;

import java.util.List;

/**
 * Panels that answer one question.
 *
 * @param id name on the command line, and of the package of its benchmarks
 * @param title heading
 * @param question what a reader wants to know, as a question
 * @param panels in the order of the report
 */
public record Suite(String id, String title, String question, List<Panel> panels) {

    /** Id of the suite whose peers are the limits that {@link Bound} names. */
    public static final String LIMITS = "limits";

    /** Keeps a copy. */
    public Suite {
        if (!id.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException("id is '" + id + "', allowed are small letters, digits and dashes");
        }
        panels = List.copyOf(panels);
    }
}
