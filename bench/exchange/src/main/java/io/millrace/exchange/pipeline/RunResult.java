package io.millrace.exchange.pipeline;

import io.millrace.exchange.book.Matching;
import io.millrace.exchange.book.OrderBook;
import io.millrace.exchange.book.OrderOutcome;
import io.millrace.exchange.book.Settlement;
import io.millrace.exchange.control.Supervisor;
import io.millrace.exchange.itch.MessageType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a finished run leaves behind. Made when all stages have ended, so any thread may read it. */
public final class RunResult {

    private final RunSpec spec;
    private final long nanos;
    private final List<TradingStage> stages;
    private final BookStage books;
    private final MarketDataStage marketData;
    private final ReportStage reports;
    private final Served served;
    private final Supervisor supervisor;
    private final Settlement settlement;

    RunResult(
            RunSpec spec,
            long nanos,
            List<TradingStage> stages,
            BookStage books,
            MarketDataStage marketData,
            ReportStage reports,
            Served served,
            Supervisor supervisor) {
        this.spec = spec;
        this.nanos = nanos;
        this.stages = stages;
        this.books = books;
        this.marketData = marketData;
        this.reports = reports;
        this.served = served;
        this.supervisor = supervisor;
        this.settlement = Matching.settle(books.matchings());
    }

    /** How the run was done. */
    public RunSpec spec() {
        return spec;
    }

    /** From the start of the threads to the end of the last one. */
    public long nanos() {
        return nanos;
    }

    /** How many messages the feed sent. */
    public long messages() {
        return messages(StageName.FEED);
    }

    /** How many messages a stage took. */
    public long messages(StageName stage) {
        return stages.get(stage.ordinal()).count();
    }

    /** How many messages of a type a stage took. */
    public long messages(StageName stage, MessageType type) {
        return stages.get(stage.ordinal()).count(type);
    }

    /** Messages per second. */
    public double throughput() {
        return messages() * 1e9 / nanos;
    }

    /** What the services leave behind, or null if there were none. */
    public Served served() {
        return served;
    }

    /** What the supervisor saw. */
    public Supervisor supervisor() {
        return supervisor;
    }

    /** What matching counted, and the digest of its books. */
    public Settlement settlement() {
        return settlement;
    }

    /** How many messages the reports consumer saw with that outcome. */
    public long reported(OrderOutcome outcome) {
        return reports.messages(outcome);
    }

    /** How many shares the reports consumer saw moved with that outcome. */
    public long reportedShares(OrderOutcome outcome) {
        return reports.shares(outcome);
    }

    /** How many messages either consumer got out of sequence. */
    public long outOfSequence() {
        return marketData.outOfSequence() + reports.outOfSequence();
    }

    /** How many times the market-data consumer saw a best price or its shares change. */
    public long topChanges() {
        return marketData.changes();
    }

    /** The best prices of a stock as the market-data consumer knows them. */
    public TopOfBook top(int locate) {
        return marketData.top(locate);
    }

    /** All books, by the number of their stock. */
    public List<OrderBook> books() {
        return Matching.books(books.matchings());
    }

    /** The books with the most messages, busiest first. */
    public List<OrderBook> busiest(int count) {
        return books().stream()
                .sorted(Comparator.comparingLong(OrderBook::messages).reversed())
                .limit(count)
                .toList();
    }

    /** How many messages were to be timed. */
    public long samples() {
        return (messages() + spec.sampleEvery() - 1) / spec.sampleEvery();
    }

    /** The latencies, stage by stage and then end to end. */
    public List<Latency> latencies() {
        List<Latency> all = new ArrayList<>();
        for (TradingStage stage : stages) {
            if (stage.name() != StageName.FEED || spec.rate() > 0) {
                all.add(stage.latency);
            }
        }
        all.add(marketData.endToEnd);
        all.add(reports.endToEnd);
        return all;
    }
}
