package io.millrace.exchange;

import io.millrace.exchange.book.Count;
import io.millrace.exchange.book.OrderBook;
import io.millrace.exchange.book.OrderTally;
import io.millrace.exchange.book.ReferenceBook;
import io.millrace.exchange.feed.Feed;
import io.millrace.exchange.itch.MessageType;
import io.millrace.exchange.pipeline.Latency;
import io.millrace.exchange.pipeline.RunResult;
import io.millrace.exchange.pipeline.TopOfBook;
import io.millrace.exchange.pipeline.link.LinkKind;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.HdrHistogram.Histogram;

/** Writes the report for people. ASCII only, so that any terminal shows it. */
final class TextReport {

    private static final double NANOS = 1e9;

    private final PrintWriter out;

    TextReport(PrintWriter out) {
        this.out = out;
    }

    void machine() {
        line(
                "machine     Java %s, %d cores, heap up to %,d MB",
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20);
    }

    String generated(RunPlan plan, long nanos) {
        line("generator   %.1f s", nanos / NANOS);
        return text("generated: %,d orders, %,d stocks, seed %d", plan.orders(), plan.symbols(), plan.seed());
    }

    void input(Feed feed, ReferenceBook reference, long nanos) {
        line("input       %s", feed.description());
        line("            %,d messages, %,d bytes of ITCH 5.0", reference.messages(), reference.bytes());
        StringJoiner types = new StringJoiner(", ");
        for (MessageType type : MessageType.values()) {
            if (reference.messages(type) > 0) {
                types.add(type.code() + " " + text("%,d", reference.messages(type)));
            }
        }
        line("            %s", types);
        line(
                "reference   one thread, no channels: %.1f s, %,.0f messages/s, not warmed up",
                nanos / NANOS, reference.messages() * NANOS / nanos);
    }

    void setup(RunPlan plan, List<LinkKind> kinds, double timingCost) {
        for (LinkKind kind : kinds) {
            line(
                    "handoff     %s, capacity %,d, waits: %s",
                    kind,
                    kind.capacity(plan.spec().capacity()),
                    kind.waiting(plan.spec().waiting()));
        }
        line("%s", ServiceReport.plan(plan));
        line("waiting     %s (%s)", plan.waiting().waiting(), plan.waiting().reason());
        line(
                "timing      %s, %.0f ns for each reading here",
                plan.spec().sampleEvery() == 1
                        ? "every message"
                        : "one message in " + plan.spec().sampleEvery(),
                timingCost);
        if (plan.spec().rate() > 0) {
            line(
                    "load        open loop, %,d messages/s; latency counts from when a message should have been sent",
                    plan.spec().rate());
        } else {
            line("load        as fast as it goes; latency is then mostly time in full queues, see --rate");
        }
        if (plan.warmup() > 0) {
            line("warm-up     %,d messages through each handoff, not measured", plan.warmup());
        }
        out.flush();
    }

    void run(RunResult run, int top, List<Proof> proofs) {
        line("");
        line("throughput  %,.0f messages/s (%,d in %.2f s)", run.throughput(), run.messages(), run.nanos() / NANOS);
        ServiceReport.lines(run).forEach(line -> line("%s", line));
        line("");
        orders(run);
        latencies(run);
        if (top > 0) {
            books(run, top);
        }
        line("digest      %s", run.settlement().digest());
        line("");
        for (Proof proof : proofs) {
            proof(proof);
        }
    }

    void round(int round, RunResult run, List<Proof> proofs) {
        if (round == 1 && run.spec().link() == LinkKind.MILLRACE) {
            line("");
        }
        long held = proofs.stream().filter(Proof::held).count();
        line(
                "round %-5d %-10s %,12.0f messages/s, %d of %d proofs held",
                round, run.spec().link(), run.throughput(), held, proofs.size());
        if (run.supervisor().stopReason() != null) {
            line("stopped     %s; this round does not count", run.supervisor().stopReason());
        }
        proofs.stream().filter(proof -> !proof.held()).forEach(this::proof);
        out.flush();
    }

    void comparison(Comparison runs) {
        int rounds = runs.runs(LinkKind.MILLRACE).size();
        line("");
        line("%-11s %14s %10s   %s", "median of", "messages/s", "ratio", "end to end in microseconds");
        line(
                "%-11s %14s %10s %10s %10s %10s %10s %10s",
                rounds == 1 ? "1 round" : rounds + " rounds", "", "to millrace", "p50", "p90", "p99", "p99.9", "max");
        for (LinkKind kind : runs.kinds()) {
            RunResult run = runs.median(kind);
            line("%-11s %,14.0f %10.2f  %s", kind, run.throughput(), runs.ratio(kind), row(Comparison.endToEnd(run)));
        }
        line("");
    }

    void verdict(boolean held) {
        line("%s", held ? "PASS: every proof held" : "FAIL: a proof did not hold");
        out.flush();
    }

    private void orders(RunResult run) {
        OrderTally tally = run.settlement().tally();
        line(
                "orders      messages %,d, about orders %,d",
                run.messages(), run.messages() - tally.get(Count.INFORMATION));
        line(
                "            added %,d, replaced %,d, executions %,d, cancelled in part %,d",
                tally.get(Count.ADDED),
                tally.get(Count.REPLACED),
                tally.get(Count.EXECUTIONS),
                tally.get(Count.REDUCTIONS));
        line(
                "            gone: executed in full %,d, cancelled in full %,d, deleted %,d; resting %,d",
                tally.get(Count.FILLED),
                tally.get(Count.CANCELLED),
                tally.get(Count.DELETED),
                tally.get(Count.RESTING));
        line(
                "            refused %,d, about unknown orders %,d, reference in use %,d, more shares than left %,d",
                tally.get(Count.REJECTED),
                tally.get(Count.UNKNOWN),
                tally.get(Count.DUPLICATE),
                tally.get(Count.OVERDRAWN));
        line(
                "            executions out of turn %,d, books crossed at the end %,d, best price changes %,d",
                tally.get(Count.OUT_OF_TURN),
                run.books().stream().filter(OrderBook::isCrossed).count(),
                run.topChanges());
        line("");
    }

    private void latencies(RunResult run) {
        line("%-26s%10s %10s %10s %10s %10s", "latency, microseconds", "p50", "p90", "p99", "p99.9", "max");
        for (Latency latency : run.latencies()) {
            line("  %-24s%s", latency.label(), row(latency));
        }
        line("");
    }

    private void books(RunResult run, int top) {
        line("%-12s %10s %12s %12s   %-12s %-12s", "busiest", "messages", "bid shares", "bid", "ask", "ask shares");
        for (OrderBook book : run.busiest(top)) {
            TopOfBook best = run.top(book.locate());
            line(
                    "  %-10s %,10d %,12d %12s   %-12s %-,12d",
                    book.name(),
                    book.messages(),
                    best.bidShares(),
                    price(best.bidPrice()),
                    price(best.askPrice()),
                    best.askShares());
        }
        line("");
    }

    private void proof(Proof proof) {
        line("%s  %s: %s", proof.held() ? "PASS" : "FAIL", proof.name(), proof.detail());
    }

    private static String row(Latency latency) {
        Histogram histogram = latency.histogram();
        return text(
                "%,10.1f %,10.1f %,10.1f %,10.1f %,10.1f",
                histogram.getValueAtPercentile(50) / 1e3,
                histogram.getValueAtPercentile(90) / 1e3,
                histogram.getValueAtPercentile(99) / 1e3,
                histogram.getValueAtPercentile(99.9) / 1e3,
                histogram.getMaxValue() / 1e3);
    }

    private static String price(int price) {
        return price == 0 ? "-" : text("%,.4f", price / 1e4);
    }

    private void line(String format, Object... values) {
        out.println(text(format, values).stripTrailing());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
