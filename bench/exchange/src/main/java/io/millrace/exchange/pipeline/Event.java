package io.millrace.exchange.pipeline;

import io.millrace.exchange.book.Level;
import io.millrace.exchange.book.OrderBook;
import io.millrace.exchange.book.OrderOutcome;
import io.millrace.exchange.itch.ItchMessage;
import io.millrace.exchange.itch.ItchReader;

/**
 * A message on its way through the pipeline, with what the stages write on it. It belongs to the stage that received it
 * last; matching writes the last of it and then hands it to two consumers, which only read.
 */
final class Event extends ItchMessage {

    /** Whether this one is timed; set by the feed. */
    boolean timed;

    /** When it should have been sent, or was sent if there is no rate; set by the feed. */
    long intended;

    /** When the last stage had done its work. */
    long stamp;

    /** Whether the gateway check refused it. */
    boolean rejected;

    /** Its place in the order of all messages, from 1; set by the sequencer. */
    long sequence;

    /** What came of it; set by matching, as is all that follows. */
    OrderOutcome outcome;

    /** How many shares it moved. */
    int moved;

    /** The stock whose best prices follow, or 0 if no book was changed. */
    int bookLocate;

    int bidPrice;
    int askPrice;
    long bidShares;
    long askShares;

    Event(ItchReader in) {
        super(in);
    }

    void top(OrderBook book) {
        bookLocate = book.locate();
        Level bid = book.bids().best();
        Level ask = book.asks().best();
        if (bid != null) {
            bidPrice = bid.price();
            bidShares = bid.shares();
        }
        if (ask != null) {
            askPrice = ask.price();
            askShares = ask.shares();
        }
    }
}
