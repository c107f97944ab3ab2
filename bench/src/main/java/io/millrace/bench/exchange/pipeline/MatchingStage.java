package io.millrace.bench.exchange.pipeline;

import io.millrace.Sender;
import io.millrace.bench.exchange.book.Matching;
import io.millrace.bench.exchange.control.Ended;
import java.util.List;

/** Applies each message to the books itself and tells both consumers what came of it. */
final class MatchingStage extends BookStage {

    private final Matching matching = new Matching();
    private final Handoff<Event> marketData;
    private final Handoff<Event> reports;

    MatchingStage(
            RunSpec spec, Sender<Ended> end, Handoff<Event> in, Handoff<Event> marketData, Handoff<Event> reports) {
        super(spec, end, in, List.of(marketData, reports));
        this.marketData = marketData;
        this.reports = reports;
    }

    @Override
    void handle(Event event) throws InterruptedException {
        apply(matching, event);
        stamp(event);
        marketData.send(event);
        reports.send(event);
    }

    /** Applies a message and writes on it what came of it. */
    static void apply(Matching matching, Event event) {
        event.outcome = event.rejected ? matching.reject(event) : matching.apply(event);
        event.moved = matching.moved();
        if (matching.touched() != null) {
            event.top(matching.touched());
        }
    }

    @Override
    List<Matching> matchings() {
        return List.of(matching);
    }
}
