package io.millrace.bench.exchange.pipeline;

import io.millrace.Sender;
import io.millrace.bench.exchange.control.Actor;
import io.millrace.bench.exchange.control.Control;
import io.millrace.bench.exchange.control.Ended;
import io.millrace.bench.exchange.control.Supervisor;
import io.millrace.bench.exchange.feed.Feed;
import io.millrace.bench.exchange.marketdata.SlowReader;
import io.millrace.bench.exchange.query.QueryDesk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;

/**
 * The exchange: six stages on their threads, joined by handoffs and nothing else, under one supervisor.
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
public final class Pipeline implements Supervisor.Run {

    private final RunSpec spec;
    private final Supervisor supervisor;
    private final FeedStage source;
    private final List<Stage> stages;
    private final List<Actor> others = new ArrayList<>();
    private final BookStage books;
    private final MarketDataStage marketData;
    private final ReportStage reports;
    private final BookPool pool;
    private final SlowReader reader;
    private final QueryDesk desk;

    private Pipeline(Feed feed, RunSpec spec, Control control) {
        this.spec = spec;
        this.supervisor = new Supervisor(control);
        Services services = spec.services();
        Sender<Ended> end = supervisor.ends();
        Handoff<Event> toGateway = open("feed-gateway");
        Handoff<Event> toSequencer = open("gateway-sequencer");
        Handoff<Event> toMarketData = open("matching-market-data");
        Handoff<Event> toReports = open("matching-reports");
        Handoff<Event> toMatching;
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
            ChannelHandoff<Event> channel = new ChannelHandoff<>("sequencer-matching", spec.capacity(), spec.waiting());
            toMatching = channel;
            books = new PooledMatchingStage(spec, end, channel, pool);
            others.add(new BookPublisher(books, pool, channel, List.of(toMarketData, toReports), end));
            others.add(reader);
            others.addAll(desk.actors());
        }
        source = new FeedStage(feed, spec, end, toGateway);
        marketData = new MarketDataStage(spec, end, toMarketData, reader == null ? null : reader.quotes());
        reports = new ReportStage(spec, end, toReports);
        stages = List.of(
                source,
                new GatewayStage(spec, end, toGateway, toSequencer),
                new SequencerStage(spec, end, toSequencer, toMatching),
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
        return run(feed, spec, Control.of(progress));
    }

    /** The same, until something from outside ends the input. */
    public static RunResult run(Feed feed, RunSpec spec, Control control)
            throws ExecutionException, InterruptedException {
        return new Pipeline(feed, spec, control).run();
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

    private <T> Handoff<T> open(String name) {
        return spec.handoff().open(name, spec.capacity(), spec.waiting());
    }
}
