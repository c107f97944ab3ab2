package io.millrace.exchange.book;

/** An order that rests in a book, linked to its neighbours in its level: the one before it came earlier. */
public final class Order {

    final long reference;
    int shares;
    Level level;
    Order before;
    Order after;

    /** Free for whoever keeps a table of orders to remember the place in it. */
    public int tag;

    Order(long reference, int shares) {
        this.reference = reference;
        this.shares = shares;
    }

    /** The number that names the order. */
    public long reference() {
        return reference;
    }

    /** How many shares are left. */
    public int shares() {
        return shares;
    }

    /** The price it rests at. */
    public int price() {
        return level.price;
    }

    /** Tells whether it buys. */
    public boolean isBid() {
        return level.side.isBid();
    }

    /** The book it rests in. */
    public OrderBook book() {
        return level.side.book();
    }

    /** Tells whether it is next in turn on its side: the oldest at the best price. */
    public boolean isNext() {
        return level.head == this && level.side.best() == level;
    }
}
