package io.millrace.bench.compare;

import java.util.Arrays;

/**
 * What one receiver got: it checks the order of each sender's messages as they come and sums their ids. One thread uses it;
 * each makes its own for each run, so that no two write to the same cache line.
 */
final class Tally {

    private final int table;
    private final boolean everything;
    private final int[] last;
    private long count;
    private long sum;

    /**
     * Makes an empty tally.
     *
     * @param senders how many senders there are
     * @param table how many messages a sender has before it starts again with its first
     * @param everything whether this receiver gets all messages; it then must get each sender's one by one, else in rising order
     */
    Tally(int senders, int table, boolean everything) {
        this.table = table;
        this.everything = everything;
        this.last = new int[senders];
        Arrays.fill(last, -1);
    }

    void accept(Message message) {
        int before = last[message.sender()];
        int number = message.number();
        if (everything ? number != following(before) : number <= before) {
            throw new IllegalStateException(
                    "sender " + message.sender() + "'s message " + number + " came after its message " + before
                            + (everything ? ", expected was " + following(before) : ", expected was a later one"));
        }
        last[message.sender()] = number;
        count++;
        sum += message.id();
    }

    private int following(int number) {
        return number + 1 == table ? 0 : number + 1;
    }

    long count() {
        return count;
    }

    long sum() {
        return sum;
    }
}
