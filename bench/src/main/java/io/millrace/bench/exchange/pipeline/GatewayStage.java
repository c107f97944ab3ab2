package io.millrace.bench.exchange.pipeline;

import io.millrace.bench.exchange.itch.Message;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Checks what an order says of itself. What is refused goes on, marked, so that its sender gets a report. */
final class GatewayStage extends Stage {

    private final Handoff<Event> out;

    GatewayStage(RunSpec spec, AtomicReference<Throwable> failure, Handoff<Event> in, Handoff<Event> out) {
        super(StageName.GATEWAY, "feed to gateway", spec, failure, in, List.of(out));
        this.out = out;
    }

    @Override
    void handle(Event event) throws InterruptedException {
        event.rejected = !isAllowed(event);
        stamp(event);
        out.send(event);
    }

    /** A side that exists, at least one share, a price above zero, where the type has them. */
    static boolean isAllowed(Message message) {
        return switch (message.type) {
            case ADD_ORDER, ADD_ORDER_MPID ->
                (message.side == 'B' || message.side == 'S') && message.shares > 0 && message.price > 0;
            case ORDER_REPLACE -> message.shares > 0 && message.price > 0;
            case ORDER_EXECUTED, ORDER_EXECUTED_PRICE, ORDER_CANCEL -> message.shares > 0;
            default -> true;
        };
    }
}
