package io.millrace.bench.exchange.pipeline;

import java.util.concurrent.atomic.AtomicReference;

/** What a subscriber to market data does: keeps the best prices of each stock, from the messages alone. */
final class MarketDataStage extends ConsumerStage {

    private static final int STOCKS = 1 << 16;

    private final TopOfBook[] tops = new TopOfBook[STOCKS];
    private long changes;

    MarketDataStage(RunSpec spec, AtomicReference<Throwable> failure, Handoff<Event> in) {
        super(StageName.MARKET_DATA, "matching to market data", spec, failure, in);
    }

    @Override
    void consume(Event event) {
        if (event.bookLocate == 0) {
            return;
        }
        TopOfBook top = tops[event.bookLocate];
        if (top == null) {
            top = new TopOfBook();
            tops[event.bookLocate] = top;
        }
        if (top.update(event)) {
            changes++;
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
