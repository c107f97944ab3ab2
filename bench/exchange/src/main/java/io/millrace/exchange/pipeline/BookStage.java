package io.millrace.exchange.pipeline;

import io.millrace.Sender;
import io.millrace.exchange.book.Matching;
import io.millrace.exchange.control.Ended;
import io.millrace.exchange.pipeline.link.StageLink;
import java.util.List;

/** The stage at which messages meet the books, whoever works on them. */
abstract class BookStage extends TradingStage {

    BookStage(RunSpec spec, Sender<Ended> end, StageLink<Event> in, List<StageLink<Event>> outs) {
        super(StageName.MATCHING, "sequencer to matching", spec, end, in, outs);
    }

    /** The books, in parts that have no stock in common; to be asked when the run has ended. */
    abstract List<Matching> matchings();
}
