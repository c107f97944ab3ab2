package io.millrace.exchange.query;

import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.Sender;
import io.millrace.exchange.book.Depth;
import io.millrace.exchange.control.Ended;
import io.millrace.exchange.control.SupervisedTask;
import io.millrace.work.RequestFailedException;
import io.millrace.work.RequestTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks for the depth of one book after the other, with a pause after each answer, until it is told to end. */
final class QueryClient extends SupervisedTask {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_KEPT = 100_000;
    private final QueryDesk desk;
    private final Receiver<Object> stop;
    private final List<Integer> stocks;
    private final Duration pause;
    private final List<Depth> answers = new ArrayList<>();
    private long asked;
    private long answered;
    private long failed;
    private long timedOut;

    QueryClient(
            int number,
            QueryDesk desk,
            Receiver<Object> stop,
            List<Integer> stocks,
            Duration pause,
            Sender<Ended> end) {
        super("query-client-" + number, end);
        this.desk = desk;
        this.stop = stop;
        this.stocks = stocks;
        this.pause = pause;
    }

    /** The pause is a wait for the order to stop, which is the close of its channel: then the wait throws. */
    @Override
    protected void work() throws InterruptedException {
        try {
            while (!stocks.isEmpty()) {
                ask(stocks.get((int) (asked % stocks.size())));
                stop.tryReceive(pause);
            }
        } catch (ChannelClosedException e) {
            if (e.getCause() != null) {
                throw e;
            }
        } finally {
            desk.clientEnded();
        }
    }

    private void ask(int locate) throws InterruptedException {
        asked++;
        try {
            Depth depth = desk.ask(locate, PATIENCE);
            answered++;
            if (answers.size() < MOST_KEPT) {
                answers.add(depth);
            }
        } catch (RequestFailedException e) {
            failed++;
        } catch (RequestTimeoutException e) {
            timedOut++;
        } catch (ChannelClosedException e) {
            failed++;
            throw e;
        }
    }

    @Override
    protected void fail(Throwable cause) {
        desk.fail(cause);
    }

    /** The first answers, as many as are kept; to be asked when it has ended, as is all that follows. */
    List<Depth> answers() {
        return answers;
    }

    long asked() {
        return asked;
    }

    long answered() {
        return answered;
    }

    long failed() {
        return failed;
    }

    long timedOut() {
        return timedOut;
    }
}
