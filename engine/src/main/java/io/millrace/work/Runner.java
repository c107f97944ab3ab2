package io.millrace.work;

import io.millrace.internal.park.Insistent;
import io.millrace.internal.terms.Undelivered;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs handlers by a policy and counts the outcomes. No exception of a handler or callback comes out of it.
 *
 * <p>Interrupts: a worker's flag is clear when a handler starts and cleared when it returns, so that none passes from
 * one message to the next; after {@link #cancel()} it is set when a handler starts.
 */
final class Runner<T> {

    private final OnFailure<? super T> onFailure;
    private final Consumer<? super T> onUndelivered;
    private final Consumer<Throwable> failChannel;
    /**
     * The first failure.
     * <p>Written by: the workers (compare-and-exchange).
     * <p>Read by: anyone (volatile). Orders nothing: it goes on with the close of the channels, or the end of the
     * workers.
     */
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * Whether messages go to the callback instead of the handler.
     * <p>Written by: a worker that failed, any thread that cancels (volatile).
     * <p>Read by: workers before each message (volatile). Orders nothing: a flag, looked at again and again.
     */
    private volatile boolean discarding;

    /**
     * Whether the workers stop at once.
     * <p>Written by: any thread that cancels, before it interrupts the workers (volatile).
     * <p>Read by: workers that have cleared their interrupt (volatile). Orders nothing: the interrupt does.
     */
    private volatile boolean cancelled;

    private final LongAdder handled = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder cancelledMessages = new LongAdder();
    private final LongAdder afterFailure = new LongAdder();
    private final LongAdder resultsUndelivered = new LongAdder();

    Runner(OnFailure<? super T> onFailure, Consumer<? super T> onUndelivered, Consumer<Throwable> failChannel) {
        this.onFailure = onFailure;
        this.onUndelivered = onUndelivered;
        this.failChannel = failChannel;
    }

    /** The work of a handler, which has no results. */
    static <T> Transform<T, Void> without(Handler<? super T> handler) {
        return message -> {
            handler.handle(message);
            return null;
        };
    }

    /**
     * Hands the message to the handler, or to the callback for undelivered messages. Returns the result, null if there
     * is none.
     */
    <R> @Nullable R run(T message, Transform<? super T, ? extends R> work) {
        if (discarding) {
            discard(message);
            return null;
        }
        for (int attempt = 0; ; attempt++) {
            clearInterrupt();
            R result;
            try {
                result = work.apply(message);
            } catch (Throwable e) {
                if (attempt == onFailure.retries || e instanceof InterruptedException || discarding) {
                    failed.increment();
                    follow(message, e);
                    return null;
                }
                retried.increment();
                continue;
            } finally {
                Thread.interrupted();
            }
            handled.increment();
            return result;
        }
    }

    /** The canceller sets the flag first and interrupts then, so an interrupt cleared here by mistake is put back. */
    private void clearInterrupt() {
        Thread.interrupted();
        if (cancelled) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("unchecked")
    private void follow(T message, Throwable thrown) {
        BiConsumer<? super T, ? super Throwable> report =
                (BiConsumer<? super T, ? super Throwable>) (BiConsumer<?, ?>) onFailure.report;
        if (report == null) {
            fail(thrown);
            return;
        }
        Thread.interrupted();
        try {
            report.accept(message, thrown);
        } catch (Throwable e) {
            fail(Undelivered.and(e, thrown));
        }
    }

    /** Hands the message to the callback for undelivered messages. */
    void discard(T message) {
        Thread.interrupted();
        (cancelled ? cancelledMessages : afterFailure).increment();
        try {
            onUndelivered.accept(message);
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** Fails the channel; from here on nothing is handled. Never throws. */
    void fail(Throwable cause) {
        Throwable first = failure.compareAndExchange(null, cause);
        discarding = true;
        if (first != null) {
            Undelivered.and(first, cause);
            return;
        }
        try {
            Insistent.run(failChannel, cause);
        } catch (Throwable e) {
            Undelivered.and(cause, e);
        }
    }

    /** From here on nothing is handled; handlers under way are to be interrupted next. */
    void cancel() {
        discarding = true;
        cancelled = true;
    }

    /** A result was made that its receiver will not get. */
    void countUndeliveredResult() {
        resultsUndelivered.increment();
    }

    boolean isCancelled() {
        return cancelled;
    }

    @Nullable Throwable failure() {
        return failure.get();
    }

    WorkCounts counts() {
        return new WorkCounts(
                handled.sum(),
                failed.sum(),
                retried.sum(),
                cancelledMessages.sum(),
                afterFailure.sum(),
                resultsUndelivered.sum());
    }
}
