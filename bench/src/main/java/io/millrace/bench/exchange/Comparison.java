package io.millrace.bench.exchange;

import io.millrace.bench.exchange.pipeline.HandoffKind;
import io.millrace.bench.exchange.pipeline.Latency;
import io.millrace.bench.exchange.pipeline.RunResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The runs of several handoffs, and how they compare: of each the run with the median throughput stands for all. */
final class Comparison {

    private final Map<HandoffKind, List<RunResult>> runs = new EnumMap<>(HandoffKind.class);

    private final Map<RunResult, List<Proof>> proofs = new IdentityHashMap<>();

    void add(RunResult run, List<Proof> proofsOfIt) {
        proofs.put(run, proofsOfIt);
        runs.computeIfAbsent(run.spec().handoff(), kind -> new ArrayList<>()).add(run);
    }

    Iterable<HandoffKind> kinds() {
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
    List<RunResult> runs(HandoffKind kind) {
        return runs.get(kind);
    }

    /** The run in the middle by throughput; with an even number, the slower one of the two. */
    RunResult median(HandoffKind kind) {
        List<RunResult> sorted = new ArrayList<>(runs.get(kind));
        sorted.sort(Comparator.comparingDouble(RunResult::throughput));
        return sorted.get((sorted.size() - 1) / 2);
    }

    /** The throughput of a kind divided by that of Millrace's channels. */
    double ratio(HandoffKind kind) {
        return median(kind).throughput() / median(HandoffKind.MILLRACE).throughput();
    }

    /** The latency from end to end, at the reports consumer. */
    static Latency endToEnd(RunResult run) {
        List<Latency> all = run.latencies();
        return all.get(all.size() - 1);
    }
}
