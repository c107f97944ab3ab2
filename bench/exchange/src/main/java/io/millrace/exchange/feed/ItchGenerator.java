package io.millrace.exchange.feed;

import io.millrace.exchange.book.Level;
import io.millrace.exchange.book.Order;
import io.millrace.exchange.book.OrderBook;
import io.millrace.exchange.itch.ItchWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Generates a synthetic trading day as ITCH 5.0 bytes, the same for the same seed. It keeps the books of that day, so that
 * every reference is valid, no book is crossed, and executions take the oldest order at the best price.
 *
 * <p>The mix is that of a real NASDAQ day, in per cent of the messages: {@value #ADD} new orders, {@value #DELETE}
 * deleted, {@value #REPLACE} replaced, {@value #EXECUTE} executed or cancelled in part, the rest about no order. Nearly
 * every order is deleted in the end. Stocks are not equally busy: the n-th has 1/n of the messages of the first.
 */
public final class ItchGenerator {

    static final int ADD = 44;
    static final int DELETE = 43;
    static final int REPLACE = 8;
    static final int EXECUTE = 3;

    private static final long SECOND = 1_000_000_000L;
    private static final long OPEN = 34_200 * SECOND;
    private static final long DAY = 23_400 * SECOND;
    private static final int CENT = 100;
    private static final int LOWEST = 500;
    private static final int HIGHEST = 100_000;
    private static final int SPREAD = 40;

    private final long orders;
    private final Dice dice;
    private final Stock[] stocks;
    private final int[] weights;
    private final int startingOrders;
    private final int pause;
    private final List<Order> live = new ArrayList<>();
    private ItchWriter out;
    private long time = OPEN - 600 * SECOND;
    private long reference;
    private long match;
    private long added;

    private static final class Stock {
        final OrderBook book;
        final String name;
        int middle;

        Stock(int locate, int middle) {
            this.book = new OrderBook(locate);
            StringBuilder letters = new StringBuilder();
            for (int rest = locate - 1, i = 0; i < 4; rest /= 26, i++) {
                letters.insert(0, (char) ('A' + rest % 26));
            }
            this.name = letters.toString();
            this.middle = middle;
        }
    }

    /**
     * Makes a generator of one day.
     *
     * @param orders how many new orders the day has; it has about {@link #messages(long)} messages
     * @param symbols how many stocks are traded, 1 to 65,535
     * @param seed what the random numbers begin with
     */
    public ItchGenerator(long orders, int symbols, long seed) {
        this.orders = orders;
        this.dice = new Dice(seed);
        this.stocks = new Stock[symbols];
        this.weights = new int[symbols];
        int sum = 0;
        for (int i = 0; i < symbols; i++) {
            stocks[i] = new Stock(i + 1, 1_000 + dice.below(49_000));
            sum += 10_000_000 / (i + 1) + 1;
            weights[i] = sum;
        }
        this.startingOrders = (int) Math.min(4L * symbols, orders / 8);
        this.pause = (int) Math.min(SECOND, Math.max(1, 2 * DAY / messages(orders)));
    }

    /** Returns about how many messages a day of that many new orders has. */
    public static long messages(long orders) {
        return orders * 100 / ADD;
    }

    /** Writes the whole day. */
    public void write(ItchWriter writer) throws IOException {
        out = writer;
        opening();
        while (added < orders) {
            time += dice.below(pause);
            int chance = dice.below(100);
            if (chance < ADD || live.size() < Math.max(1, startingOrders)) {
                add();
            } else if (chance < ADD + DELETE) {
                delete(live.get(dice.below(live.size())));
            } else if (chance < ADD + DELETE + REPLACE) {
                replace(live.get(dice.below(live.size())));
            } else if (chance < ADD + DELETE + REPLACE + EXECUTE) {
                executeOrCancel();
            } else {
                other();
            }
        }
        for (char event : new char[] {'M', 'E', 'C'}) {
            out.systemEvent(time += SECOND, event);
        }
    }

    private void opening() throws IOException {
        out.systemEvent(time, 'O');
        for (Stock stock : stocks) {
            int locate = stock.book.locate();
            out.directory(time += 1_000, locate, stock.name);
            out.tradingAction(time += 1_000, locate, stock.name, 'T');
            out.regSho(time += 1_000, locate, stock.name);
        }
        out.systemEvent(time += SECOND, 'S');
        time = Math.max(time, OPEN);
        out.systemEvent(time, 'Q');
    }

    private void add() throws IOException {
        Stock stock = stock();
        boolean bid = dice.chance(1, 2);
        int price = price(stock, bid);
        int shares = shares();
        String participant = dice.chance(1, 80) ? "MILL" : null;
        out.add(time, stock.book.locate(), ++reference, bid ? 'B' : 'S', shares, stock.name, price, participant);
        enter(stock.book.add(reference, bid, shares, price));
        added++;
    }

    private void delete(Order order) throws IOException {
        out.delete(time, order.book().locate(), order.reference());
        order.book().remove(order);
        leave(order);
    }

    private void replace(Order order) throws IOException {
        OrderBook book = order.book();
        boolean bid = order.isBid();
        book.remove(order);
        leave(order);
        int price = price(stocks[book.locate() - 1], bid);
        int shares = shares();
        out.replace(time, book.locate(), order.reference(), ++reference, shares, price);
        enter(book.add(reference, bid, shares, price));
    }

    private void executeOrCancel() throws IOException {
        Order any = live.get(dice.below(live.size()));
        OrderBook book = any.book();
        if (dice.chance(1, 3) && any.shares() > 1) {
            int shares = 1 + dice.below(any.shares() - 1);
            out.cancel(time, book.locate(), any.reference(), shares);
            book.take(any, shares);
            return;
        }
        Order next = book.side(any.isBid()).best().oldest();
        int shares = dice.chance(1, 3) ? next.shares() : 1 + dice.below(next.shares());
        int price = next.price();
        if (dice.chance(1, 20)) {
            out.executedWithPrice(time, book.locate(), next.reference(), shares, ++match, price);
        } else {
            out.executed(time, book.locate(), next.reference(), shares, ++match);
        }
        if (shares == next.shares()) {
            leave(next);
        }
        book.take(next, shares);
    }

    private void other() throws IOException {
        Stock stock = stock();
        int locate = stock.book.locate();
        if (dice.chance(1, 10)) {
            out.tradingAction(time, locate, stock.name, 'T');
        } else {
            char side = dice.chance(1, 2) ? 'B' : 'S';
            out.trade(time, locate, side, shares(), stock.name, stock.middle * CENT, ++match);
        }
    }

    /** A price near the middle of the book, and never one that the other side would trade at. */
    private int price(Stock stock, boolean bid) {
        Level bestBid = stock.book.bids().best();
        Level bestAsk = stock.book.asks().best();
        if (bestBid != null && bestAsk != null) {
            int sum = (bestBid.price() + bestAsk.price()) / CENT + dice.below(2); // rounds to either side
            stock.middle = Math.max(LOWEST, Math.min(HIGHEST, sum / 2));
        }
        int distance = 1 + dice.below(1 + dice.below(SPREAD));
        Level opposite = bid ? bestAsk : bestBid;
        if (bid) {
            int price = (stock.middle - distance) * CENT;
            return opposite == null ? price : Math.min(price, opposite.price() - CENT);
        }
        int price = (stock.middle + distance) * CENT;
        return opposite == null ? price : Math.max(price, opposite.price() + CENT);
    }

    private int shares() {
        return dice.chance(7, 10) ? 100 * (1 + dice.below(10)) : 1 + dice.below(500);
    }

    private Stock stock() {
        int at = Arrays.binarySearch(weights, dice.below(weights[weights.length - 1]));
        return stocks[at < 0 ? -at - 1 : at + 1];
    }

    private void enter(Order order) {
        order.tag = live.size();
        live.add(order);
    }

    private void leave(Order order) {
        Order last = live.remove(live.size() - 1);
        if (last != order) {
            last.tag = order.tag;
            live.set(order.tag, last);
        }
    }
}
