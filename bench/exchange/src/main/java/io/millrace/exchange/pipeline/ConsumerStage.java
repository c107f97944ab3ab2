package io.millrace.exchange.pipeline;

import io.millrace.Sender;
import io.millrace.exchange.control.Ended;
import io.millrace.exchange.pipeline.link.StageLink;
import java.util.List;

/** A stage at the end. It checks that the messages arrive in sequence, none missing, and times the whole way. */
abstract class ConsumerStage extends TradingStage {

    final Latency endToEnd;

    private long expected = 1;
    private long outOfSequence;

    ConsumerStage(StageName name, String path, RunSpec spec, Sender<Ended> end, StageLink<Event> in) {
        super(name, path, spec, end, in, List.of());
        this.endToEnd = new Latency("end to end, " + name);
    }

    /** Uses a message, which other threads read too. */
    abstract void consume(Event event) throws InterruptedException;

    @Override
    final void handle(Event event) throws InterruptedException {
        if (event.sequence != expected) {
            outOfSequence++;
        }
        expected = event.sequence + 1;
        consume(event);
        if (event.timed) {
            long now = System.nanoTime();
            latency.record(now - event.stamp);
            endToEnd.record(now - event.intended);
        }
    }

    /** How many messages were not the one after the message before. */
    final long outOfSequence() {
        return outOfSequence;
    }
}
