package io.millrace.bench.exchange.pipeline;

import io.millrace.bench.exchange.book.Outcome;
import java.util.concurrent.atomic.AtomicReference;

/** What a member's back office does: keeps its own account of what became of every message, from the messages alone. */
final class ReportStage extends ConsumerStage {

    private final long[] outcomes = new long[Outcome.values().length];
    private final long[] shares = new long[outcomes.length];

    ReportStage(RunSpec spec, AtomicReference<Throwable> failure, Handoff<Event> in) {
        super(StageName.REPORTS, "matching to reports", spec, failure, in);
    }

    @Override
    void consume(Event event) {
        int at = event.outcome.ordinal();
        outcomes[at]++;
        shares[at] += event.moved;
    }

    long messages(Outcome outcome) {
        return outcomes[outcome.ordinal()];
    }

    long shares(Outcome outcome) {
        return shares[outcome.ordinal()];
    }
}
