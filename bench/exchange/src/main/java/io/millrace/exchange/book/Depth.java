package io.millrace.exchange.book;

import java.util.ArrayList;
import java.util.List;

/**
 * The best levels of a book as they were at one moment.
 *
 * @param locate the number of the stock
 * @param sequence the message after which the book looked like that, counted from 1; 0 for before the first
 * @param bids the levels of those who buy, best first
 * @param asks the levels of those who sell, best first
 */
public record Depth(int locate, long sequence, List<Line> bids, List<Line> asks) {

    /**
     * One level.
     *
     * @param price in 1/10000 dollar
     * @param shares of all its orders
     */
    public record Line(int price, long shares) {}

    /** Looks at a book, which is null if no message was about the stock; for the book's thread. */
    public static Depth of(int locate, long sequence, OrderBook book, int levels) {
        return book == null
                ? new Depth(locate, sequence, List.of(), List.of())
                : new Depth(locate, sequence, lines(book.bids(), levels), lines(book.asks(), levels));
    }

    private static List<Line> lines(BookSide side, int levels) {
        List<Line> lines = new ArrayList<>();
        for (int depth = 0; depth < Math.min(levels, side.size()); depth++) {
            Level level = side.level(depth);
            lines.add(new Line(level.price(), level.shares()));
        }
        return List.copyOf(lines);
    }
}
