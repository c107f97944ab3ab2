package io.millrace.exchange.book;

/** All orders of one side at one price, oldest first. */
public final class Level {

    final BookSide side;
    final int price;
    long shares;
    Order head;
    private Order tail;

    Level(BookSide side, int price) {
        this.side = side;
        this.price = price;
    }

    /** The price of all its orders. */
    public int price() {
        return price;
    }

    /** The shares of all its orders together. */
    public long shares() {
        return shares;
    }

    /** The oldest order. */
    public Order oldest() {
        return head;
    }

    void append(Order order) {
        order.level = this;
        order.before = tail;
        if (tail == null) {
            head = order;
        } else {
            tail.after = order;
        }
        tail = order;
        shares += order.shares;
    }

    void unlink(Order order) {
        if (order.before == null) {
            head = order.after;
        } else {
            order.before.after = order.after;
        }
        if (order.after == null) {
            tail = order.before;
        } else {
            order.after.before = order.before;
        }
        shares -= order.shares;
    }
}
