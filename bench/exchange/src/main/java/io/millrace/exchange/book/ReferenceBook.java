package io.millrace.exchange.book;

import io.millrace.exchange.itch.ItchReader;
import io.millrace.exchange.itch.MessageType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The same books once more, for comparison: one thread, no channels, the library's maps, fields decoded anew from the
 * bytes. It shares nothing with {@link Matching} but the form of the result, so that the two are not wrong in the same
 * way.
 */
public final class ReferenceBook {

    private final Map<Long, Place> places = new HashMap<>();
    private final TreeMap<Integer, Stock> stocks = new TreeMap<>();
    private final OrderTally tally = new OrderTally();
    private final long[] byType = new long[MessageType.COUNT];
    private long messages;
    private long bytes;

    private record Place(int locate, char side, int price) {}

    private static final class Stock {
        final TreeMap<Integer, LinkedHashMap<Long, Integer>> bids = new TreeMap<>(Comparator.reverseOrder());
        final TreeMap<Integer, LinkedHashMap<Long, Integer>> asks = new TreeMap<>();

        TreeMap<Integer, LinkedHashMap<Long, Integer>> side(char side) {
            return side == 'B' ? bids : asks;
        }
    }

    /** Reads a whole input. Nothing is returned of an input that is wrong anywhere. */
    public static ReferenceBook read(ItchReader reader) throws IOException {
        return read(reader, Long.MAX_VALUE);
    }

    /** Reads the first messages of an input. */
    public static ReferenceBook read(ItchReader reader, long limit) throws IOException {
        ReferenceBook reference = new ReferenceBook();
        byte[] body = new byte[64];
        ByteBuffer message = ByteBuffer.wrap(body);
        while (reader.messages() < limit && reader.next()) {
            message.clear().limit(reader.copyBody(body));
            reference.byType[reader.type().ordinal()]++;
            reference.apply(message);
        }
        reference.messages = reader.messages();
        reference.bytes = reader.bytes();
        return reference;
    }

    /** How many messages the input had. */
    public long messages() {
        return messages;
    }

    /** How many bytes the input had, unpacked. */
    public long bytes() {
        return bytes;
    }

    /** How many messages of a type the input had. */
    public long messages(MessageType type) {
        return byType[type.ordinal()];
    }

    /** The stocks that orders came for, by their numbers. */
    public List<Integer> stocks() {
        return List.copyOf(stocks.keySet());
    }

    /** The highest bid, or 0 if there is none. */
    public int bestBid(int locate) {
        return best(locate, 'B');
    }

    /** The lowest offer, or 0 if there is none. */
    public int bestAsk(int locate) {
        return best(locate, 'S');
    }

    /** Counts what rests and returns the result. */
    public Settlement settle() {
        BookDigest digest = new BookDigest();
        stocks.forEach((locate, stock) -> {
            for (char side : new char[] {'B', 'S'}) {
                stock.side(side)
                        .forEach((price, queue) -> queue.forEach(
                                (reference, left) -> digest.add(locate, side == 'B', price, reference, left)));
            }
        });
        tally.add(Count.RESTING, places.size() - tally.get(Count.RESTING));
        tally.add(Count.SHARES_RESTING, digest.shares() - tally.get(Count.SHARES_RESTING));
        return new Settlement(tally, digest.finish());
    }

    private void apply(ByteBuffer m) {
        switch ((char) m.get(0)) {
            case 'A', 'F' -> add(m.getShort(1) & 0xffff, m.getLong(11), (char) m.get(19), m.getInt(20), m.getInt(32));
            case 'E', 'C' -> execute(m.getLong(11), m.getInt(19));
            case 'X' -> cancel(m.getLong(11), m.getInt(19));
            case 'D' -> delete(m.getLong(11));
            case 'U' -> replace(m.getLong(11), m.getLong(19), m.getInt(27), m.getInt(31));
            default -> tally.add(Count.INFORMATION);
        }
    }

    private void add(int locate, long reference, char side, int shares, int price) {
        if (side != 'B' && side != 'S' || shares <= 0 || price <= 0) {
            tally.add(Count.REJECTED);
        } else if (places.containsKey(reference)) {
            tally.add(Count.DUPLICATE);
        } else {
            tally.add(Count.ADDED);
            tally.add(Count.SHARES_ADDED, shares);
            enter(reference, new Place(locate, side, price), shares);
        }
    }

    private void execute(long reference, int shares) {
        if (shares <= 0) {
            tally.add(Count.REJECTED);
        } else if (!places.containsKey(reference)) {
            tally.add(Count.UNKNOWN);
        } else {
            tally.add(Count.EXECUTIONS);
            Place place = places.get(reference);
            TreeMap<Integer, LinkedHashMap<Long, Integer>> side =
                    stocks.get(place.locate).side(place.side);
            if (side.firstEntry().getValue().keySet().iterator().next() != reference) {
                tally.add(Count.OUT_OF_TURN);
            }
            int before = shares(reference);
            int left = reduce(reference, shares);
            tally.add(Count.SHARES_EXECUTED, before - left);
            tally.add(Count.FILLED, left == 0 ? 1 : 0);
        }
    }

    private void cancel(long reference, int shares) {
        if (shares <= 0) {
            tally.add(Count.REJECTED);
        } else if (!places.containsKey(reference)) {
            tally.add(Count.UNKNOWN);
        } else {
            int before = shares(reference);
            int left = reduce(reference, shares);
            tally.add(Count.SHARES_CANCELLED, before - left);
            tally.add(left == 0 ? Count.CANCELLED : Count.REDUCTIONS);
        }
    }

    private void delete(long reference) {
        if (places.containsKey(reference)) {
            tally.add(Count.DELETED);
            tally.add(Count.SHARES_DELETED, leave(reference));
        } else {
            tally.add(Count.UNKNOWN);
        }
    }

    private void replace(long reference, long newReference, int shares, int price) {
        if (shares <= 0 || price <= 0) {
            tally.add(Count.REJECTED);
        } else if (!places.containsKey(reference)) {
            tally.add(Count.UNKNOWN);
        } else if (newReference != reference && places.containsKey(newReference)) {
            tally.add(Count.DUPLICATE);
        } else {
            Place old = places.get(reference);
            tally.add(Count.REPLACED);
            tally.add(Count.SHARES_REPLACED_OUT, leave(reference));
            tally.add(Count.SHARES_REPLACED_IN, shares);
            enter(newReference, new Place(old.locate, old.side, price), shares);
        }
    }

    private void enter(long reference, Place place, int shares) {
        places.put(reference, place);
        stocks.computeIfAbsent(place.locate, locate -> new Stock())
                .side(place.side)
                .computeIfAbsent(place.price, price -> new LinkedHashMap<>())
                .put(reference, shares);
    }

    private int leave(long reference) {
        Place place = places.remove(reference);
        TreeMap<Integer, LinkedHashMap<Long, Integer>> side =
                stocks.get(place.locate).side(place.side);
        int left = side.get(place.price).remove(reference);
        if (side.get(place.price).isEmpty()) {
            side.remove(place.price);
        }
        return left;
    }

    /** Takes shares from an order, keeps its place in the queue, and returns how many are left. */
    private int reduce(long reference, int shares) {
        int left = shares(reference) - shares;
        if (left > 0) {
            queue(reference).put(reference, left);
            return left;
        }
        tally.add(Count.OVERDRAWN, left < 0 ? 1 : 0);
        leave(reference);
        return 0;
    }

    private int shares(long reference) {
        return queue(reference).get(reference);
    }

    private LinkedHashMap<Long, Integer> queue(long reference) {
        Place place = places.get(reference);
        return stocks.get(place.locate).side(place.side).get(place.price);
    }

    private int best(int locate, char side) {
        Stock stock = stocks.get(locate);
        return stock == null || stock.side(side).isEmpty()
                ? 0
                : stock.side(side).firstKey();
    }
}
