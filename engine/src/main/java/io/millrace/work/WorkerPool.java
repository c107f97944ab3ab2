package io.millrace.work;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.ThreadRoleException;
import io.millrace.internal.clock.Timeouts;
import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.select.Roles;
import io.millrace.internal.terms.Settings;
import io.millrace.internal.work.WorkerThreads;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Workers that share a channel: each message is handled by one of them, by whichever is free first.
 *
 * <pre>{@code
 * Channel<String> orders = Channel.bounded(1024);
 * WorkerPool<String> pool = WorkerPool.on(orders, threads).workers(4).start(order -> book(order));
 * orders.send("buy 10");
 * pool.stop(); // closes the channel and waits until everything accepted is handled
 * }</pre>
 *
 * <p>A message is handled once, and again only if {@link OnFailure} says so. The workers end when the channel is closed
 * and drained, no matter which thread closes it.
 *
 * <p>Interrupts: {@link #cancel()} interrupts handlers that run. Any other interrupt of a worker concerns only the
 * message in its hands; a worker that waits ignores it. A handler that throws {@code InterruptedException} has failed
 * on its message.
 *
 * @param <T> the type of the messages
 * @since 0.1
 */
public final class WorkerPool<T> implements AutoCloseable {

    private static final Object RETIREMENT = new Object();

    private final String name;
    private final Receiver<T> source;
    private final Intake<T> intake;
    private final Transform<T, Void> work;
    private final Runner<T> runner;
    private final WorkerThreads crew;

    /** Each message in here ends one worker, as soon as it is free; its close ends them all. */
    private final Channel<Object> retirements = Channel.unbounded();

    /** Guards the numbers to be started or retired; the threads are started without it. */
    private final ReentrantLock resizing = new ReentrantLock();

    /**
     * How many workers there are to be.
     * <p>Written by: any thread that resizes, under {@link #resizing} (volatile).
     * <p>Read by: anyone (volatile). Orders nothing: a number.
     */
    private volatile int workers;

    WorkerPool(WorkerPoolBuilder<T> builder, Handler<? super T> handler) {
        this.source = builder.source;
        this.name = builder.name == null ? source.name() : builder.name;
        this.intake = new Intake<>(source);
        this.work = Runner.without(handler);
        this.runner = new Runner<>(builder.onFailure, builder.onUndelivered, this::failSource);
        this.crew =
                new WorkerThreads(name, builder.threads, runner::fail, () -> intake.finish(this::handle, runner::fail));
        Roles.requireConsumer(source, "a worker pool", builder.workers);
        Select.biased().onReceive(source); // fails here, not in the workers, if it cannot be received from
        crew.startAll(builder.workers, this::work);
        this.workers = builder.workers;
    }

    /**
     * Begins to build a pool.
     *
     * @param source where the messages come from. The pool closes it when it stops
     * @param threads makes the threads, platform or virtual
     * @param <T> the type of the messages
     * @return a new builder
     */
    public static <T> WorkerPoolBuilder<T> on(Receiver<T> source, ThreadFactory threads) {
        return new WorkerPoolBuilder<>(source, threads);
    }

    private void work() {
        Select select = Select.biased();
        int retired = select.onReceive(retirements);
        select.onReceive(source);
        while (true) {
            try {
                if (select.await() == retired) {
                    if (select.isClosed()) {
                        intake.drain(this::handle);
                    }
                    return;
                }
                if (select.isClosed()) {
                    return;
                }
            } catch (InterruptedException e) {
                continue; // nothing was taken
            }
            handle(select.received(source));
        }
    }

    private void handle(T message) {
        runner.run(message, work);
    }

    private void failSource(Throwable cause) {
        intake.fail(cause, runner::discard);
    }

    /**
     * Changes the number of workers while they run. New ones are started before this returns; superfluous ones end when
     * they have finished the message in their hands. Once the pool stops nothing happens. If a thread cannot be
     * started, those started before stay, {@link #workers()} counts them, and what the factory or the JVM threw comes
     * out.
     *
     * @param workers how many, 1 or more
     * @throws IllegalArgumentException if {@code workers} is below 1
     * @throws ThreadRoleException if it is above 1 and the channel was promised a single consumer; nothing has changed
     */
    public void resize(int workers) {
        StackRoom.ensureForSeveral();
        Settings.requireAtLeast(1, "workers", workers);
        if (workers > 1) {
            Roles.requireConsumer(source, "a worker pool", workers);
        }
        for (int missing = plan(workers); missing > 0; missing--) {
            boolean started = false;
            try {
                started = crew.start(this::work);
            } finally {
                if (!started) {
                    giveUp(missing);
                }
            }
            if (!started) {
                return;
            }
        }
    }

    /**
     * Retires those that are too many, or calls retirements off. Returns how many are to be started, which happens
     * without the lock.
     */
    private int plan(int wanted) {
        resizing.lock();
        try {
            if (retirements.isClosedForSend()) {
                return 0;
            }
            while (workers > wanted) {
                retirements.trySend(RETIREMENT);
                workers--;
            }
            while (workers < wanted && retirements.tryReceive() != null) {
                workers++;
            }
            int missing = wanted - workers;
            workers = wanted;
            return missing;
        } catch (ChannelClosedException e) { // the pool stops
            return 0;
        } finally {
            resizing.unlock();
        }
    }

    /** So many could not be started: as many of those retired meanwhile stay, or there are fewer. */
    private void giveUp(int missing) {
        resizing.lock();
        try {
            for (int i = 0; i < missing; i++) {
                if (retirements.isClosedForSend() || retirements.tryReceive() == null) {
                    workers--;
                }
            }
        } finally {
            resizing.unlock();
        }
    }

    /**
     * Returns how many workers there are to be.
     *
     * @return the number asked for last
     */
    public int workers() {
        return workers;
    }

    /**
     * Stops without loss: closes the channel, lets the workers handle what was accepted, and waits for their end. A
     * counted handle, a subscription or a timer is closed after the workers have handled what was there when the stop
     * began. What is accepted later stays with the other receivers of the channel, or goes to its
     * {@code onUndelivered} if this was the last handle.
     *
     * @return what became of all messages
     * @throws InterruptedException if this thread is interrupted while it waits; the pool goes on stopping
     * @throws IllegalStateException if called by one of the workers
     */
    public WorkCounts stop() throws InterruptedException {
        StackRoom.ensureForSeveral();
        beginStop();
        crew.join(Timeouts.LONGEST);
        return counts();
    }

    /**
     * Stops at once: closes the channel, interrupts the handlers that run, hands what was accepted and not begun to
     * {@code onUndelivered}, and waits for the end of the workers. Of what is received through a handle or a
     * subscription this is what was there when the cancel began.
     *
     * @return what became of all messages
     * @throws InterruptedException if this thread is interrupted while it waits; the pool goes on stopping
     * @throws IllegalStateException if called by one of the workers
     */
    public WorkCounts cancel() throws InterruptedException {
        StackRoom.ensureForSeveral();
        beginCancel();
        crew.join(Timeouts.LONGEST);
        return counts();
    }

    private void beginStop() {
        if (!retirements.isClosedForSend() && !intake.end()) {
            retirements.close();
        }
    }

    private void beginCancel() {
        runner.cancel();
        beginStop();
        crew.interrupt();
    }

    /**
     * Waits until all workers have ended, which they do when the channel is closed and drained.
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
     * Returns why the pool failed its channel.
     *
     * @return what a handler or callback threw first, further ones suppressed in it, or null if the pool has not failed
     */
    public @Nullable Throwable failure() {
        return runner.failure();
    }

    /** Returns the name, how many workers there are to be, and whether the pool has failed. */
    @Override
    public String toString() {
        return "worker pool '" + name + "' (" + workers + (workers == 1 ? " worker" : " workers")
                + (failure() == null ? ")" : ", failed)");
    }
}
