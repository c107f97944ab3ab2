package io.millrace.bench.exchange.pipeline;

import io.millrace.bench.exchange.feed.Feed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;

/**
 * The exchange: six stages on six threads, joined by five hand-offs and nothing else.
 *
 * <pre>
 *   feed → gateway → sequencer → matching → market data
 *                                        ↘ reports
 * </pre>
 */
public final class Pipeline {

    private static final long PROGRESS_MILLIS = 100;

    private Pipeline() {}

    /** How many stages, and so how many threads, a pipeline has. */
    public static int stages() {
        return StageName.values().length;
    }

    /**
     * Runs a feed through a new pipeline with empty books.
     *
     * @param feed where the bytes come from
     * @param spec how to run
     * @param progress is told now and then about how many messages have been sent
     * @return what came of it
     * @throws ExecutionException if a stage failed; the cause is what it failed with
     * @throws InterruptedException if the calling thread is interrupted; the stages are then told to end
     */
    public static RunResult run(Feed feed, RunSpec spec, LongConsumer progress)
            throws ExecutionException, InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Handoff<Event> toGateway = open("feed-gateway", spec);
        Handoff<Event> toSequencer = open("gateway-sequencer", spec);
        Handoff<Event> toMatching = open("sequencer-matching", spec);
        Handoff<Event> toMarketData = open("matching-market-data", spec);
        Handoff<Event> toReports = open("matching-reports", spec);

        FeedStage source = new FeedStage(feed, spec, failure, toGateway);
        MatchingStage matching = new MatchingStage(spec, failure, toMatching, toMarketData, toReports);
        MarketDataStage marketData = new MarketDataStage(spec, failure, toMarketData);
        ReportStage reports = new ReportStage(spec, failure, toReports);
        List<Stage> stages = List.of(
                source,
                new GatewayStage(spec, failure, toGateway, toSequencer),
                new SequencerStage(spec, failure, toSequencer, toMatching),
                matching,
                marketData,
                reports);

        long started = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (Stage stage : stages) {
            Thread thread = new Thread(stage, stage.name().toString());
            thread.setDaemon(true); // so that an interrupted run does not keep the program alive
            thread.start();
            threads.add(thread);
        }
        try {
            for (Thread thread : threads) {
                while (thread.isAlive()) {
                    thread.join(PROGRESS_MILLIS);
                    progress.accept(source.progress());
                }
            }
        } catch (InterruptedException e) {
            threads.forEach(Thread::interrupt);
            throw e;
        }
        long nanos = System.nanoTime() - started;
        if (failure.get() != null) {
            throw new ExecutionException("a stage failed", failure.get());
        }
        return new RunResult(spec, nanos, stages, matching, marketData, reports);
    }

    private static Handoff<Event> open(String name, RunSpec spec) {
        return spec.handoff().open(name, spec.capacity(), spec.waiting());
    }
}
