package io.millrace.bench.exchange;

import io.millrace.bench.exchange.book.ReferenceBook;
import io.millrace.bench.exchange.book.Settlement;
import io.millrace.bench.exchange.feed.Feed;
import io.millrace.bench.exchange.feed.ItchGenerator;
import io.millrace.bench.exchange.feed.Recording;
import io.millrace.bench.exchange.itch.ItchReader;
import io.millrace.bench.exchange.itch.ItchWriter;
import io.millrace.bench.exchange.pipeline.HandoffKind;
import io.millrace.bench.exchange.pipeline.Latency;
import io.millrace.bench.exchange.pipeline.Pipeline;
import io.millrace.bench.exchange.pipeline.RunResult;
import io.millrace.bench.exchange.pipeline.RunSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * One use of the command: input, reference, warm-up, runs, proofs, report. The reference reads the whole input before
 * the first stage starts. So a file that is wrong at its end is found out before anything of it has been processed.
 */
final class Exchange {

    private final Plan plan;
    private final TextReport report;
    private final PrintWriter out;
    private final Path json;
    private final boolean isTerminal = ProgressBar.isTerminal();

    Exchange(Plan plan, PrintWriter out, Path json) {
        this.plan = plan;
        this.out = out;
        this.report = new TextReport(out);
        this.json = json;
    }

    /** Does it all; true if every proof held. */
    boolean run() throws IOException, ExecutionException, InterruptedException {
        report.machine();
        Feed feed = plan.itch() == null ? makeUp() : Feed.file(plan.itch());
        long started = System.nanoTime();
        ReferenceBook reference;
        try (ItchReader reader = feed.open()) {
            reference = ReferenceBook.read(reader);
        }
        Settlement expected = reference.settle();
        long referenceNanos = System.nanoTime() - started;
        report.input(feed, reference, referenceNanos);
        double timingCost = Latency.cost();
        report.setup(plan, kinds(), timingCost);

        warmUp(feed);
        Comparison runs = new Comparison();
        List<Proof> proofs = new ArrayList<>();
        boolean held = true;
        for (int round = 1; round <= (plan.compare() ? plan.rounds() : 1); round++) {
            for (HandoffKind kind : kinds()) {
                RunResult run = run(feed, plan.spec().withHandoff(kind), kind.toString(), reference.messages());
                runs.add(run);
                proofs = Proofs.of(run, reference, expected, plan.itch() == null);
                held &= proofs.stream().allMatch(Proof::held);
                if (plan.compare()) {
                    report.round(round, run, proofs);
                }
            }
        }
        if (plan.compare()) {
            report.comparison(runs);
        } else {
            report.run(runs.median(plan.spec().handoff()), plan.top(), proofs);
        }
        report.verdict(held);
        if (json != null) {
            new JsonReport(plan, feed, reference, expected, referenceNanos, timingCost).write(json, runs, held);
        }
        return held;
    }

    private Feed makeUp() throws IOException {
        long started = System.nanoTime();
        Recording recording = new Recording();
        new ItchGenerator(plan.orders(), plan.symbols(), plan.seed()).write(new ItchWriter(recording));
        return Feed.recording(recording, report.madeUp(plan, System.nanoTime() - started));
    }

    private void warmUp(Feed feed) throws ExecutionException, InterruptedException {
        if (plan.warmup() == 0) {
            return;
        }
        for (HandoffKind kind : kinds()) {
            run(feed, plan.spec().withHandoff(kind).warmup(plan.warmup()), "warm-up", plan.warmup());
        }
    }

    private RunResult run(Feed feed, RunSpec spec, String label, long total)
            throws ExecutionException, InterruptedException {
        System.gc(); // so that no run pays for the one before
        try {
            return Pipeline.run(feed, spec, ProgressBar.on(out, isTerminal, label, total));
        } finally {
            ProgressBar.clear(out, isTerminal);
        }
    }

    private List<HandoffKind> kinds() {
        return plan.compare()
                ? List.of(HandoffKind.values())
                : List.of(plan.spec().handoff());
    }
}
