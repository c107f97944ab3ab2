package io.millrace.exchange.pipeline;

import io.millrace.exchange.marketdata.Quote;

/** The best prices of one stock, in 1/10000 dollar, and the shares there; 0 where nothing rests. */
public final class TopOfBook {

    static final TopOfBook EMPTY = new TopOfBook(0);

    private final Integer locate;
    private int bidPrice;
    private long bidShares;
    private int askPrice;
    private long askShares;

    TopOfBook(int locate) {
        this.locate = locate;
    }

    /** The highest bid. */
    public int bidPrice() {
        return bidPrice;
    }

    /** The shares bid for at the highest bid. */
    public long bidShares() {
        return bidShares;
    }

    /** The lowest offer. */
    public int askPrice() {
        return askPrice;
    }

    /** The shares offered at the lowest offer. */
    public long askShares() {
        return askShares;
    }

    /** Takes over what a message says; false if that is nothing new. */
    boolean update(Event event) {
        if (bidPrice == event.bidPrice
                && bidShares == event.bidShares
                && askPrice == event.askPrice
                && askShares == event.askShares) {
            return false;
        }
        bidPrice = event.bidPrice;
        bidShares = event.bidShares;
        askPrice = event.askPrice;
        askShares = event.askShares;
        return true;
    }

    /** The same as a message. */
    public Quote quote() {
        return new Quote(locate, bidPrice, bidShares, askPrice, askShares);
    }
}
