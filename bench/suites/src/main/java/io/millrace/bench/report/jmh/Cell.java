package io.millrace.bench.report.jmh;

import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Profile;
import io.millrace.bench.suite.Row;
import io.millrace.bench.suite.Suite;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * One peer at one place of the catalogue: what one JMH run measures.
 *
 * @param suite where it stands
 * @param panel where it stands
 * @param row where it stands
 * @param peer who is measured
 * @param params the other JMH parameters that tell cells apart
 */
public record Cell(Suite suite, Panel panel, Row row, Peer peer, Map<String, String> params) {

    /** Name of the JMH parameter that chooses the peer. */
    public static final String PEER = "peer";

    private static final int LONGEST_SLUG = 80;

    public Cell {
        params = new LinkedHashMap<>(params);
    }

    /** Names what its peers have in common, for example {@code cells/bounded shape=spsc capacity=1024}. */
    public String group() {
        String place = suite.id() + "/" + panel.id();
        return params.isEmpty() ? place : place + " " + text(params, " ");
    }

    /** Names it in the report and in messages. */
    public String id() {
        return group() + " " + PEER + "=" + peer.name();
    }

    /** Returns a file name for it, without an ending. */
    public String slug() {
        CRC32 sum = new CRC32();
        sum.update(id().getBytes(StandardCharsets.UTF_8));
        String plain = id().replace("peer=", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("-$", "");
        return plain.substring(0, Math.min(plain.length(), LONGEST_SLUG))
                + String.format(Locale.ROOT, "-%08x", sum.getValue());
    }

    /** Returns all parameters that JMH is given. */
    public Map<String, String> jmhParams(Profile profile) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(PEER, peer.name());
        all.putAll(params);
        row.work().forEach((name, values) -> all.put(name, values.get(profile)));
        return all;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cell that && id().equals(that.id());
    }

    @Override
    public int hashCode() {
        // Not of the components: a suite has hundreds of rows.
        return id().hashCode();
    }

    /** Writes parameters as {@code name=value}. */
    public static String text(Map<String, String> params, String between) {
        return params.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(between));
    }
}
