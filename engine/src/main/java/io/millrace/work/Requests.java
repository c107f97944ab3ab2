package io.millrace.work;

import io.millrace.ChannelClosedException;
import io.millrace.TimeSource;
import io.millrace.internal.clock.Timeouts;
import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.terms.Settings;
import io.millrace.internal.work.ReplyCell;
import io.millrace.internal.work.WorkerThreads;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Requests and their replies, between any number of clients and servers.
 *
 * <pre>{@code
 * Requests<String, Integer> prices = Requests.of(64);
 * prices.start(2, threads, symbol -> symbol.length()); // two servers
 * int price = prices.ask("MILL", Duration.ofSeconds(10)); // a client
 * }</pre>
 *
 * <p>What a client did before it asked happens-before the handler runs; what the handler did happens-before {@code ask}
 * returns. After warm-up asking allocates nothing on either side but what the handler makes.
 *
 * @param <Q> the type of the requests
 * @param <R> the type of the replies
 * @since 0.1
 */
public final class Requests<Q, R> implements AutoCloseable {

    private final String name;

    private final RequestQueue<Q, R> queue;

    /**
     * The threads that were started.
     * <p>Written by: any thread that starts them (compare-and-set).
     * <p>Read by: any thread that waits for their end (volatile). Orders nothing: a crew has a lock of its own.
     */
    private final AtomicReference<@Nullable WorkerThreads> servers = new AtomicReference<>();

    /**
     * How many threads are in {@link #serve}.
     * <p>Written and read by: these (read-modify-write), anyone (volatile). Orders nothing: a number.
     */
    private final AtomicInteger serving = new AtomicInteger();

    private final boolean closesWithLastServer;
    private final TimeSource time;
    private final @Nullable RequestCounters counters;

    Requests(RequestsBuilder<Q, R> builder) {
        this.name = builder.name;
        this.time = builder.time;
        this.closesWithLastServer = builder.closesWithLastServer;
        this.counters = builder.recordStats ? new RequestCounters() : null;
        this.queue = new RequestQueue<>(builder);
    }

    /**
     * Begins to build a place for requests.
     *
     * @param <Q> the type of the requests
     * @param <R> the type of the replies
     * @return a new builder
     */
    public static <Q, R> RequestsBuilder<Q, R> builder() {
        return new RequestsBuilder<>();
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
        return Requests.<Q, R>builder().capacity(capacity).build();
    }

    /**
     * As {@link #of(int)}, with a time source for the timeouts of clients.
     *
     * @param capacity how many requests may wait for a server, 0 to 2<sup>30</sup>; further clients wait for room
     * @param timeSource what measures timeouts
     * @param <Q> the type of the requests
     * @param <R> the type of the replies
     * @return new requests
     * @throws IllegalArgumentException if {@code capacity} is out of that range
     */
    public static <Q, R> Requests<Q, R> of(int capacity, TimeSource timeSource) {
        return Requests.<Q, R>builder()
                .capacity(capacity)
                .timeSource(timeSource)
                .build();
    }

    // ---- clients ----

    /**
     * Asks, and waits for the reply, however long it takes: while there is no server, until one comes. See
     * {@link #servers()} and {@link RequestsBuilder#closeWithLastServer()}.
     *
     * @param request the request
     * @return the reply
     * @throws RequestFailedException if the handler threw; the cause is what it threw
     * @throws ChannelClosedException if this is closed, now or while this call waits
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws NullPointerException if {@code request} is null
     */
    public R ask(Q request) throws InterruptedException {
        return ask(request, Timeouts.LONGEST);
    }

    /**
     * Asks, and waits for the reply. A request whose time runs out before a server begins with it is not handled, and
     * gives its place to the next at once.
     *
     * @param request the request
     * @param timeout how long to wait, for room and for the reply together; zero or less: not at all; too long to
     *     count: for ever
     * @return the reply
     * @throws RequestTimeoutException if no reply has come at the end of the time
     * @throws RequestFailedException if the handler threw; the cause is what it threw
     * @throws ChannelClosedException if this is closed, now or while this call waits
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws NullPointerException if {@code request} or {@code timeout} is null
     */
    public R ask(Q request, Duration timeout) throws InterruptedException {
        Objects.requireNonNull(request, "request");
        StackRoom.ensureForSeveral();
        long nanos = Timeouts.nanos(timeout);
        long start = time.nanoTime();
        if (counters != null) {
            counters.asked.increment();
        }
        try {
            if (!queue.awaitPlace(nanos)) {
                throw noRoom(timeout);
            }
            ReplyCell<Q, R> cell = queue.cell();
            long stamp = cell.open(request);
            if (!queue.send(cell, stamp, Timeouts.left(nanos, start, time.nanoTime()))) {
                throw noRoom(timeout);
            }
            awaitReply(cell, stamp, Timeouts.left(nanos, start, time.nanoTime()), timeout);
            return outcome(cell, stamp);
        } catch (Throwable e) {
            if (counters != null) {
                counters.count(e);
            }
            throw e;
        }
    }

    private RequestTimeoutException noRoom(Duration timeout) {
        return new RequestTimeoutException("no room for the request within " + timeout + ": " + this);
    }

    private void awaitReply(ReplyCell<Q, R> cell, long stamp, long nanos, Duration timeout)
            throws InterruptedException {
        boolean interrupted = false;
        try {
            if (cell.awaitTold(nanos)) {
                return;
            }
        } catch (Throwable e) { // also for want of memory to wait with
            if (queue.abandon(cell, stamp) || cell.abandonServing(stamp)) {
                throw e;
            }
            interrupted = e instanceof InterruptedException;
        }
        if (queue.abandon(cell, stamp)) {
            throw new RequestTimeoutException("no server has begun with the request within " + timeout + ": " + this);
        }
        if (cell.abandonServing(stamp)) {
            throw new RequestTimeoutException(
                    "no reply within " + timeout + " from the server that has begun with the request: " + this);
        }
        cell.awaitTold();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private R outcome(ReplyCell<Q, R> cell, long stamp) {
        if (cell.isClosed(stamp)) { // not given back: the server may still hold it
            throw new ChannelClosedException(this + " is closed", queue.closeCause());
        }
        boolean failed = cell.isFailed(stamp);
        R reply = cell.takeReply();
        Throwable failure = cell.takeFailure();
        queue.giveBack(cell);
        if (failed) {
            throw new RequestFailedException("the handler of the request failed: " + failure + ": " + this, failure);
        }
        if (counters != null) {
            counters.answered.increment();
        }
        return reply;
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
        StackRoom.ensureForSeveral();
        Throwable failure = null;
        serving.incrementAndGet();
        try {
            serveUntilClosed(handler);
        } catch (Throwable e) {
            failure = e;
            throw e;
        } finally {
            stopServing(failure);
        }
    }

    private void serveUntilClosed(Transform<? super Q, ? extends R> handler) throws InterruptedException {
        try {
            while (true) {
                answer(queue.take(), handler);
            }
        } catch (ChannelClosedException e) {
            if (!queue.isClosed()) {
                throw e;
            }
        }
    }

    private void stopServing(@Nullable Throwable failure) {
        if (serving.decrementAndGet() == 0 && closesWithLastServer && !queue.isClosed()) {
            queue.close(failure != null ? failure : lastServerEnded());
        }
    }

    private Throwable lastServerEnded() {
        try {
            return new IllegalStateException("the last server has ended: " + this);
        } catch (OutOfMemoryError e) {
            return e;
        }
    }

    /**
     * Returns how many threads serve now, started ones and others, each from its call of {@link #serve} to the return.
     * Without one, requests wait, unless some thread calls {@link #tryServe}.
     *
     * @return the number of servers, 0 or more
     */
    public int servers() {
        return serving.get();
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
        StackRoom.ensureForSeveral();
        ReplyCell<Q, R> cell;
        while ((cell = queue.tryTake()) != null) {
            if (answer(cell, handler)) {
                return true;
            }
        }
        return false;
    }

    /** Returns false if no client waits for the reply, so that the handler did not run. */
    private boolean answer(ReplyCell<Q, R> cell, Transform<? super Q, ? extends R> handler) {
        long stamp = cell.stamp();
        if (!cell.begin(stamp)) {
            queue.giveBackIfAbandoned(cell, stamp);
            return false;
        }
        boolean told;
        try {
            queue.freePlace();
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
            queue.giveBackIfAbandoned(cell, stamp);
        }
        return true;
    }

    /**
     * Starts threads that serve until this is closed. An interrupt does not end them. May be called once; for servers
     * that come and go, call {@link #serve} on threads of your own. If one cannot be started, none serves, what the
     * factory or the JVM threw comes out, and this may be called again.
     *
     * @param count how many threads, 1 or more
     * @param threads makes the threads, platform or virtual
     * @param handler makes the replies, never null; runs in several threads at once
     * @throws IllegalArgumentException if {@code count} is below 1
     * @throws IllegalStateException if called before
     */
    public void start(int count, ThreadFactory threads, Transform<? super Q, ? extends R> handler) {
        Settings.requireAtLeast(1, "count", count);
        Objects.requireNonNull(handler, "handler");
        WorkerThreads crew = new WorkerThreads(name, threads, this::close, () -> {});
        if (!servers.compareAndSet(null, crew)) {
            throw new IllegalStateException("the servers of " + this + " were started before");
        }
        try {
            crew.startAll(count, () -> serveThroughInterrupts(handler));
        } catch (Throwable e) {
            servers.set(null);
            throw e;
        }
    }

    private void serveThroughInterrupts(Transform<? super Q, ? extends R> handler) {
        serving.incrementAndGet();
        try {
            while (!queue.isClosed()) {
                try {
                    serveUntilClosed(handler);
                } catch (InterruptedException e) {
                    // Nothing was taken: once more.
                }
            }
        } finally {
            serving.decrementAndGet();
        }
    }

    // ---- ending ----

    /**
     * Closes: asks that wait and later ones fail at once, servers return when they have finished the request in their
     * hands, whose reply is dropped. Does not wait for them.
     */
    @Override
    public void close() {
        StackRoom.ensureForSeveral();
        queue.close(null);
    }

    /**
     * Closes as {@link #close()} does and gives the reason to the clients.
     *
     * @param cause the cause of the exceptions that clients get
     * @throws NullPointerException if {@code cause} is null; nothing is then closed
     */
    public void close(Throwable cause) {
        Objects.requireNonNull(cause, "cause");
        StackRoom.ensureForSeveral();
        queue.close(cause);
    }

    /**
     * Waits until the threads that {@link #start} started have ended, which they do after the close.
     *
     * @param timeout how long to wait; zero or negative: not at all
     * @return false if they had not after that time; true if none were started
     * @throws InterruptedException if this thread is interrupted while it waits
     * @throws IllegalStateException if called by one of the servers
     */
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        Objects.requireNonNull(timeout, "timeout");
        WorkerThreads crew = servers.get();
        return crew == null || crew.join(timeout);
    }

    /** How many cells wait to be used again. For tests. */
    int freeCells() {
        return queue.freeCells();
    }

    /**
     * Returns the counters. They are counted only if {@link RequestsBuilder#recordStats()} was called.
     *
     * @return a snapshot
     */
    public RequestStats stats() {
        return counters == null ? RequestStats.NOT_RECORDED : counters.snapshot();
    }

    /** Returns the name, how many requests wait for a server, how many may, and how many servers there are. */
    @Override
    public String toString() {
        return "requests '" + name + "' (" + queue + ", " + servers() + " servers)";
    }
}
