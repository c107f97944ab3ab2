package io.millrace.bench.exchange.pipeline;

import io.millrace.Sender;
import io.millrace.bench.exchange.control.Ended;
import java.util.List;

/** Gives each message its place in the one order that all later stages go by. */
final class SequencerStage extends Stage {

    private final Handoff<Event> out;
    private long sequence;

    SequencerStage(RunSpec spec, Sender<Ended> end, Handoff<Event> in, Handoff<Event> out) {
        super(StageName.SEQUENCER, "gateway to sequencer", spec, end, in, List.of(out));
        this.out = out;
    }

    @Override
    void handle(Event event) throws InterruptedException {
        event.sequence = ++sequence;
        stamp(event);
        out.send(event);
    }
}
