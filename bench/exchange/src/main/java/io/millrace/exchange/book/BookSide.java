package io.millrace.exchange.book;

import java.util.Arrays;

/**
 * One side of a book: its levels in a sorted array with the best at the end, because most of what happens, happens near
 * the best price, and there an insertion moves little.
 */
public final class BookSide {

    private final OrderBook book;
    private final boolean bid;
    private Level[] levels = new Level[16];
    private int size;

    BookSide(OrderBook book, boolean bid) {
        this.book = book;
        this.bid = bid;
    }

    /** The book this is a side of. */
    public OrderBook book() {
        return book;
    }

    /** Tells whether this is the side that buys. */
    public boolean isBid() {
        return bid;
    }

    /** The level with the highest bid or the lowest offer, or null if nothing rests here. */
    public Level best() {
        return size == 0 ? null : levels[size - 1];
    }

    /** How many levels there are. */
    int size() {
        return size;
    }

    /** The level {@code depth} places behind the best. */
    Level level(int depth) {
        return levels[size - 1 - depth];
    }

    /** Puts an order behind all others at its price. */
    void add(Order order, int price) {
        int at = find(price);
        if (at < 0) {
            at = -at - 1;
            if (size == levels.length) {
                levels = Arrays.copyOf(levels, size * 2);
            }
            System.arraycopy(levels, at, levels, at + 1, size - at);
            levels[at] = new Level(this, price);
            size++;
        }
        levels[at].append(order);
    }

    /** Takes shares from an order and keeps its place. */
    void reduce(Order order, int shares) {
        order.shares -= shares;
        order.level.shares -= shares;
    }

    /** Takes an order out, and its level if that was the last one. */
    void remove(Order order) {
        Level level = order.level;
        level.unlink(order);
        if (level.head == null) {
            int at = find(level.price);
            System.arraycopy(levels, at + 1, levels, at, size - at - 1);
            levels[--size] = null;
        }
    }

    /** Returns the index of that price, or −(the index it would have) − 1. */
    private int find(int price) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            int other = levels[middle].price;
            if (other == price) {
                return middle;
            }
            if (other < price == bid) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }
}
