package io.millrace.work;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.TimeSource;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Requests and their replies, between any number of clients and servers.
 *
 * <pre>{@code
 * Requests<Symbol, Price> prices = Requests.of(64);
 * prices.start(2, threads, symbol -> book.price(symbol)); // the servers
 * Price price = prices.ask(symbol, Duration.ofMillis(50)); // a client
 * }</pre>
 *
 * <p>What a client did before it asked happens-before the handler runs; what the handler did happens-before {@code ask}
 * returns. After warm-up asking allocates nothing on either side but what the handler makes.
 *
 * @param <Q> the type of the requests
 * @param <R> the type of the replies
 */
public final class Requests<Q, R> implements AutoCloseable {

    /** How many cells are kept for further requests. With more clients than that at once, some cells are made anew. */
    private static final int FREE_CELLS = 1024;

    private final Channel<ReplyCell<Q, R>> queue;
    private final Channel<ReplyCell<Q, R>> free = Channel.bounded(FREE_CELLS);

    /** All cells that may be in use, so that the close reaches those in servers' hands. */
    private final Set<ReplyCell<Q, R>> cells = ConcurrentHashMap.newKeySet();

    /**
     * The threads that were started.
     * <p>Written by: who starts them (compare-and-set).
     * <p>Read by: who waits for their end (volatile). Orders nothing: a crew has a lock of its own.
     */
    private final AtomicReference<@Nullable Crew> servers = new AtomicReference<>();

    private final TimeSource time;

    private Requests(int capacity, TimeSource time) {
        this.time = time;
        this.queue = Channel.<ReplyCell<Q, R>>builder()
                .capacity(capacity)
                .timeSource(time)
                .name("requests")
                .build();
    }

    /**
     * Makes a place for requests, as yet without servers.
     *
     * @param capacity how many requests may wait for a server, 0 to 2<sup>30</sup>; further clients wait for room
     * @param <Q> the type of the requests
     * @param <R> the type of the replies
     * @return new requests
     * @throws IllegalArgumentException if {@code capacity} is out of that range
     */
    public static <Q, R> Requests<Q, R> of(int capacity) {
        return of(capacity, TimeSource.system());
    }

    /**
     * As {@link #of(int)}, with a time source for the time-outs of clients.
     *
     * @param capacity how many requests may wait for a server, 0 to 2<sup>30</sup>; further clients wait for room
     * @param timeSource what measures time-outs
     * @param <Q> the type of the requests
     * @param <R> the type of the replies
     * @return new requests
     * @throws IllegalArgumentException if {@code capacity} is out of that range
     */
    public static <Q, R> Requests<Q, R> of(int capacity, TimeSource timeSource) {
        return new Requests<>(capacity, Objects.requireNonNull(timeSource, "timeSource"));
    }

    // ---- clients ----

    /**
     * Asks, and waits for the reply, however long it takes.
     *
     * @param request the request
     * @return the reply
     * @throws RequestFailedException if the handler threw; the cause is what it threw
     * @throws ChannelClosedException if this is closed, now or while this call waits
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws NullPointerException if {@code request} is null
     */
    public R ask(Q request) throws InterruptedException {
        return ask(request, Nanos.FOREVER);
    }

    /**
     * Asks, and waits for the reply. A request whose time runs out before a server begins with it is not handled.
     *
     * @param request the request
     * @param timeout how long to wait, for room and for the reply together; zero or less: not at all; too long to count: for ever
     * @return the reply
     * @throws RequestTimeoutException if no reply has come at the end of the time
     * @throws RequestFailedException if the handler threw; the cause is what it threw
     * @throws ChannelClosedException if this is closed, now or while this call waits
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws NullPointerException if {@code request} or {@code timeout} is null
     */
    public R ask(Q request, Duration timeout) throws InterruptedException {
        Objects.requireNonNull(request, "request");
        long nanos = Nanos.of(timeout);
        long start = time.nanoTime();
        ReplyCell<Q, R> cell = takeCell();
        long stamp = cell.open(request);
        boolean sent = false;
        try {
            sent = queue.trySend(cell, nanos, TimeUnit.NANOSECONDS);
        } finally {
            if (!sent && cell.abandon(stamp)) {
                giveBack(cell);
            }
        }
        if (!sent) {
            throw new RequestTimeoutException("no room for the request within " + timeout);
        }
        awaitReply(cell, stamp, Nanos.left(nanos, start, time.nanoTime()), timeout);
        return outcome(cell, stamp);
    }

    private void awaitReply(ReplyCell<Q, R> cell, long stamp, long nanos, Duration timeout)
            throws InterruptedException {
        boolean told = false;
        boolean interrupted = false;
        try {
            told = cell.awaitTold(nanos);
        } catch (InterruptedException e) {
            if (cell.abandon(stamp)) {
                throw e;
            }
            interrupted = true;
        }
        if (told) {
            return;
        }
        if (cell.abandon(stamp)) {
            throw new RequestTimeoutException("no reply within " + timeout);
        }
        cell.awaitTold();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private R outcome(ReplyCell<Q, R> cell, long stamp) {
        if (cell.isClosed(stamp)) { // not given back: the server may still hold it
            queue.trySend(cell); // refused, with the cause
            throw new AssertionError(this + " should be closed");
        }
        boolean failed = cell.isFailed(stamp);
        R reply = cell.takeReply();
        Throwable failure = cell.takeFailure();
        giveBack(cell);
        if (failed) {
            throw new RequestFailedException("the handler of the request failed: " + failure, failure);
        }
        return reply;
    }

    private ReplyCell<Q, R> takeCell() {
        ReplyCell<Q, R> cell = free.tryReceive();
        if (cell == null) {
            cell = new ReplyCell<>(time);
            cells.add(cell);
        }
        return cell;
    }

    private void giveBack(ReplyCell<Q, R> cell) {
        cell.takeRequest();
        if (!free.trySend(cell)) {
            cells.remove(cell);
        }
    }

    // ---- servers ----

    /**
     * Serves on this thread until this is closed. Any number of threads may. What the handler throws goes to the
     * client; if it is an
     * {@code InterruptedException}, this thread's interrupt flag is set again, so that this call ends when it next
     * waits.
     *
     * @param handler makes the replies, never null
     * @throws InterruptedException if the thread is interrupted while it waits for a request
     */
    public void serve(Transform<? super Q, ? extends R> handler) throws InterruptedException {
        Objects.requireNonNull(handler, "handler");
        try {
            while (true) {
                answer(queue.receive(), handler);
            }
        } catch (ChannelClosedException e) {
            if (!queue.isClosedForReceive()) {
                throw e;
            }
        }
    }

    /**
     * Serves one request if there is one now. Never waits.
     *
     * @param handler makes the reply, never null
     * @return false if there was none
     * @throws ChannelClosedException if this is closed
     */
    public boolean tryServe(Transform<? super Q, ? extends R> handler) {
        Objects.requireNonNull(handler, "handler");
        ReplyCell<Q, R> cell = queue.tryReceive();
        if (cell != null) {
            answer(cell, handler);
        }
        return cell != null;
    }

    private void answer(ReplyCell<Q, R> cell, Transform<? super Q, ? extends R> handler) {
        long stamp = cell.stamp();
        if (!cell.isWaiting(stamp)) {
            giveBackIfAbandoned(cell, stamp);
            return;
        }
        boolean told;
        try {
            R reply = handler.apply(Objects.requireNonNull(cell.takeRequest()));
            told = cell.reply(stamp, Objects.requireNonNull(reply, "reply of the handler"));
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            told = cell.fail(stamp, e);
        }
        if (!told) {
            cell.takeReply();
            cell.takeFailure();
            giveBackIfAbandoned(cell, stamp);
        }
    }

    /** Of a closed cell the client may still have to read that; given to another client, it would read that one's state. */
    private void giveBackIfAbandoned(ReplyCell<Q, R> cell, long stamp) {
        if (cell.isAbandoned(stamp)) {
            giveBack(cell);
        }
    }

    /**
     * Starts threads that serve until this is closed. An interrupt does not end them. May be called once; for servers
     * that come and go, call {@link #serve} on threads of your own.
     *
     * @param count how many threads, 1 or more
     * @param threads makes the threads, platform or virtual
     * @param handler makes the replies, never null; runs in several threads at once
     * @throws IllegalArgumentException if {@code count} is below 1
     * @throws IllegalStateException if called before
     */
    public void start(int count, ThreadFactory threads, Transform<? super Q, ? extends R> handler) {
        Crew.requireWorkers(count);
        Objects.requireNonNull(handler, "handler");
        Crew crew = new Crew(threads, () -> {});
        if (!servers.compareAndSet(null, crew)) {
            throw new IllegalStateException("the servers of " + this + " were started before");
        }
        for (int i = 0; i < count; i++) {
            crew.start(() -> serveUntilClosed(handler));
        }
    }

    private void serveUntilClosed(Transform<? super Q, ? extends R> handler) {
        while (!queue.isClosedForReceive()) {
            try {
                serve(handler);
            } catch (InterruptedException e) {
                // Nothing was taken: once more.
            }
        }
    }

    // ---- ending ----

    /**
     * Closes: asks that wait and later ones fail at once, servers return when they have finished the request in their
     * hands, whose reply is dropped. Does not wait for them.
     */
    @Override
    public void close() {
        queue.close();
        failPending();
    }

    /**
     * Closes as {@link #close()} does and gives the reason to the clients.
     *
     * @param cause the cause of the exceptions that clients get
     * @throws NullPointerException if {@code cause} is null; nothing is then closed
     */
    public void close(Throwable cause) {
        queue.close(cause);
        failPending();
    }

    /**
     * After the close: a request that was accepted was opened before, so its cell is found here; a later one is
     * refused.
     */
    private void failPending() {
        cells.forEach(ReplyCell::close);
        queue.cancel();
    }

    /**
     * Waits until the threads that {@link #start} started have ended, which they do after the close.
     *
     * @param timeout how long to wait; zero or less: not at all
     * @return false if they had not after that time; true if none were started
     * @throws InterruptedException if this thread is interrupted while it waits
     * @throws IllegalStateException if called by one of the servers
     */
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        Crew crew = servers.get();
        return crew == null || crew.join(timeout);
    }

    /** How many cells wait to be used again. For tests. */
    int freeCells() {
        return free.size();
    }

    @Override
    public String toString() {
        return queue.toString();
    }
}
