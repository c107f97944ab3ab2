package io.millrace.exchange;

import io.millrace.exchange.book.Level;
import io.millrace.exchange.book.OrderBook;
import io.millrace.exchange.marketdata.Quote;
import io.millrace.exchange.pipeline.RunResult;
import io.millrace.exchange.pipeline.Served;
import io.millrace.exchange.query.AnswerCheck;
import io.millrace.exchange.query.QueryDesk;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What must be true of the services of a run. */
final class ServiceProofs {

    private final List<Proof> proofs = new ArrayList<>();

    private ServiceProofs() {}

    /**
     * Checks the services of a run, and the supervisor, which every run has.
     *
     * @param run the run
     * @param answers what became of the check of the answers; not looked at if there were no services
     */
    static List<Proof> of(RunResult run, AnswerCheck answers) {
        ServiceProofs proofs = new ServiceProofs();
        int started = run.supervisor().started();
        int ended = run.supervisor().ended();
        proofs.prove("every thread told the supervisor of its end", started == ended, "%d of %d", ended, started);
        if (run.served() != null) {
            proofs.pool(run.served());
            proofs.reader(run);
            proofs.questions(run.served().desk(), answers);
        }
        return proofs.proofs;
    }

    private void pool(Served served) {
        prove(
                "the pool did every lot and answered every question it took",
                served.counts().handled() == served.lots() + served.questions()
                        && served.counts().failed() + served.counts().undelivered() == 0,
                "%,d = %,d + %,d",
                served.counts().handled(),
                served.lots(),
                served.questions());
        prove(
                "each book got its messages in sequence",
                served.outOfOrder() == 0,
                "%,d out of sequence",
                served.outOfOrder());
    }

    private void reader(RunResult run) {
        long received = run.served().reader().received();
        long replaced = run.served().reader().replaced();
        prove(
                "every quote was received or replaced by a later one",
                received + replaced == run.topChanges(),
                "%,d received + %,d replaced = %,d published",
                received,
                replaced,
                run.topChanges());
        long wrong = run.books().stream()
                .filter(book -> !isFinal(run.served().reader().latest(book.locate()), book))
                .count();
        prove(
                "the slow reader's last quotes are the final best prices",
                wrong == 0,
                "%,d of %,d stocks differ",
                wrong,
                run.books().size());
    }

    private void questions(QueryDesk desk, AnswerCheck answers) {
        prove(
                "every question was answered or failed",
                desk.asked() == desk.answered() + desk.failed() + desk.timedOut(),
                "%,d asked = %,d answered + %,d failed + %,d given up",
                desk.asked(),
                desk.answered(),
                desk.failed(),
                desk.timedOut());
        prove(
                "each answer is what one thread's book was at that message",
                answers.wrong() == 0,
                "%,d of %,d differ",
                answers.wrong(),
                answers.checked());
        prove(
                "no answer was older than the one before",
                answers.backwards() == 0,
                "%,d of %,d were",
                answers.backwards(),
                answers.checked());
    }

    private static boolean isFinal(Quote quote, OrderBook book) {
        Level bid = book.bids().best();
        Level ask = book.asks().best();
        Quote top = new Quote(
                book.locate(),
                bid == null ? 0 : bid.price(),
                bid == null ? 0 : bid.shares(),
                ask == null ? 0 : ask.price(),
                ask == null ? 0 : ask.shares());
        return top.equals(quote == null ? new Quote(book.locate(), 0, 0, 0, 0) : quote);
    }

    private void prove(String name, boolean held, String detail, Object... numbers) {
        proofs.add(new Proof(name, held, String.format(Locale.ROOT, detail, numbers)));
    }
}
