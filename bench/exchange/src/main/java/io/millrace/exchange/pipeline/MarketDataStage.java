package io.millrace.exchange.pipeline;

import io.millrace.Sender;
import io.millrace.exchange.control.Ended;
import io.millrace.exchange.marketdata.Quote;
import io.millrace.exchange.pipeline.link.StageLink;

/**
 * What a subscriber to market data does: keeps the best prices of each stock, from the messages alone. Each change goes
 * on as a quote if somebody wants quotes.
 */
final class MarketDataStage extends ConsumerStage {

    private static final int STOCKS = 1 << 16;
    private final TopOfBook[] tops = new TopOfBook[STOCKS];
    private final Sender<Quote> quotes;
    private long changes;

    /** Makes the stage; {@code quotes} is null if nobody wants them. */
    MarketDataStage(RunSpec spec, Sender<Ended> end, StageLink<Event> in, Sender<Quote> quotes) {
        super(StageName.MARKET_DATA, "matching to market data", spec, end, in);
        this.quotes = quotes;
    }

    @Override
    void consume(Event event) throws InterruptedException {
        if (event.bookLocate == 0) {
            return;
        }
        TopOfBook top = tops[event.bookLocate];
        if (top == null) {
            top = new TopOfBook(event.bookLocate);
            tops[event.bookLocate] = top;
        }
        if (top.update(event)) {
            changes++;
            if (quotes != null) {
                quotes.send(top.quote());
            }
        }
    }

    @Override
    protected void work() throws Exception {
        super.work();
        if (quotes != null) {
            quotes.close();
        }
    }

    @Override
    protected void fail(Throwable cause) {
        super.fail(cause);
        if (quotes != null) {
            quotes.close(cause);
        }
    }

    /** The best prices of a stock. */
    TopOfBook top(int locate) {
        return tops[locate] == null ? TopOfBook.EMPTY : tops[locate];
    }

    /** How many times the best price of a stock or its shares changed. */
    long changes() {
        return changes;
    }
}
