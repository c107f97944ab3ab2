package io.millrace.exchange;

import io.millrace.exchange.book.ReferenceBook;
import io.millrace.exchange.book.Settlement;
import io.millrace.exchange.control.Quit;
import io.millrace.exchange.control.RunControl;
import io.millrace.exchange.feed.Feed;
import io.millrace.exchange.feed.ItchGenerator;
import io.millrace.exchange.feed.Recording;
import io.millrace.exchange.itch.ItchReader;
import io.millrace.exchange.itch.ItchWriter;
import io.millrace.exchange.pipeline.Latency;
import io.millrace.exchange.pipeline.RunResult;
import io.millrace.exchange.pipeline.RunSpec;
import io.millrace.exchange.pipeline.TradingPipeline;
import io.millrace.exchange.pipeline.link.LinkKind;
import io.millrace.exchange.query.AnswerCheck;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * One use of the command: input, reference, warm-up, runs, proofs, report. The reference reads the whole input before
 * the first stage starts. So a file that is wrong at its end is found out before anything of it has been processed.
 */
final class Exchange {

    private RunPlan plan;
    private final TextReport report;
    private final PrintWriter out;
    private final Path json;
    private ReferenceBook reference;
    private Settlement expected;
    private final boolean isTerminal = ProgressBar.isTerminal();

    Exchange(RunPlan plan, PrintWriter out, Path json) {
        this.plan = plan;
        this.out = out;
        this.report = new TextReport(out);
        this.json = json;
    }

    /** Does it all; true if every proof held. */
    boolean run() throws IOException, ExecutionException, InterruptedException {
        report.machine();
        Feed feed = plan.itch() == null ? generate() : read(plan.itch());
        long started = System.nanoTime();
        reference = read(feed, Long.MAX_VALUE);
        expected = reference.settle();
        long referenceNanos = System.nanoTime() - started;
        report.input(feed, reference, referenceNanos);
        if (plan.spec().services() != null) {
            plan = plan.withServices(plan.spec().services().withStocks(reference.stocks()));
        }
        double timingCost = Latency.cost();
        Comparison runs = new Comparison();
        boolean held;
        try (Quit quit = Quit.onSignal()) {
            report.setup(plan, kinds(), timingCost); // who reads this may interrupt
            warmUp(feed, quit);
            held = plan.compare() ? compare(feed, quit, runs) : once(feed, quit, runs);
            report.verdict(held);
            if (json != null) {
                new JsonReport(plan, feed, reference, expected, referenceNanos, timingCost).write(json, runs, held);
            }
        }
        return held;
    }

    private boolean once(Feed feed, Quit quit, Comparison runs)
            throws IOException, ExecutionException, InterruptedException {
        RunResult run = run(feed, plan.spec(), plan.spec().link().toString(), reference.messages(), quit);
        List<Proof> proofs = prove(feed, run);
        runs.add(run, proofs);
        report.run(run, plan.top(), proofs);
        return proofs.stream().allMatch(Proof::held);
    }

    /** A run that was stopped must hold its proofs too, but is no measure of its link, and no more runs begin. */
    private boolean compare(Feed feed, Quit quit, Comparison runs)
            throws IOException, ExecutionException, InterruptedException {
        boolean held = true;
        boolean stopped = false;
        for (int round = 1; round <= plan.rounds() && !stopped; round++) {
            for (LinkKind kind : kinds()) {
                RunResult run = run(feed, plan.spec().withLink(kind), kind.toString(), reference.messages(), quit);
                List<Proof> proofs = prove(feed, run);
                held &= proofs.stream().allMatch(Proof::held);
                report.round(round, run, proofs);
                stopped = run.supervisor().stopReason() != null;
                if (stopped) {
                    break;
                }
                runs.add(run, proofs);
            }
        }
        if (!runs.isEmpty()) {
            report.comparison(runs);
        }
        return held;
    }

    /** A run that was stopped is held against a reference that is stopped at the same message. */
    private List<Proof> prove(Feed feed, RunResult run) throws IOException {
        boolean whole = run.supervisor().stopReason() == null;
        ReferenceBook truth = whole ? reference : read(feed, run.messages());
        List<Proof> proofs =
                new ArrayList<>(Proofs.of(run, truth, whole ? expected : truth.settle(), plan.itch() == null));
        AnswerCheck answers = run.served() == null
                ? null
                : AnswerCheck.of(feed, run.served().desk().answers());
        proofs.addAll(ServiceProofs.of(run, answers));
        return proofs;
    }

    private static ReferenceBook read(Feed feed, long limit) throws IOException {
        try (ItchReader reader = feed.open()) {
            return ReferenceBook.read(reader, limit);
        }
    }

    /** A pipe gives its bytes only once, and they are read more often. */
    private static Feed read(Path itch) throws IOException {
        if (itch.equals(ExchangeOptions.STANDARD_INPUT)) {
            return Feed.once(new FileInputStream(FileDescriptor.in), "standard input", mostKept());
        }
        return Files.isRegularFile(itch)
                ? Feed.file(itch)
                : Feed.once(Files.newInputStream(itch), itch.toString(), mostKept());
    }

    private static long mostKept() {
        return Runtime.getRuntime().maxMemory() / 10 * 6;
    }

    private Feed generate() throws IOException {
        long started = System.nanoTime();
        Recording recording = new Recording();
        new ItchGenerator(plan.orders(), plan.symbols(), plan.seed()).write(new ItchWriter(recording));
        return Feed.recording(recording, report.generated(plan, System.nanoTime() - started));
    }

    private void warmUp(Feed feed, Quit quit) throws ExecutionException, InterruptedException {
        if (plan.warmup() == 0) {
            return;
        }
        for (LinkKind kind : kinds()) {
            RunSpec spec = plan.spec().withLink(kind).warmup(plan.warmup());
            RunResult run = run(feed, spec, "warm-up", plan.warmup(), quit);
            if (run.supervisor().stopReason() != null) {
                throw new ExecutionException(new IOException(
                        "stopped in the warm-up: " + run.supervisor().stopReason()));
            }
        }
    }

    private RunResult run(Feed feed, RunSpec spec, String label, long total, Quit quit)
            throws ExecutionException, InterruptedException {
        System.gc(); // so that no run pays for the one before
        RunControl control = RunControl.of(ProgressBar.on(out, isTerminal, label, total))
                .withQuit(quit.reasons())
                .withLongest(spec.limit() == Long.MAX_VALUE ? plan.longest() : null);
        try {
            return TradingPipeline.run(feed, spec, control);
        } finally {
            ProgressBar.clear(out, isTerminal);
        }
    }

    private List<LinkKind> kinds() {
        return plan.compare() ? List.of(LinkKind.values()) : List.of(plan.spec().link());
    }
}
