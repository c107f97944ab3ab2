package io.millrace.exchange.book;

import io.millrace.exchange.itch.ItchMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All books of a market, built from ITCH messages: one price-time book per stock. Belongs to one thread. A message
 * about an order that does not rest, or for more shares than are left, does not stop it; it is counted.
 */
public final class Matching {

    private static final int STOCKS = 1 << 16;

    private final OrderBook[] books = new OrderBook[STOCKS];
    private final OrderMap orders = new OrderMap();
    private final OrderTally tally = new OrderTally();
    private OrderBook touched;
    private int moved;

    /** Applies a message and says what came of it. */
    public OrderOutcome apply(ItchMessage message) {
        touched = null;
        moved = 0;
        if (message.locate != 0) {
            book(message.locate).count();
        }
        return switch (message.type) {
            case ADD_ORDER, ADD_ORDER_MPID -> add(message);
            case ORDER_EXECUTED, ORDER_EXECUTED_PRICE -> execute(message);
            case ORDER_CANCEL -> cancel(message);
            case ORDER_DELETE -> delete(message);
            case ORDER_REPLACE -> replace(message);
            case STOCK_DIRECTORY -> {
                book(message.locate).name(message.stock);
                yield information();
            }
            default -> information();
        };
    }

    /** Counts a message that the gateway check did not let through. */
    public OrderOutcome reject(ItchMessage message) {
        touched = null;
        moved = 0;
        if (message.locate != 0) {
            book(message.locate).count();
        }
        tally.add(Count.REJECTED);
        return OrderOutcome.REJECTED;
    }

    /** The book that the last message changed, or null if it changed none. */
    public OrderBook touched() {
        return touched;
    }

    /** How many shares the last message added, executed, cancelled, deleted or brought in. */
    public int moved() {
        return moved;
    }

    /** The books, by the number of their stock. */
    public List<OrderBook> books() {
        List<OrderBook> all = new ArrayList<>();
        for (OrderBook book : books) {
            if (book != null) {
                all.add(book);
            }
        }
        return all;
    }

    /** The book of a stock, or null if no message was about it. */
    public OrderBook find(int locate) {
        return books[locate];
    }

    /** Walks all books, sets the tally's resting orders and shares to what stands there, and returns the digest. */
    public Settlement settle() {
        return settle(List.of(this));
    }

    /** The same for books that are spread over several; no two have books of the same stock. */
    public static Settlement settle(List<Matching> parts) {
        OrderTally tally = new OrderTally();
        parts.forEach(part -> tally.add(part.tally));
        BookDigest digest = new BookDigest();
        for (OrderBook book : books(parts)) {
            settle(digest, book, true);
            settle(digest, book, false);
        }
        tally.add(Count.RESTING, digest.orders());
        tally.add(Count.SHARES_RESTING, digest.shares());
        return new Settlement(tally, digest.finish());
    }

    /** The books of several, by the number of their stock. */
    public static List<OrderBook> books(List<Matching> parts) {
        return parts.stream()
                .flatMap(part -> part.books().stream())
                .sorted(Comparator.comparingInt(OrderBook::locate))
                .toList();
    }

    private static void settle(BookDigest digest, OrderBook book, boolean bid) {
        BookSide side = book.side(bid);
        for (int depth = 0; depth < side.size(); depth++) {
            Level level = side.level(depth);
            for (Order order = level.head; order != null; order = order.after) {
                digest.add(book.locate(), bid, level.price, order.reference, order.shares);
            }
        }
    }

    private OrderOutcome add(ItchMessage message) {
        if (orders.get(message.reference) != null) {
            tally.add(Count.DUPLICATE);
            return OrderOutcome.DUPLICATE;
        }
        OrderBook book = book(message.locate);
        if (message.stock != 0) {
            book.name(message.stock);
        }
        orders.put(book.add(message.reference, message.side == 'B', message.shares, message.price));
        tally.add(Count.ADDED);
        tally.add(Count.SHARES_ADDED, message.shares);
        return changed(book, message.shares, OrderOutcome.ADDED);
    }

    private OrderOutcome execute(ItchMessage message) {
        Order order = orders.get(message.reference);
        if (order == null) {
            return unknown();
        }
        if (!order.isNext()) {
            tally.add(Count.OUT_OF_TURN);
        }
        tally.add(Count.EXECUTIONS);
        boolean all = take(order, message.shares);
        tally.add(Count.SHARES_EXECUTED, moved);
        if (all) {
            tally.add(Count.FILLED);
        }
        return all ? OrderOutcome.FILLED : OrderOutcome.EXECUTED;
    }

    private OrderOutcome cancel(ItchMessage message) {
        Order order = orders.get(message.reference);
        if (order == null) {
            return unknown();
        }
        boolean all = take(order, message.shares);
        tally.add(all ? Count.CANCELLED : Count.REDUCTIONS);
        tally.add(Count.SHARES_CANCELLED, moved);
        return all ? OrderOutcome.CANCELLED : OrderOutcome.REDUCED;
    }

    private OrderOutcome delete(ItchMessage message) {
        Order order = orders.get(message.reference);
        if (order == null) {
            return unknown();
        }
        remove(order);
        tally.add(Count.DELETED);
        tally.add(Count.SHARES_DELETED, order.shares);
        return changed(order.book(), order.shares, OrderOutcome.DELETED);
    }

    private OrderOutcome replace(ItchMessage message) {
        Order order = orders.get(message.reference);
        if (order == null) {
            return unknown();
        }
        if (message.newReference != message.reference && orders.get(message.newReference) != null) {
            tally.add(Count.DUPLICATE);
            return OrderOutcome.DUPLICATE;
        }
        remove(order);
        orders.put(order.book().add(message.newReference, order.isBid(), message.shares, message.price));
        tally.add(Count.REPLACED);
        tally.add(Count.SHARES_REPLACED_OUT, order.shares);
        tally.add(Count.SHARES_REPLACED_IN, message.shares);
        return changed(order.book(), message.shares, OrderOutcome.REPLACED);
    }

    private OrderOutcome information() {
        tally.add(Count.INFORMATION);
        return OrderOutcome.INFORMATION;
    }

    private OrderOutcome unknown() {
        tally.add(Count.UNKNOWN);
        return OrderOutcome.UNKNOWN;
    }

    private OrderOutcome changed(OrderBook book, int shares, OrderOutcome outcome) {
        touched = book;
        moved = shares;
        return outcome;
    }

    /** Takes as many shares as are left, at most those asked for; true if the order is gone. */
    private boolean take(Order order, int asked) {
        if (asked > order.shares) {
            tally.add(Count.OVERDRAWN);
        }
        touched = order.book();
        moved = Math.min(asked, order.shares);
        boolean all = moved == order.shares;
        if (all) {
            remove(order);
        } else {
            touched.take(order, moved);
        }
        return all;
    }

    private void remove(Order order) {
        orders.remove(order);
        order.book().remove(order);
    }

    private OrderBook book(int locate) {
        OrderBook book = books[locate];
        if (book == null) {
            book = new OrderBook(locate);
            books[locate] = book;
        }
        return book;
    }
}
