package io.millrace.bench.exchange.pipeline;

import io.millrace.Sender;
import io.millrace.bench.exchange.control.Ended;
import java.util.List;

/** Checks what an order says of itself. What is refused goes on, marked, so that its sender gets a report. */
final class GatewayStage extends Stage {

    private final Handoff<Event> out;

    GatewayStage(RunSpec spec, Sender<Ended> end, Handoff<Event> in, Handoff<Event> out) {
        super(StageName.GATEWAY, "feed to gateway", spec, end, in, List.of(out));
        this.out = out;
    }

    @Override
    void handle(Event event) throws InterruptedException {
        event.rejected = !event.isAllowed();
        stamp(event);
        out.send(event);
    }
}
