package io.millrace.bench.exchange.pipeline;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** A stage at the end. It checks that the messages arrive in sequence, none missing, and times the whole way. */
abstract class ConsumerStage extends Stage {

    final Latency endToEnd;

    private long expected = 1;
    private long outOfSequence;

    ConsumerStage(StageName name, String path, RunSpec spec, AtomicReference<Throwable> failure, Handoff<Event> in) {
        super(name, path, spec, failure, in, List.of());
        this.endToEnd = new Latency("end to end, " + name);
    }

    /** Uses a message, which other threads read too. */
    abstract void consume(Event event);

    @Override
    final void handle(Event event) {
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
