package io.millrace.exchange.pipeline;

import io.millrace.Sender;
import io.millrace.exchange.control.Ended;
import io.millrace.exchange.control.SupervisedTask;
import io.millrace.exchange.pipeline.link.StageLink;
import java.util.List;

/**
 * Tells both consumers what came of each message, in the order of all messages: lots come out of the pool in the order
 * in which they were dealt, so when the last one of a block is done, the block is.
 */
final class BookPublisher extends SupervisedTask {

    private final BookStage stage;
    private final BookPool pool;
    private final StageLink<Event> in;
    private final List<StageLink<Event>> outs;

    /**
     * Makes a publisher.
     *
     * @param stage the stage it belongs to, whose latency it records
     * @param in what the stage receives from, to be failed with the rest
     */
    BookPublisher(BookStage stage, BookPool pool, StageLink<Event> in, List<StageLink<Event>> outs, Sender<Ended> end) {
        super("publisher", end);
        this.stage = stage;
        this.pool = pool;
        this.in = in;
        this.outs = outs;
    }

    @Override
    protected void work() throws InterruptedException {
        for (BookTask done = pool.results().receiveOrNull();
                done != null;
                done = pool.results().receiveOrNull()) {
            if (done instanceof BookTask.Lot lot && lot.block != null) {
                publish(lot.block);
            }
        }
        for (StageLink<Event> out : outs) {
            out.close();
        }
    }

    private void publish(List<Event> block) throws InterruptedException {
        for (Event event : block) {
            stage.stamp(event);
            for (StageLink<Event> out : outs) {
                out.send(event);
            }
        }
    }

    @Override
    protected void fail(Throwable cause) {
        in.fail(cause);
        outs.forEach(out -> out.fail(cause));
        pool.fail(cause);
    }
}
