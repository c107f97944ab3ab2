package io.millrace.work;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Sender;
import io.millrace.internal.clock.Timeouts;
import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.park.Insistent;
import io.millrace.internal.select.Roles;
import io.millrace.internal.terms.Closing;
import io.millrace.internal.work.KeyTable;
import io.millrace.internal.work.ReorderBuffer;
import io.millrace.internal.work.Uninterruptibly;
import io.millrace.internal.work.WorkerThreads;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Workers that keep the order per key and share the work across keys: the messages of one key are handled one after
 * another, in the order they were sent; any free worker takes any key that has messages and that no other worker is
 * handling.
 *
 * <pre>{@code
 * KeyedWorkers<String, Order> books =
 *         KeyedWorkers.by(Order::symbol, threads).workers(4).start(received -> book(received));
 * books.send(order); // behind the other orders of its symbol, beside those of other symbols
 * books.stop();
 * }</pre>
 *
 * <p>At most {@code backlog} messages are accepted and not finished; further sends wait. With
 * {@link KeyedWorkersBuilder#startOrdered} results come out in the order of the sends; then a message is finished when
 * its result has been accepted by the results' channel, so the backlog is also how far work may run ahead of the oldest
 * unfinished message.
 *
 * <p>Interrupts: as in {@link WorkerPool}.
 *
 * @param <K> the type of the keys; {@code equals} and {@code hashCode} as in a {@code HashMap}. They run on the
 *     sending thread under no lock; what they or the key function throw comes out of the send, and the message was not
 *     accepted
 * @param <T> the type of the messages
 * @since 0.1
 */
public final class KeyedWorkers<K, T> implements AutoCloseable {

    /** How many messages of a key are handled before other keys that wait get their turn. */
    private static final int TURN = 16;

    private static final Object PLACE = new Object();

    private final String name;
    private final Function<? super T, ? extends K> keyOf;
    private final Transform<? super T, ?> work;
    private final @Nullable ResultSender results;
    private final @Nullable ReorderBuffer order;
    private final Runner<T> runner;
    private final WorkerThreads crew;

    /** One place taken per message that is accepted and not finished. It blocks, fails and closes for {@code send}. */
    private final Channel<Object> backlog;

    private final KeyTable<K, T> table;

    /**
     * The boxes that have messages and are in no worker's hands, each once. There are never more than places in the
     * backlog. Closed when nothing more can come.
     */
    private final Channel<KeyTable.Mailbox<K, T>> ready;

    private final Runnable closeReady;

    /**
     * Whether no worker is left.
     * <p>Written by: the last of them (volatile).
     * <p>Read by: senders, under the lock of a chain (volatile). Orders nothing: the lock does.
     */
    private volatile boolean ended;

    KeyedWorkers(
            KeyedWorkersBuilder<K, T> builder,
            Transform<? super T, ?> work,
            @Nullable Sender<Object> results,
            Consumer<Object> onUndeliveredResult) {
        if (results != null) {
            Roles.requireProducer(results, "keyed workers", builder.workers);
        }
        this.keyOf = builder.keyOf;
        this.work = work;
        this.name = builder.name;
        this.backlog =
                Channel.builder().capacity(builder.backlog).name(builder.name).build();
        this.ready = Channel.bounded(builder.backlog);
        this.closeReady = ready::close;
        this.table = new KeyTable<>(builder.backlog);
        this.runner = new Runner<>(builder.onFailure, builder.onUndelivered, this::failSenders);
        this.results = results == null ? null : new ResultSender(results, runner, onUndeliveredResult, this::refused);
        this.order =
                this.results == null ? null : new ReorderBuffer(builder.backlog, this.results::passOn, this::freePlace);
        this.crew = new WorkerThreads(builder.name, builder.threads, runner::fail, this::end);
        crew.startAll(builder.workers, this::work);
    }

    /**
     * Begins to build keyed workers.
     *
     * @param keyOf the key of a message, never null; called by the sender's thread
     * @param threads makes the threads, platform or virtual
     * @param <K> the type of the keys
     * @param <T> the type of the messages
     * @return a new builder
     */
    public static <K, T> KeyedWorkersBuilder<K, T> by(Function<? super T, ? extends K> keyOf, ThreadFactory threads) {
        return new KeyedWorkersBuilder<>(keyOf, threads);
    }

    // ---- sending ----

    /**
     * Sends a message to the workers, waiting while the backlog is full.
     *
     * @param message the message
     * @throws ChannelClosedException if the workers stop or have failed, now or while this call waits; the message was
     *     not accepted
     * @throws InterruptedException if the thread is interrupted while it waits; the message was not accepted
     * @throws NullPointerException if the message or its key is null
     */
    public void send(T message) throws InterruptedException {
        StackRoom.ensureForSeveral();
        K key = keyOf(message);
        int hash = key.hashCode();
        backlog.send(PLACE);
        enqueue(key, hash, message);
    }

    /**
     * Sends a message to the workers if the backlog has room now.
     *
     * @param message the message
     * @return false if the backlog was full
     * @throws ChannelClosedException if the workers stop or have failed; the message was not accepted
     * @throws NullPointerException if the message or its key is null
     */
    public boolean trySend(T message) {
        StackRoom.ensureForSeveral();
        K key = keyOf(message);
        int hash = key.hashCode();
        if (!backlog.trySend(PLACE)) {
            return false;
        }
        enqueue(key, hash, message);
        return true;
    }

    /**
     * Sends a message to the workers, waiting up to {@code timeout} while the backlog is full.
     *
     * @param message the message
     * @param timeout how long to wait; zero or negative: not at all; beyond 292 years: for ever
     * @return false if the backlog was still full at the end of the time
     * @throws ChannelClosedException if the workers stop or have failed, now or while this call waits; the message was
     *     not accepted
     * @throws InterruptedException if the thread is interrupted while it waits; the message was not accepted
     * @throws NullPointerException if the message or its key is null
     */
    public boolean trySend(T message, Duration timeout) throws InterruptedException {
        StackRoom.ensureForSeveral();
        K key = keyOf(message);
        int hash = key.hashCode();
        if (!backlog.trySend(PLACE, Timeouts.nanos(timeout), TimeUnit.NANOSECONDS)) {
            return false;
        }
        enqueue(key, hash, message);
        return true;
    }

    private K keyOf(T message) {
        if (results != null
                && results.isClosed()
                && !backlog.isClosedForSend()) { // in this order: a stop closes the backlog first
            results.fail();
        }
        return Objects.requireNonNull(keyOf.apply(Objects.requireNonNull(message, "message")), "key of the message");
    }

    private void enqueue(K key, int hash, T message) {
        KeyTable.Mailbox<K, T> fresh;
        try {
            fresh = table.add(key, hash, message, this::nextTicket);
        } catch (Throwable e) { // equals of a key threw, or there was no memory
            if (!ended) {
                freePlace();
            }
            throw e;
        }
        if (fresh != null) {
            ready.trySend(fresh);
        }
    }

    /**
     * Under the lock of the key's chain: the ending thread sees the message there afterwards, or this call sees the
     * end.
     */
    private long nextTicket() {
        if (ended) {
            throw new ChannelClosedException(this + " have ended", failure());
        }
        return order == null ? 0 : order.ticket();
    }

    // ---- working ----

    private void work() {
        KeyTable.Mailbox<K, T> box;
        while ((box = Uninterruptibly.receiveOrNull(ready)) != null) {
            if (handleTurn(box)) {
                ready.trySend(box);
            }
        }
    }

    /**
     * Handles some messages of a key. Returns whether it has more. Never throws: a message that was in hand is taken
     * out and its place freed, whatever an error of the JVM left undone.
     */
    private boolean handleTurn(KeyTable.Mailbox<K, T> box) {
        boolean more = true;
        for (int i = 0; more && i < TURN; i++) {
            KeyTable.Item<T> item = box.first();
            Object result = null;
            try {
                result = runner.run(item.message(), work);
            } catch (Throwable e) {
                runner.fail(e);
            }
            more = table.removeFirst(box);
            try {
                finish(item, result);
            } catch (Throwable e) {
                runner.fail(e);
            }
        }
        return more;
    }

    private void finish(KeyTable.Item<T> item, @Nullable Object result) {
        if (order == null) {
            freePlace();
        } else {
            order.finish(item.ticket(), result);
        }
    }

    /** A message is finished. */
    private void freePlace() {
        Uninterruptibly.takeIfAny(backlog);
        endIfNothingIsLeft();
    }

    // ---- ending ----

    /** After every freed place and after the close, so that whichever comes last sees the other. */
    private void endIfNothingIsLeft() {
        if (backlog.isClosedForReceive()) {
            Insistent.run(closeReady);
        }
    }

    /**
     * The last worker ends. There is something left only if all have died, or the factory's threads did not run them.
     * Senders that wait for a place, or have one and no ticket yet, fail.
     */
    private void end() {
        ended = true;
        Closing.close(backlog, runner.failure());
        table.drain(runner::discard);
        backlog.cancel();
        if (results != null) {
            results.close(runner.failure());
        }
    }

    private void refused(ChannelClosedException thrown) {
        runner.fail(thrown.getCause() == null ? thrown : thrown.getCause());
    }

    private void failSenders(Throwable cause) {
        backlog.close(cause);
        endIfNothingIsLeft();
    }

    private void beginStop() {
        backlog.close();
        endIfNothingIsLeft();
    }

    private void beginCancel() {
        runner.cancel();
        beginStop();
        crew.interrupt();
    }

    /**
     * Stops without loss: refuses further sends, lets the workers handle what was accepted, and waits for their end.
     *
     * @return what became of all messages
     * @throws InterruptedException if this thread is interrupted while it waits; the workers go on stopping
     * @throws IllegalStateException if called by one of the workers
     */
    public WorkCounts stop() throws InterruptedException {
        StackRoom.ensureForSeveral();
        beginStop();
        crew.join(Timeouts.LONGEST);
        return counts();
    }

    /**
     * Stops at once: refuses further sends, interrupts the handlers that run, hands what was accepted and not begun to
     * {@code onUndelivered}, and waits for the end of the workers. Results that the results' channel cannot take now
     * are undelivered.
     *
     * @return what became of all messages
     * @throws InterruptedException if this thread is interrupted while it waits; the workers go on stopping
     * @throws IllegalStateException if called by one of the workers
     */
    public WorkCounts cancel() throws InterruptedException {
        StackRoom.ensureForSeveral();
        beginCancel();
        crew.join(Timeouts.LONGEST);
        return counts();
    }

    /**
     * Waits until all workers have ended.
     *
     * @param timeout how long to wait
     * @return false if they had not after that time
     * @throws InterruptedException if this thread is interrupted while it waits
     * @throws IllegalStateException if called by one of the workers
     */
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        return crew.join(timeout);
    }

    /**
     * As {@link #stop()}; if this thread is interrupted while it waits, as {@link #cancel()}, with the interrupt flag
     * set again.
     */
    @Override
    public void close() {
        beginStop();
        crew.joinOr(this::beginCancel);
    }

    /**
     * Returns what became of the messages so far.
     *
     * @return the counts; they balance when the workers have ended
     */
    public WorkCounts counts() {
        return runner.counts();
    }

    /**
     * Returns how many messages are accepted and not finished.
     *
     * @return 0 to the size of the backlog
     */
    public int backlog() {
        return backlog.size();
    }

    /**
     * Returns why the workers refuse messages, if they have failed.
     *
     * @return what a handler or callback threw first, further ones suppressed in it, or null
     */
    public @Nullable Throwable failure() {
        return runner.failure();
    }

    /** Returns the name, how full the backlog is, and whether the workers have failed. */
    @Override
    public String toString() {
        return "keyed workers '" + name + "' (backlog " + backlog() + " of " + backlog.capacity()
                + (failure() == null ? ")" : ", failed)");
    }
}
