package io.millrace.exchange.query;

import io.millrace.exchange.book.Depth;

/** Whoever has the books. */
@FunctionalInterface
public interface DepthSource {

    /** How many levels of each side an answer has at most. */
    int LEVELS = 5;

    /**
     * Returns the depth of a book between two messages.
     *
     * @throws io.millrace.ChannelClosedException if the books are not asked any more
     */
    Depth depth(int locate) throws InterruptedException;
}
