package io.millrace.bench.suite;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A cell that gets a verdict: who is compared with whom is said here, before anything is measured. It is measured in rounds, in each
 * of which every side has a turn. All other rows of a report are figures without a verdict.
 *
 * @param panel id of a panel of the suite
 * @param params parameters of the cell, all but {@code peer}
 * @param own who is ahead or behind
 * @param peers the strongest of each family that can do the same, one or more
 */
public record Headline(String panel, Map<String, String> params, Peer own, List<Peer> peers) {

    /** Keeps copies. */
    public Headline {
        Objects.requireNonNull(own, "own");
        params = new LinkedHashMap<>(params);
        peers = List.copyOf(peers);
        if (peers.isEmpty() || peers.contains(own)) {
            throw new IllegalArgumentException("peers is " + peers + ", allowed are one or more, without " + own);
        }
    }

    /** Makes a headline of a panel whose cells have no parameters. */
    public static Headline of(String panel, Peer own, Peer... peers) {
        return new Headline(panel, Map.of(), own, List.of(peers));
    }

    /** Returns this headline with a parameter of its cell. */
    public Headline at(String param, String value) {
        Map<String, String> more = new LinkedHashMap<>(params);
        more.put(param, value);
        return new Headline(panel, more, own, peers);
    }

    /** Whether it is measured by these. */
    public boolean names(String panelId, Map<String, String> cell, Peer peer) {
        return panel.equals(panelId) && params.equals(cell) && (peer.equals(own) || peers.contains(peer));
    }
}
