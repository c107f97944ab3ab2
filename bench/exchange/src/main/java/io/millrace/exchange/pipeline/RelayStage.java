package io.millrace.exchange.pipeline;

import io.millrace.Sender;
import io.millrace.exchange.control.Ended;
import io.millrace.exchange.pipeline.link.StageLink;
import java.util.List;
import java.util.function.Consumer;

/** A stage that writes something on each message and hands it on. */
final class RelayStage extends TradingStage {

    private final StageLink<Event> out;
    private final Consumer<Event> work;

    private RelayStage(
            StageName name,
            String path,
            RunSpec spec,
            Sender<Ended> end,
            StageLink<Event> in,
            StageLink<Event> out,
            Consumer<Event> work) {
        super(name, path, spec, end, in, List.of(out));
        this.out = out;
        this.work = work;
    }

    /** Checks what an order says of itself. A refused one goes on, marked, so that its sender gets a report. */
    static RelayStage gateway(RunSpec spec, Sender<Ended> end, StageLink<Event> in, StageLink<Event> out) {
        return new RelayStage(
                StageName.GATEWAY, "feed to gateway", spec, end, in, out, event -> event.rejected = !event.isAllowed());
    }

    /** Gives each message its place in the one order that all later stages go by. */
    static RelayStage sequencer(RunSpec spec, Sender<Ended> end, StageLink<Event> in, StageLink<Event> out) {
        return new RelayStage(StageName.SEQUENCER, "gateway to sequencer", spec, end, in, out, new Consumer<>() {

            private long sequence;

            @Override
            public void accept(Event event) {
                event.sequence = ++sequence;
            }
        });
    }

    @Override
    void handle(Event event) throws InterruptedException {
        work.accept(event);
        stamp(event);
        out.send(event);
    }
}
