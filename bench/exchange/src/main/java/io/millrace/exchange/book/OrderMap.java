package io.millrace.exchange.book;

/**
 * Orders by reference. A table with linear probing and no tombstones, because nearly every order of a day is added and
 * deleted again, and a map with boxed keys would allocate twice for each.
 */
final class OrderMap {

    private Order[] table = new Order[1 << 12];
    private int size;

    /** Returns the order, or null if there is none of that reference. */
    Order get(long reference) {
        Order[] orders = table;
        int mask = orders.length - 1;
        for (int at = home(reference, mask); ; at = at + 1 & mask) {
            Order order = orders[at];
            if (order == null || order.reference == reference) {
                return order;
            }
        }
    }

    /** Adds an order whose reference is not there yet. */
    void put(Order order) {
        if (++size > table.length / 2) {
            Order[] old = table;
            table = new Order[old.length * 2];
            for (Order moved : old) {
                if (moved != null) {
                    place(moved);
                }
            }
        }
        place(order);
    }

    /** Removes an order that is there, and moves up those behind it that would not be found across the gap. */
    void remove(Order order) {
        int mask = table.length - 1;
        int gap = home(order.reference, mask);
        while (table[gap] != order) {
            gap = gap + 1 & mask;
        }
        for (int at = gap + 1 & mask; table[at] != null; at = at + 1 & mask) {
            int home = home(table[at].reference, mask);
            if ((at - home & mask) >= (at - gap & mask)) {
                table[gap] = table[at];
                gap = at;
            }
        }
        table[gap] = null;
        size--;
    }

    int size() {
        return size;
    }

    private void place(Order order) {
        int mask = table.length - 1;
        int at = home(order.reference, mask);
        while (table[at] != null) {
            at = at + 1 & mask;
        }
        table[at] = order;
    }

    private static int home(long reference, int mask) {
        long mixed = reference * 0x9e3779b97f4a7c15L;
        return (int) (mixed >>> 32) & mask;
    }
}
