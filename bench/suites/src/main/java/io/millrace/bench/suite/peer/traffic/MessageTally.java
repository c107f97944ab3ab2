package io.millrace.bench.suite.peer.traffic;

import java.util.Arrays;

/**
 * What one receiver got: it checks the order of each sender's messages as they come and sums their ids. One thread uses it;
 * each makes its own for each run, so that no two write to the same cache line.
 */
public final class MessageTally {

    /** What order a receiver can expect. */
    public enum Order {
        /** It gets everything: each sender's messages come one by one, round and round. */
        NEXT,
        /** Others get messages too: each sender's messages come in rising order. */
        RISING,
        /** None: the messages take several ways, or are one object. */
        NONE
    }

    private final int table;
    private final Order order;
    private final int[] last;
    private long count;
    private long sum;

    /**
     * Makes an empty tally.
     *
     * @param senders how many senders there are
     * @param table how many messages a sender has before it starts again with its first
     * @param order what is checked besides count and sum
     */
    public MessageTally(int senders, int table, Order order) {
        this.table = table;
        this.order = order;
        this.last = new int[order == Order.NONE ? 0 : senders];
        Arrays.fill(last, -1);
    }

    /**
     * Takes a message into account.
     *
     * @throws IllegalStateException if it is out of order
     */
    public void accept(Message message) {
        if (order != Order.NONE) {
            check(message);
        }
        count++;
        sum += message.id();
    }

    private void check(Message message) {
        int before = last[message.sender()];
        int number = message.number();
        if (order == Order.NEXT ? number != following(before) : number <= before) {
            throw new IllegalStateException("sender " + message.sender() + "'s message " + number
                    + " came after its message " + before
                    + (order == Order.NEXT ? ", expected was " + following(before) : ", expected was a later one"));
        }
        last[message.sender()] = number;
    }

    private int following(int number) {
        return number + 1 == table ? 0 : number + 1;
    }

    /** Returns how many messages came. */
    public long count() {
        return count;
    }

    /** Returns the sum of their {@linkplain Message#id ids}. */
    public long sum() {
        return sum;
    }
}
