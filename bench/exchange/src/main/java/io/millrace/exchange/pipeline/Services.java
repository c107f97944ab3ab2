package io.millrace.exchange.pipeline;

import java.time.Duration;
import java.util.List;

/**
 * What an exchange has around its six stages.
 *
 * @param workers how many threads work on the books
 * @param block how many messages are dealt to them at once, at most
 * @param readerPause how long the slow reader of market data takes for each quote
 * @param clients how many clients ask for the depth of books
 * @param askPause how long a client waits after each answer
 * @param stocks which books they ask for, in turn
 */
public record Services(
        int workers, int block, Duration readerPause, int clients, Duration askPause, List<Integer> stocks) {

    /** The same with clients that ask for other books. */
    public Services withStocks(List<Integer> others) {
        return new Services(workers, block, readerPause, clients, askPause, others);
    }
}
