package io.millrace.bench.report;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns results into the pages that people read. */
final class Renderer {

    private final Map<String, Object> values;

    Renderer(ResultSet results) {
        values = new LinkedHashMap<>(new ReportModel(results).values());
        for (String list : new String[] {"headlines", "warnings", "absent", "unknown", "allocations"}) {
            values.put(
                    "has" + Character.toUpperCase(list.charAt(0)) + list.substring(1),
                    !((Collection<?>) values.get(list)).isEmpty());
        }
    }

    /** Returns one page that needs no other file. */
    String html() throws IOException {
        Map<String, Object> page = new LinkedHashMap<>(values);
        page.put("css", resource("report.css"));
        page.put("d3", resource("d3.min.js"));
        page.put("plot", resource("plot.umd.min.js"));
        page.put("js", resource("report.js"));
        return compiler(true).compile(resource("report.html.mustache")).execute(page);
    }

    /** Returns the same as Markdown. */
    String markdown() throws IOException {
        return tidy(markdown("report.md.mustache", Map.of()));
    }

    /**
     * Returns the document about benchmarks.
     *
     * @param folder where the results are, as readers find it
     * @param generator the command that made it
     */
    String document(String folder, String generator) throws IOException {
        return tidy(markdown("benchmarks.md.mustache", Map.of("folder", folder, "generator", generator)));
    }

    private String markdown(String template, Map<String, Object> more) throws IOException {
        Map<String, Object> page = new LinkedHashMap<>(values);
        page.putAll(more);
        page.put(
                "results",
                compiler(false).compile(resource("results.md.mustache")).execute(values));
        return compiler(false).compile(resource(template)).execute(page);
    }

    private static String tidy(String markdown) {
        return markdown.replaceAll("\n{3,}", "\n\n").strip() + "\n";
    }

    private static Mustache.Compiler compiler(boolean html) {
        return Mustache.compiler()
                .withEscaper(html ? Escapers.HTML : Escapers.NONE)
                .emptyStringIsFalse(true);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Renderer.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing beside " + Renderer.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
