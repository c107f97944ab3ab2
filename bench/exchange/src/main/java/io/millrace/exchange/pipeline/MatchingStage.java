package io.millrace.exchange.pipeline;

import io.millrace.Sender;
import io.millrace.exchange.book.Matching;
import io.millrace.exchange.control.Ended;
import io.millrace.exchange.pipeline.link.StageLink;
import java.util.List;

/** Applies each message to the books itself and tells both consumers what came of it. */
final class MatchingStage extends BookStage {

    private final Matching matching = new Matching();
    private final StageLink<Event> marketData;
    private final StageLink<Event> reports;

    MatchingStage(
            RunSpec spec,
            Sender<Ended> end,
            StageLink<Event> in,
            StageLink<Event> marketData,
            StageLink<Event> reports) {
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
