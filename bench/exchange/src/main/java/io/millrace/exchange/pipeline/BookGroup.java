package io.millrace.exchange.pipeline;

import io.millrace.exchange.book.Depth;
import io.millrace.exchange.book.Matching;
import io.millrace.exchange.query.DepthSource;

/** The books that share one key of the pool. One worker at a time has it, and sees what the one before it did. */
final class BookGroup {

    final Matching matching = new Matching();
    private long sequence;
    private long outOfOrder;

    /** Applies a message to its book. */
    void apply(Event event) {
        if (event.sequence <= sequence) {
            outOfOrder++;
        }
        sequence = event.sequence;
        MatchingStage.apply(matching, event);
    }

    /** The depth of one of its books after the last message. */
    Depth depth(int locate) {
        return Depth.of(locate, sequence, matching.find(locate), DepthSource.LEVELS);
    }

    /** How many messages came after one that the sequencer had put behind them. */
    long outOfOrder() {
        return outOfOrder;
    }
}
