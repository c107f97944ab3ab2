package io.millrace.interop;

import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One subscriber's share of a receiver's messages. The executor runs {@link #run} whenever there is something to do, once at a time. */
final class ReceivingSubscription<T> implements Flow.Subscription {

    /** After so many messages other tasks of the executor get their turn. */
    private static final int TURN = 256;

    private final Receiver<T> receiver;
    private final Executor executor;

    /**
     * How many messages the subscriber still wants; {@code Long.MAX_VALUE}: any number.
     * <p>Written by: whoever requests, before the call is counted; {@link #run} (read-modify-write).
     * <p>Read by: {@link #run} (volatile). Orders nothing: {@code TURN} does.
     */
    private final AtomicLong demand = new AtomicLong();

    /**
     * How many calls {@link #run} has not seen to yet; 0: it does not run.
     * <p>Written by: callers, and the run that has seen to some (read-modify-write, {@code TURN}).
     * <p>Read by: the same. Hands what is below from one run to the next.
     */
    private final AtomicInteger calls = new AtomicInteger(1);

    /**
     * A receive that waits for a message, or has got it.
     * <p>Written by: {@link #run} (volatile, {@code WITHDRAW}), which then looks whether it was withdrawn before.
     * <p>Read by: {@link #run}; whoever cancels or misuses the subscription, after saying so (volatile, {@code WITHDRAW}).
     */
    private final AtomicReference<@Nullable CompletableFuture<T>> pending = new AtomicReference<>();

    /**
     * Whether the subscriber wants nothing more.
     * <p>Written by: whoever cancels, {@link #run} when the subscriber throws (volatile, {@code WITHDRAW}).
     * <p>Read by: {@link #run} (volatile, {@code WITHDRAW}).
     */
    private volatile boolean cancelled;

    /** What the subscriber did wrong. Written by: whoever requests (volatile, {@code WITHDRAW}). Read by: as {@link #cancelled}. */
    private volatile @Nullable Throwable misuse;

    /** Null once it has got its last signal. */
    private Flow.@Nullable Subscriber<? super T> subscriber;

    private ReceivingSubscription(Receiver<T> receiver, Executor executor, Flow.Subscriber<? super T> subscriber) {
        this.receiver = receiver;
        this.executor = executor;
        this.subscriber = subscriber;
    }

    static <T> void start(Receiver<T> receiver, Executor executor, Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        ReceivingSubscription<T> subscription = new ReceivingSubscription<>(receiver, executor, subscriber);
        try {
            subscriber.onSubscribe(subscription); // calls is 1, so that nothing is signalled before it returns
        } catch (Throwable e) {
            subscription.cancelled = true;
            throw e;
        } finally {
            subscription.execute();
        }
    }

    @Override
    public void request(long messages) {
        if (messages <= 0) {
            misuse = new IllegalArgumentException(
                    "messages is " + messages + ", allowed is 1 or more (rule 3.9 of Reactive Streams)");
            withdraw();
        } else {
            demand.accumulateAndGet(messages, ReceivingSubscription::saturatingSum);
        }
        schedule();
    }

    @Override
    public void cancel() {
        cancelled = true;
        withdraw();
        schedule();
    }

    /** Gives up the pending receive, unless it has its message. */
    private void withdraw() {
        CompletableFuture<T> waiting = pending.get(); // acquire WITHDRAW <- receive
        if (waiting != null) {
            waiting.cancel(false);
        }
    }

    private static long saturatingSum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    private void schedule() {
        if (calls.getAndIncrement() == 0) { // acquire TURN <- run
            execute();
        }
    }

    private void execute() {
        try {
            executor.execute(this::run);
        } catch (Throwable refused) {
            ForkJoinPool.commonPool().execute(this::run);
        }
    }

    private void run() {
        int seen = calls.get();
        while (seen != 0) {
            if (!pass()) {
                execute();
                return;
            }
            seen = calls.addAndGet(-seen); // release TURN -> schedule
        }
    }

    /** Signals what can be. False: there is more. */
    private boolean pass() {
        for (int turn = 0; turn < TURN; turn++) {
            Flow.Subscriber<? super T> present = subscriber;
            if (present == null) {
                return true;
            }
            CompletableFuture<T> waiting = pending.get();
            if (waiting != null && !waiting.isDone()) {
                return true;
            }
            pending.set(null);
            T message;
            try {
                message = waiting == null ? receive() : result(waiting);
            } catch (ChannelClosedException e) {
                end(present, e.getCause());
                return true;
            }
            if (message != null) {
                next(present, message);
            } else if (pending.get() == null && endOrIdle(present)) {
                return true;
            }
        }
        return false;
    }

    /** Takes a message if one is wanted and there; if it is not there, starts to wait for it. */
    private @Nullable T receive() {
        if (cancelled || misuse != null) {
            return null;
        }
        if (demand.get() == 0) {
            return receiver.isClosedForReceive() ? receiver.tryReceive() : null; // which throws
        }
        T message = receiver.tryReceive();
        if (message == null) {
            CompletableFuture<T> waiting = receiver.receiveAsync(Runnable::run); // hands over to our executor at once
            pending.set(waiting); // release WITHDRAW -> withdraw
            if (cancelled || misuse != null) {
                waiting.cancel(false); // whoever set it may not have seen this receive
            }
            waiting.whenComplete((taken, failure) -> schedule());
        }
        return message;
    }

    private static <T> @Nullable T result(CompletableFuture<T> done) {
        try {
            return done.join();
        } catch (CancellationException e) {
            return null;
        } catch (CompletionException e) {
            throw (ChannelClosedException) e.getCause();
        }
    }

    private void next(Flow.Subscriber<? super T> present, T message) {
        demand.updateAndGet(wanted -> wanted == Long.MAX_VALUE ? wanted : wanted - 1);
        try {
            present.onNext(message);
        } catch (Throwable e) {
            cancelled = true;
            Flows.uncaught(e);
        }
    }

    /** Nothing was taken and nothing is pending. Returns whether there is nothing more to do. */
    private boolean endOrIdle(Flow.Subscriber<? super T> present) {
        Throwable wrong = misuse;
        if (cancelled) {
            subscriber = null;
        } else if (wrong != null) {
            end(present, wrong);
        }
        return subscriber == null || demand.get() == 0;
    }

    private void end(Flow.Subscriber<? super T> present, @Nullable Throwable cause) {
        subscriber = null;
        if (cancelled) {
            return;
        }
        try {
            if (cause == null) {
                present.onComplete();
            } else {
                present.onError(cause);
            }
        } catch (Throwable e) {
            Flows.uncaught(e);
        }
    }
}
