package io.millrace.exchange.pipeline;

import io.millrace.Sender;
import io.millrace.exchange.control.Ended;
import io.millrace.exchange.control.RunControl;
import io.millrace.exchange.control.SupervisedTask;
import io.millrace.exchange.control.Supervisor;
import io.millrace.exchange.feed.Feed;
import io.millrace.exchange.marketdata.SlowReader;
import io.millrace.exchange.pipeline.link.ChannelLink;
import io.millrace.exchange.pipeline.link.StageLink;
import io.millrace.exchange.query.QueryDesk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;

/**
 * The exchange: six stages on their threads, joined by links and nothing else, under one supervisor.
 *
 * <pre>
 *   feed → gateway → sequencer → matching → market data → slow reader
 *                                  ↕     ↘ reports
 *                               books ← query desk ← clients
 * </pre>
 *
 * <p>The slow reader, the pool of the books, the desk and its clients are there if the {@link RunSpec#services} are;
 * without them the matching stage has the books itself.
 */
public final class TradingPipeline implements Supervisor.Run {

    private final RunSpec spec;
    private final Supervisor supervisor;
    private final FeedStage source;
    private final List<TradingStage> stages;
    private final List<SupervisedTask> others = new ArrayList<>();
    private final BookStage books;
    private final MarketDataStage marketData;
    private final ReportStage reports;
    private final BookPool pool;
    private final SlowReader reader;
    private final QueryDesk desk;

    private TradingPipeline(Feed feed, RunSpec spec, RunControl control) {
        this.spec = spec;
        this.supervisor = new Supervisor(control);
        Services services = spec.services();
        Sender<Ended> end = supervisor.ends();
        StageLink<Event> toGateway = open("feed-gateway");
        StageLink<Event> toSequencer = open("gateway-sequencer");
        StageLink<Event> toMarketData = open("matching-market-data");
        StageLink<Event> toReports = open("matching-reports");
        StageLink<Event> toMatching;
        if (services == null) {
            pool = null;
            reader = null;
            desk = null;
            toMatching = open("sequencer-matching");
            books = new MatchingStage(spec, end, toMatching, toMarketData, toReports);
        } else {
            pool = new BookPool(services.workers());
            reader = new SlowReader(services.readerPause(), end);
            desk = new QueryDesk(pool, services.clients(), services.stocks(), services.askPause(), end);
            ChannelLink<Event> channel = new ChannelLink<>("sequencer-matching", spec.capacity(), spec.waiting());
            toMatching = channel;
            books = new PooledMatchingStage(spec, end, channel, pool);
            others.add(new BookPublisher(books, pool, channel, List.of(toMarketData, toReports), end));
            others.add(reader);
            others.addAll(desk.tasks());
        }
        source = new FeedStage(feed, spec, end, toGateway);
        marketData = new MarketDataStage(spec, end, toMarketData, reader == null ? null : reader.quotes());
        reports = new ReportStage(spec, end, toReports);
        stages = List.of(
                source,
                RelayStage.gateway(spec, end, toGateway, toSequencer),
                RelayStage.sequencer(spec, end, toSequencer, toMatching),
                books,
                marketData,
                reports);
        others.addAll(stages.subList(1, stages.size()));
    }

    /** How many threads of a pipeline have work all the time. */
    public static int busyThreads(Services services) {
        return StageName.values().length + (services == null ? 0 : services.workers() + 1);
    }

    /**
     * Runs a feed through a new pipeline with empty books, to the end.
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
        return run(feed, spec, RunControl.of(progress));
    }

    /** The same, until something from outside ends the input. */
    public static RunResult run(Feed feed, RunSpec spec, RunControl control)
            throws ExecutionException, InterruptedException {
        return new TradingPipeline(feed, spec, control).run();
    }

    private RunResult run() throws ExecutionException, InterruptedException {
        long started = System.nanoTime();
        supervisor.run(source, others, this, source::progress);
        long nanos = System.nanoTime() - started;
        Served served = pool == null ? null : Served.of(spec.services(), pool, reader, desk);
        return new RunResult(spec, nanos, stages, books, marketData, reports, served, supervisor);
    }

    @Override
    public void stopInput() {
        source.stop();
    }

    @Override
    public void inputEnded() {
        if (desk != null) {
            desk.stop();
        }
    }

    /** The stages hear of a failure from their neighbours; the desk has none that would tell it. */
    @Override
    public void failed(Throwable cause) {
        if (desk != null) {
            desk.fail(cause);
        }
    }

    private <T> StageLink<T> open(String name) {
        return spec.link().open(name, spec.capacity(), spec.waiting());
    }
}
