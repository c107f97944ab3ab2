package io.millrace.exchange;

import io.millrace.exchange.book.Count;
import io.millrace.exchange.book.OrderBook;
import io.millrace.exchange.book.OrderOutcome;
import io.millrace.exchange.book.OrderTally;
import io.millrace.exchange.book.ReferenceBook;
import io.millrace.exchange.book.Settlement;
import io.millrace.exchange.itch.MessageType;
import io.millrace.exchange.pipeline.Latency;
import io.millrace.exchange.pipeline.RunResult;
import io.millrace.exchange.pipeline.StageName;
import io.millrace.exchange.pipeline.TopOfBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What must be true of a run for it to count. */
final class Proofs {

    private final RunResult run;
    private final ReferenceBook reference;
    private final Settlement expected;
    private final OrderTally tally;
    private final List<Proof> proofs = new ArrayList<>();

    private Proofs(RunResult run, ReferenceBook reference, Settlement expected) {
        this.run = run;
        this.reference = reference;
        this.expected = expected;
        this.tally = run.settlement().tally();
    }

    /**
     * Checks a run.
     *
     * @param run the run
     * @param reference the reference, fed the same bytes
     * @param expected how the reference ended
     * @param isGenerated whether the input comes from the generator, of which more is known
     */
    static List<Proof> of(RunResult run, ReferenceBook reference, Settlement expected, boolean isGenerated) {
        Proofs proofs = new Proofs(run, reference, expected);
        proofs.messages();
        proofs.balance();
        proofs.books();
        proofs.reports();
        proofs.latencies();
        if (isGenerated) {
            proofs.generatedDay();
        }
        return proofs.proofs;
    }

    private void messages() {
        boolean same = true;
        boolean sameTypes = true;
        for (StageName stage : StageName.values()) {
            same &= run.messages(stage) == reference.messages();
            for (MessageType type : MessageType.values()) {
                sameTypes &= run.messages(stage, type) == reference.messages(type);
            }
        }
        prove("every message reached every stage", same, "%,d of %,d", fewest(), reference.messages());
        prove("every stage saw each type as often as the reference", sameTypes, "%d types", MessageType.COUNT);
        prove(
                "both consumers got all in sequence",
                run.outOfSequence() == 0,
                "%,d out of sequence",
                run.outOfSequence());
    }

    private void balance() {
        prove("each message had one outcome", tally.messages() == run.messages(), "%,d outcomes", tally.messages());
        prove(
                "orders balance",
                tally.ordersBalance(),
                "added %,d = executed %,d + cancelled %,d + deleted %,d + resting %,d",
                tally.get(Count.ADDED),
                tally.get(Count.FILLED),
                tally.get(Count.CANCELLED),
                tally.get(Count.DELETED),
                tally.get(Count.RESTING));
        prove(
                "shares balance",
                tally.sharesBalance(),
                "in %,d = executed %,d + cancelled %,d + deleted %,d + replaced %,d + resting %,d",
                tally.get(Count.SHARES_ADDED) + tally.get(Count.SHARES_REPLACED_IN),
                tally.get(Count.SHARES_EXECUTED),
                tally.get(Count.SHARES_CANCELLED),
                tally.get(Count.SHARES_DELETED),
                tally.get(Count.SHARES_REPLACED_OUT),
                tally.get(Count.SHARES_RESTING));
    }

    private void books() {
        String differences = tally.differences(expected.tally());
        prove(
                "all counts equal the reference's",
                differences.isEmpty(),
                "%s",
                differences.isEmpty() ? "equal" : differences);
        prove(
                "digest of all books equals the reference's",
                run.settlement().digest().equals(expected.digest()),
                "%.16s and %.16s",
                run.settlement().digest(),
                expected.digest());
        long wrong = run.books().stream().filter(book -> !isTopRight(book)).count();
        prove(
                "best prices at market data equal the reference's",
                wrong == 0,
                "%,d of %,d stocks differ",
                wrong,
                run.books().size());
    }

    private void reports() {
        long executed = run.reportedShares(OrderOutcome.EXECUTED) + run.reportedShares(OrderOutcome.FILLED);
        boolean equal = run.reported(OrderOutcome.ADDED) == tally.get(Count.ADDED)
                && run.reported(OrderOutcome.DELETED) == tally.get(Count.DELETED)
                && run.reported(OrderOutcome.REPLACED) == tally.get(Count.REPLACED)
                && run.reported(OrderOutcome.REJECTED) == tally.get(Count.REJECTED)
                && run.reported(OrderOutcome.UNKNOWN) == tally.get(Count.UNKNOWN)
                && executed == tally.get(Count.SHARES_EXECUTED);
        prove("reports account for what matching did", equal, "%,d shares executed", executed);
    }

    private void latencies() {
        boolean complete = true;
        for (Latency latency : run.latencies()) {
            complete &= latency.histogram().getTotalCount() == run.samples();
        }
        prove("no latency sample was lost", complete, "%,d at each point", run.samples());
    }

    private void generatedDay() {
        long odd = tally.get(Count.UNKNOWN)
                + tally.get(Count.DUPLICATE)
                + tally.get(Count.REJECTED)
                + tally.get(Count.OVERDRAWN);
        prove("every reference is valid", odd == 0, "%,d are not", odd);
        prove(
                "executions took the oldest order at the best price",
                tally.get(Count.OUT_OF_TURN) == 0,
                "%,d of %,d did not",
                tally.get(Count.OUT_OF_TURN),
                tally.get(Count.EXECUTIONS));
        long crossed = run.books().stream().filter(OrderBook::isCrossed).count();
        prove(
                "no book is crossed",
                crossed == 0,
                "%,d of %,d are",
                crossed,
                run.books().size());
    }

    private boolean isTopRight(OrderBook book) {
        TopOfBook top = run.top(book.locate());
        return top.bidPrice() == reference.bestBid(book.locate()) && top.askPrice() == reference.bestAsk(book.locate());
    }

    private long fewest() {
        long fewest = Long.MAX_VALUE;
        for (StageName stage : StageName.values()) {
            fewest = Math.min(fewest, run.messages(stage));
        }
        return fewest;
    }

    private void prove(String name, boolean held, String detail, Object... numbers) {
        proofs.add(new Proof(name, held, String.format(Locale.ROOT, detail, numbers)));
    }
}
