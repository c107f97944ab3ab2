package io.millrace.bench.suite.locks;

/** A map that threads share, from {@link #KEYS} numbers to values of two halves that belong together. */
interface SharedMap extends AutoCloseable {

    /** Keys are 0 to this, exclusive. */
    int KEYS = 1 << 10;

    /** Returns what one thread uses the map through. */
    Client client();

    /** Returns the sum of all values while no thread uses the map. */
    long sum() throws InterruptedException;

    @Override
    default void close() {}

    /** The map as one thread sees it. */
    interface Client {

        /**
         * Returns the value of a key.
         *
         * @throws IllegalStateException if its halves do not belong together
         */
        long read(Integer key) throws InterruptedException;

        /** Adds one to the value of a key. */
        void increment(Integer key) throws InterruptedException;
    }

    /** Two halves of which one tells whether the other is right. */
    static long check(long value, long mirror) {
        if (mirror != ~value) {
            throw new IllegalStateException("read " + value + " with " + ~mirror + ", halves of two different values");
        }
        return value;
    }
}
