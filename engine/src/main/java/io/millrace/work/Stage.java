package io.millrace.work;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.internal.work.ReorderBuffer;
import io.millrace.internal.work.Uninterruptibly;
import io.millrace.internal.work.WorkerThreads;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One stage of a pipeline: workers that take from one channel and send what they make of it to the next. */
final class Stage {

    /**
     * How a stage was asked for.
     *
     * @param ordered whether results keep the order of the messages
     * @param capacity of the channel before it
     */
    record Plan(String name, int workers, boolean ordered, int capacity, Transform<Object, Object> transform) {}

    private final Plan plan;
    private final Channel<Object> in;
    private final ResultSender results;
    final Runner<Object> runner;
    final WorkerThreads crew;
    private final @Nullable ReorderBuffer order;

    /** Held from taking a message to having its ticket, also while waiting for the message. */
    private final ReentrantLock taking = new ReentrantLock();

    /** One place taken per message that is taken and whose result is not passed on. */
    private final Channel<Object> window;

    /** Fails or, with null, cancels this stage and those before it. */
    private final Consumer<@Nullable Throwable> failUpstream;

    /**
     * Why the channel before this stage was closed.
     * <p>Written by: workers before they end (volatile).
     * <p>Read by: the last of them (volatile). Orders nothing: the lock of the crew does.
     */
    private volatile @Nullable Throwable upstreamFailure;

    Stage(
            Plan plan,
            Channel<Object> in,
            Channel<Object> out,
            ThreadFactory threads,
            Consumer<Object> onUndelivered,
            Consumer<@Nullable Throwable> failUpstream) {
        this.plan = plan;
        this.in = in;
        this.failUpstream = failUpstream;
        this.runner = new Runner<>(OnFailure.failChannel(), onUndelivered, failUpstream::accept);
        this.results = new ResultSender(out, runner, onUndelivered, this::cancelUpstream);
        this.crew = new WorkerThreads(plan.name(), threads, runner::fail, this::end);
        int places = Math.max(plan.capacity(), 2 * plan.workers());
        this.window = Channel.bounded(places);
        this.order = plan.ordered()
                ? new ReorderBuffer(places, results::passOn, () -> Uninterruptibly.receiveOrNull(window))
                : null;
    }

    void start() {
        crew.startAll(plan.workers(), this::work);
    }

    private void work() {
        try {
            if (order == null) {
                Object message;
                while ((message = Uninterruptibly.receiveOrNull(in)) != null) {
                    Object result = runner.run(message, plan.transform());
                    if (result != null) {
                        results.passOn(result);
                    }
                }
            } else {
                workInOrder(order);
            }
        } catch (ChannelClosedException e) {
            upstreamFailure = e.getCause();
        }
    }

    private void workInOrder(ReorderBuffer order) {
        while (true) {
            Uninterruptibly.send(window, this);
            Object message;
            long ticket;
            taking.lock();
            try {
                message = Uninterruptibly.receiveOrNull(in);
                if (message == null) {
                    return;
                }
                ticket = order.ticket();
            } finally {
                taking.unlock();
            }
            Object result = null;
            try {
                result = runner.run(message, plan.transform());
            } finally {
                order.finish(ticket, result);
            }
        }
    }

    private void cancelUpstream(ChannelClosedException thrown) {
        try {
            failUpstream.accept(thrown.getCause());
        } catch (Throwable e) {
            runner.fail(e);
        }
    }

    /** The last worker of the stage has ended: nothing more comes out of it. */
    private void end() {
        results.close(runner.failure() != null ? runner.failure() : upstreamFailure);
    }
}
