package io.millrace.exchange.query;

import io.millrace.Channel;
import io.millrace.Sender;
import io.millrace.exchange.book.Depth;
import io.millrace.exchange.control.Ended;
import io.millrace.exchange.control.SupervisedTask;
import io.millrace.work.Requests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;

/**
 * Answers questions about books while the run goes on: clients ask at the desk, the desk asks whoever has the books. A
 * client that gives up, or the end of the run, does not disturb the books.
 */
public final class QueryDesk extends SupervisedTask {

    private static final int WAITING_CLIENTS = 16;
    private final Requests<Integer, Depth> requests = Requests.of(WAITING_CLIENTS);
    private final Channel<Object> stop = Channel.rendezvous();
    private final DepthSource books;
    private final List<QueryClient> clients = new ArrayList<>();
    private final AtomicInteger clientsLeft;

    /**
     * Makes a desk and its clients.
     *
     * @param books whoever has the books
     * @param clientCount how many clients
     * @param stocks what they ask for, in turn
     * @param pause how long a client waits after an answer
     * @param end takes the last messages of the desk and its clients
     */
    public QueryDesk(DepthSource books, int clientCount, List<Integer> stocks, Duration pause, Sender<Ended> end) {
        super("query-desk", end);
        this.books = books;
        this.clientsLeft = new AtomicInteger(clientCount);
        for (int number = 1; number <= clientCount; number++) {
            clients.add(new QueryClient(number, this, stop, stocks, pause, end));
        }
    }

    /** The desk and its clients, to be started. */
    public List<SupervisedTask> tasks() {
        List<SupervisedTask> tasks = new ArrayList<>(clients);
        tasks.add(this);
        return tasks;
    }

    @Override
    protected void work() throws InterruptedException {
        requests.serve(books::depth);
    }

    /** Lets the clients end after the question that they have asked; the desk ends with the last of them. */
    public void stop() {
        stop.close();
    }

    /** Fails the questions under way and all later ones with the cause. */
    @Override
    public void fail(Throwable cause) {
        stop.close();
        requests.close(cause);
    }

    Depth ask(int locate, Duration patience) throws InterruptedException {
        return requests.ask(locate, patience);
    }

    void clientEnded() {
        if (clientsLeft.decrementAndGet() == 0) {
            requests.close();
        }
    }

    /** How many questions were asked; to be asked when the desk has ended, as is all that follows. */
    public long asked() {
        return sum(QueryClient::asked);
    }

    /** How many were answered. */
    public long answered() {
        return sum(QueryClient::answered);
    }

    /** How many failed, as those do that come when the books have ended. */
    public long failed() {
        return sum(QueryClient::failed);
    }

    /** How many the clients gave up. */
    public long timedOut() {
        return sum(QueryClient::timedOut);
    }

    /** The answers of each client in the order it got them; if there are very many, the first ones. */
    public List<List<Depth>> answers() {
        return clients.stream().map(QueryClient::answers).toList();
    }

    private long sum(ToLongFunction<QueryClient> count) {
        return clients.stream().mapToLong(count).sum();
    }
}
