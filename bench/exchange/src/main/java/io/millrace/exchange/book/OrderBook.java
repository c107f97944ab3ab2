package io.millrace.exchange.book;

import io.millrace.exchange.itch.ItchMessage;

/** The book of one stock: who buys and who sells, best price first, and at one price oldest first. */
public final class OrderBook {

    private final int locate;
    private final BookSide bids = new BookSide(this, true);
    private final BookSide asks = new BookSide(this, false);
    private long stock;
    private long messages;

    /** Makes an empty book for the stock of that number. */
    public OrderBook(int locate) {
        this.locate = locate;
    }

    /** The number of the stock. */
    public int locate() {
        return locate;
    }

    /** The name of the stock, or its number if no message has named it. */
    public String name() {
        return stock == 0 ? "#" + locate : ItchMessage.stockName(stock);
    }

    /** The orders to buy. */
    public BookSide bids() {
        return bids;
    }

    /** The orders to sell. */
    public BookSide asks() {
        return asks;
    }

    /** The orders to buy or those to sell. */
    public BookSide side(boolean bid) {
        return bid ? bids : asks;
    }

    /** How many messages were about this stock. */
    public long messages() {
        return messages;
    }

    /** Tells whether somebody bids as much as somebody else asks. */
    public boolean isCrossed() {
        return bids.best() != null && asks.best() != null && bids.best().price >= asks.best().price;
    }

    /** Puts a new order behind all others of its price and returns it. */
    public Order add(long reference, boolean bid, int shares, int price) {
        Order order = new Order(reference, shares);
        side(bid).add(order, price);
        return order;
    }

    /** Takes shares from an order, and the order out if none are left. */
    public void take(Order order, int shares) {
        if (shares == order.shares) {
            remove(order);
        } else {
            order.level.side.reduce(order, shares);
        }
    }

    /** Takes an order out. */
    public void remove(Order order) {
        order.level.side.remove(order);
    }

    void count() {
        messages++;
    }

    void name(long name) {
        stock = name;
    }
}
