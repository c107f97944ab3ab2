package io.millrace.exchange.pipeline;

import io.millrace.Sender;
import io.millrace.exchange.book.OrderOutcome;
import io.millrace.exchange.control.Ended;
import io.millrace.exchange.pipeline.link.StageLink;

/** What a member's back office does: keeps its own account of what became of every message, from the messages alone. */
final class ReportStage extends ConsumerStage {

    private final long[] outcomes = new long[OrderOutcome.values().length];
    private final long[] shares = new long[outcomes.length];

    ReportStage(RunSpec spec, Sender<Ended> end, StageLink<Event> in) {
        super(StageName.REPORTS, "matching to reports", spec, end, in);
    }

    @Override
    void consume(Event event) {
        int at = event.outcome.ordinal();
        outcomes[at]++;
        shares[at] += event.moved;
    }

    long messages(OrderOutcome outcome) {
        return outcomes[outcome.ordinal()];
    }

    long shares(OrderOutcome outcome) {
        return shares[outcome.ordinal()];
    }
}
