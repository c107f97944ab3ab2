package io.millrace.bench.exchange.pipeline;

import io.millrace.Sender;
import io.millrace.bench.exchange.book.Outcome;
import io.millrace.bench.exchange.control.Ended;

/** What a member's back office does: keeps its own account of what became of every message, from the messages alone. */
final class ReportStage extends ConsumerStage {

    private final long[] outcomes = new long[Outcome.values().length];
    private final long[] shares = new long[outcomes.length];

    ReportStage(RunSpec spec, Sender<Ended> end, Handoff<Event> in) {
        super(StageName.REPORTS, "matching to reports", spec, end, in);
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
