package io.millrace.exchange.pipeline;

import io.millrace.exchange.marketdata.SlowReader;
import io.millrace.exchange.query.QueryDesk;
import io.millrace.work.WorkCounts;

/**
 * What the services of a finished run leave behind.
 *
 * @param workers how many threads worked on the books
 * @param groups how many groups the books were in
 * @param lots how many lots of messages were dealt to the pool
 * @param questions how many questions the pool was asked
 * @param outOfOrder how many messages came to their book out of sequence
 * @param counts what the pool says became of lots and questions
 * @param reader the slow reader of market data
 * @param desk where questions were asked
 */
public record Served(
        int workers,
        int groups,
        long lots,
        long questions,
        long outOfOrder,
        WorkCounts counts,
        SlowReader reader,
        QueryDesk desk) {

    static Served of(Services services, BookPool pool, SlowReader reader, QueryDesk desk) {
        return new Served(
                services.workers(),
                pool.groups(),
                pool.lots(),
                pool.questions(),
                pool.outOfOrder(),
                pool.counts(),
                reader,
                desk);
    }
}
