package io.millrace.bench.exchange.pipeline;

import io.millrace.bench.exchange.book.Matching;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Applies each message to the books and tells both consumers what came of it. */
final class MatchingStage extends Stage {

    private final Matching matching = new Matching();
    private final Handoff<Event> marketData;
    private final Handoff<Event> reports;

    MatchingStage(
            RunSpec spec,
            AtomicReference<Throwable> failure,
            Handoff<Event> in,
            Handoff<Event> marketData,
            Handoff<Event> reports) {
        super(StageName.MATCHING, "sequencer to matching", spec, failure, in, List.of(marketData, reports));
        this.marketData = marketData;
        this.reports = reports;
    }

    @Override
    void handle(Event event) throws InterruptedException {
        event.outcome = event.rejected ? matching.reject(event) : matching.apply(event);
        event.moved = matching.moved();
        if (matching.touched() != null) {
            event.top(matching.touched());
        }
        stamp(event);
        marketData.send(event);
        reports.send(event);
    }

    Matching matching() {
        return matching;
    }
}
