package io.millrace.exchange.pipeline;

import io.millrace.Sender;
import io.millrace.exchange.book.Matching;
import io.millrace.exchange.control.Ended;
import io.millrace.exchange.pipeline.link.ChannelLink;
import java.util.ArrayList;
import java.util.List;

/**
 * Deals the messages out to the pool that has the books. It takes what is there, so that a block is one message when
 * little is going on, and long when much is; then a hand-over to a worker is shared by many messages.
 */
final class PooledMatchingStage extends BookStage {

    private final ChannelLink<Event> in;
    private final BookPool pool;
    private final int longestBlock;
    private final BookTask.Lot[] lots;
    private List<Event> block = new ArrayList<>();

    PooledMatchingStage(RunSpec spec, Sender<Ended> end, ChannelLink<Event> in, BookPool pool) {
        super(spec, end, in, List.of());
        this.in = in;
        this.pool = pool;
        this.longestBlock = spec.services().block();
        this.lots = new BookTask.Lot[pool.groups()];
    }

    @Override
    void takeAll() throws InterruptedException {
        for (Event event = in.receive(); event != null; event = in.receive()) {
            handle(event);
            in.drain(this::handle, longestBlock - 1);
            deal();
        }
        pool.stop();
    }

    @Override
    void handle(Event event) {
        arrived(event.type);
        int group = pool.groupOf(event.locate);
        if (lots[group] == null) {
            lots[group] = new BookTask.Lot(group);
        }
        lots[group].events.add(event);
        block.add(event);
    }

    private void deal() throws InterruptedException {
        BookTask.Lot last = null;
        for (int group = 0; group < lots.length; group++) {
            if (lots[group] != null) {
                if (last != null) {
                    pool.send(last);
                }
                last = lots[group];
                lots[group] = null;
            }
        }
        last.block = block;
        block = new ArrayList<>();
        pool.send(last);
    }

    @Override
    protected void fail(Throwable cause) {
        super.fail(cause);
        pool.fail(cause);
    }

    @Override
    List<Matching> matchings() {
        return pool.matchings();
    }
}
