package io.millrace.exchange;

import io.millrace.exchange.pipeline.Latency;
import io.millrace.exchange.pipeline.RunResult;
import io.millrace.exchange.pipeline.link.LinkKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The runs over several links, and how they compare: of each the run with the median throughput stands for all. */
final class Comparison {

    private final Map<LinkKind, List<RunResult>> runs = new EnumMap<>(LinkKind.class);

    private final Map<RunResult, List<Proof>> proofs = new IdentityHashMap<>();

    void add(RunResult run, List<Proof> proofsOfIt) {
        proofs.put(run, proofsOfIt);
        runs.computeIfAbsent(run.spec().link(), kind -> new ArrayList<>()).add(run);
    }

    Iterable<LinkKind> kinds() {
        return runs.keySet();
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    /** What was proved of a run. */
    List<Proof> proofs(RunResult run) {
        return proofs.get(run);
    }

    /** The runs of one kind, in the order they were done. */
    List<RunResult> runs(LinkKind kind) {
        return runs.get(kind);
    }

    /** The run in the middle by throughput; with an even number, the slower one of the two. */
    RunResult median(LinkKind kind) {
        List<RunResult> sorted = new ArrayList<>(runs.get(kind));
        sorted.sort(Comparator.comparingDouble(RunResult::throughput));
        return sorted.get((sorted.size() - 1) / 2);
    }

    /** The throughput of a kind divided by that of Millrace's channels. */
    double ratio(LinkKind kind) {
        return median(kind).throughput() / median(LinkKind.MILLRACE).throughput();
    }

    /** The latency from end to end, at the reports consumer. */
    static Latency endToEnd(RunResult run) {
        List<Latency> all = run.latencies();
        return all.get(all.size() - 1);
    }
}
