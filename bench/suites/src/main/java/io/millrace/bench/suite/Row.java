package io.millrace.bench.suite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Cells of one benchmark: every combination of the values of {@code params}, with every peer. Each runs in forks of its own.
 *
 * @param from smallest profile that runs it
 * @param peers the JMH parameter {@code peer}; the first of {@link Peer.Family#MILLRACE} is compared with all others
 * @param params names of JMH parameters and their values, in the order of the report
 * @param work names of JMH parameters that grow with the profile, such as {@code messages}, and their value in each
 * @param jvmArgs options of the forks, such as {@code -XX:+UseZGC}; name what they choose in {@code params} too
 * @param bounds limits that stand beside these cells
 */
public record Row(
        Profile from,
        List<Peer> peers,
        Map<String, List<String>> params,
        Map<String, Map<Profile, String>> work,
        List<String> jvmArgs,
        List<Bound> bounds) {

    /** Keeps copies. */
    public Row {
        Objects.requireNonNull(from, "from");
        peers = List.copyOf(peers);
        params = new LinkedHashMap<>(params);
        work = new LinkedHashMap<>(work);
        jvmArgs = List.copyOf(jvmArgs);
        bounds = List.copyOf(bounds);
    }

    /** Makes a row without parameters but {@code peer}. */
    public static Row of(Profile from, List<Peer> peers) {
        return new Row(from, peers, Map.of(), Map.of(), List.of(), List.of());
    }

    /** Makes a row without parameters but {@code peer}. */
    public static Row of(Profile from, Peer... peers) {
        return of(from, List.of(peers));
    }

    /** Returns this row with a parameter; {@code kind=virtual} makes it absent before JDK 21. */
    public Row with(String param, String... values) {
        Map<String, List<String>> more = new LinkedHashMap<>(params);
        more.put(param, List.of(values));
        return new Row(from, peers, more, work, jvmArgs, bounds);
    }

    /** Returns this row with a parameter that grows with the profile and tells no cells apart. */
    public Row work(String param, String smoke, String quick, String night) {
        Map<String, Map<Profile, String>> more = new LinkedHashMap<>(work);
        more.put(
                param,
                Map.of(Profile.SMOKE, smoke, Profile.QUICK, quick, Profile.NIGHT, night, Profile.SCALING, quick));
        return new Row(from, peers, params, more, jvmArgs, bounds);
    }

    /** Returns this row with options of its forks, after those of the benchmark's class. */
    public Row jvm(String... args) {
        return new Row(from, peers, params, work, List.of(args), bounds);
    }

    /** Returns this row with a limit beside it. */
    public Row bound(String limit, double times) {
        List<Bound> more = new ArrayList<>(bounds);
        more.add(new Bound(limit, times));
        return new Row(from, peers, params, work, jvmArgs, more);
    }
}
