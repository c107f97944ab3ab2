package io.millrace.exchange.book;

import java.util.Arrays;
import java.util.StringJoiner;

/** One number for each {@link Count}, and what must be true of them. */
public final class OrderTally {

    private final long[] numbers = new long[Count.values().length];

    /** Adds one. */
    public void add(Count count) {
        numbers[count.ordinal()]++;
    }

    /** Adds {@code amount}. */
    public void add(Count count, long amount) {
        numbers[count.ordinal()] += amount;
    }

    /** Adds all numbers of another. */
    public void add(OrderTally other) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] += other.numbers[i];
        }
    }

    /** Returns the number. */
    public long get(Count count) {
        return numbers[count.ordinal()];
    }

    /** Every message had exactly one outcome; returns how many that makes. */
    public long messages() {
        return get(Count.ADDED)
                + get(Count.EXECUTIONS)
                + get(Count.REDUCTIONS)
                + get(Count.CANCELLED)
                + get(Count.DELETED)
                + get(Count.REPLACED)
                + get(Count.REJECTED)
                + get(Count.UNKNOWN)
                + get(Count.DUPLICATE)
                + get(Count.INFORMATION);
    }

    /**
     * Tells whether every added order was filled, cancelled or deleted, or still rests. A replaced one lives on in the
     * new one.
     */
    public boolean ordersBalance() {
        return get(Count.ADDED) == get(Count.FILLED) + get(Count.CANCELLED) + get(Count.DELETED) + get(Count.RESTING);
    }

    /** Tells whether every share that came in went out or still rests. */
    public boolean sharesBalance() {
        return get(Count.SHARES_ADDED) + get(Count.SHARES_REPLACED_IN)
                == get(Count.SHARES_EXECUTED)
                        + get(Count.SHARES_CANCELLED)
                        + get(Count.SHARES_DELETED)
                        + get(Count.SHARES_REPLACED_OUT)
                        + get(Count.SHARES_RESTING);
    }

    /** Says where two tallies differ; empty if they agree. */
    public String differences(OrderTally other) {
        StringJoiner text = new StringJoiner(", ");
        for (Count count : Count.values()) {
            if (get(count) != other.get(count)) {
                text.add(count.label() + " " + get(count) + " against " + other.get(count));
            }
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OrderTally tally && Arrays.equals(numbers, tally.numbers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(numbers);
    }

    @Override
    public String toString() {
        return Arrays.toString(numbers);
    }
}
