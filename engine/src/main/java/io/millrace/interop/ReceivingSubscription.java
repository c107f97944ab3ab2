package io.millrace.interop;

import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.park.CallbackThreads;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's share of a receiver's messages. The executor runs {@link #run} whenever there is something to do,
 * once at a time.
 */
final class ReceivingSubscription<T> implements Flow.Subscription {

    /** After this many messages other tasks of the executor get their turn. */
    private static final int TURN = 256;

    private static final int IDLE = 0;
    private static final int RUNNING = 1;
    private static final int AGAIN = 2;

    /** Completes a receive on the thread that serves it, which hands over to the subscription's executor at once. */
    private static final Executor IN_PLACE = Runnable::run;

    private final Receiver<T> receiver;
    private final Executor executor;

    /**
     * How many messages the subscriber still wants; {@code Long.MAX_VALUE}: any number.
     * <p>Written by: any thread that requests, before the call is counted; {@link #run} (read-modify-write).
     * <p>Read by: {@link #run} (volatile). Orders nothing: {@code TURN} does.
     */
    private final AtomicLong demand = new AtomicLong();

    /**
     * Whether {@link #run} is under way: {@link #IDLE}, {@link #RUNNING}, or {@link #AGAIN} if there were calls that it
     * may not have seen.
     * <p>Written by: callers, and the run when it has seen to their calls (read-modify-write, {@code TURN}).
     * <p>Read by: the same. Hands what is below from one run to the next.
     */
    private final AtomicInteger calls = new AtomicInteger(RUNNING);

    /**
     * A receive that waits for a message, or has got it.
     * <p>Written by: {@link #run} (volatile, {@code WITHDRAW}), which then looks whether it was withdrawn before.
     * <p>Read by: {@link #run}; any thread that cancels or misuses the subscription, after marking that (volatile,
     * {@code WITHDRAW}).
     */
    private final AtomicReference<@Nullable CompletableFuture<T>> pending = new AtomicReference<>();

    /**
     * Whether the subscriber wants nothing more.
     * <p>Written by: any thread that cancels, {@link #run} when the subscriber throws (volatile, {@code WITHDRAW}).
     * <p>Read by: {@link #run} (volatile, {@code WITHDRAW}).
     */
    private volatile boolean cancelled;

    /**
     * The subscriber's violation of the protocol. Written by: any thread that requests (volatile, {@code WITHDRAW}).
     * Read by: as {@link #cancelled}.
     */
    private volatile @Nullable Throwable misuse;

    // Made beforehand: to go on with a message that was received no memory may be needed.
    private final BiConsumer<Object, Throwable> goingOn = (message, failure) -> schedule();

    /** Null once it has got its last signal. */
    private Flow.@Nullable Subscriber<? super T> subscriber;

    private ReceivingSubscription(Receiver<T> receiver, Executor executor, Flow.Subscriber<? super T> subscriber) {
        this.receiver = receiver;
        this.executor = executor;
        this.subscriber = subscriber;
    }

    static <T> void start(Receiver<T> receiver, Executor executor, Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        StackRoom.ensureForSeveral();
        ReceivingSubscription<T> subscription = new ReceivingSubscription<>(receiver, executor, subscriber);
        try {
            subscriber.onSubscribe(subscription); // it counts as a run, so that nothing is signalled before it returns
        } catch (Throwable e) {
            subscription.cancelled = true;
            throw e;
        } finally {
            subscription.begin();
        }
    }

    @Override
    public void request(long messages) {
        StackRoom.ensureForSeveral();
        if (messages <= 0) {
            misuse = new IllegalArgumentException(
                    "messages is " + messages + ", allowed is 1 or more (rule 3.9 of Reactive Streams)");
            withdrawAndSchedule();
        } else {
            demand.accumulateAndGet(messages, ReceivingSubscription::saturatingSum);
            schedule();
        }
    }

    @Override
    public void cancel() {
        StackRoom.ensureForSeveral();
        cancelled = true;
        withdrawAndSchedule();
    }

    /** Gives up the pending receive, unless it has its message. */
    private void withdrawAndSchedule() {
        try {
            CompletableFuture<T> waiting = pending.get(); // acquire WITHDRAW <- receive
            if (waiting != null) {
                waiting.cancel(false);
            }
        } finally {
            schedule();
        }
    }

    private static long saturatingSum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    private void schedule() {
        int before;
        do {
            before = calls.get();
        } while (!calls.compareAndSet(before, Math.min(before + 1, AGAIN))); // acquire TURN <- run
        if (before == IDLE) {
            begin();
        }
    }

    private void begin() {
        if (!handOver(false)) {
            run();
        }
    }

    private void run() {
        while (true) {
            calls.getAndSet(RUNNING); // before the pass, which sees to all calls until here
            if (pass()) {
                if (calls.compareAndSet(RUNNING, IDLE)) { // release TURN -> schedule
                    return;
                }
            } else if (handOver(true)) {
                return;
            }
        }
    }

    /**
     * Has the executor, or if it refuses a thread of this library, do the next run. False: this thread has to go on, as
     * nobody else would.
     *
     * @param running whether this thread is in a run; an executor that would nest another in it is told that it has run
     */
    private boolean handOver(boolean running) {
        Turn turn;
        try {
            turn = new Turn(running);
        } catch (OutOfMemoryError e) {
            return false;
        }
        return turn.offerTo(executor) || turn.offerTo(Flows.THREADS) ? turn.handedOver() : turn.takeBack();
    }

    /** A run in the hands of an executor, which begins once. */
    private final class Turn implements Runnable {

        private final Thread submitter = Thread.currentThread();

        /**
         * Written and read by: any thread that may run it, or takes it back (compare-and-set). Orders nothing: the
         * executor does.
         */
        private final AtomicBoolean taken = new AtomicBoolean();

        // Used by the thread that submits.
        private boolean nests;
        private boolean goesOn;

        Turn(boolean running) {
            nests = running;
        }

        /** Whether the executor has taken it, or has run it and thrown then. */
        boolean offerTo(Executor next) {
            try {
                next.execute(this);
                return true;
            } catch (Throwable e) {
                return taken.get();
            }
        }

        @Override
        public void run() {
            StackRoom.ensureForSeveral();
            if (!taken.compareAndSet(false, true)) {
                return;
            }
            if (Thread.currentThread() == submitter && nests) {
                goesOn = true;
            } else {
                ReceivingSubscription.this.run();
            }
        }

        /** Once the executor has returned: whether the run is not left to the thread that submits. */
        boolean handedOver() {
            nests = false;
            return !goesOn;
        }

        /** Whether an executor that has thrown runs it all the same. */
        boolean takeBack() {
            nests = false;
            return !taken.compareAndSet(false, true);
        }
    }

    /** Signals as far as possible. False: there is more. */
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
            } catch (Throwable e) {
                endWith(present, e);
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
            CompletableFuture<T> waiting = receiver.receiveAsync(IN_PLACE);
            pending.set(waiting); // release WITHDRAW -> withdrawAndSchedule
            if (cancelled || misuse != null) {
                waiting.cancel(false); // the thread that set it may not have seen this receive
            }
            scheduleAfter(waiting);
        }
        return message;
    }

    private void scheduleAfter(CompletableFuture<T> waiting) {
        try {
            waiting.whenComplete(goingOn);
        } catch (Throwable e) { // no memory
            if (waiting.cancel(false)) {
                throw e;
            } // else it is done, and this run goes on with it
        }
    }

    private static <T> @Nullable T result(CompletableFuture<T> done) {
        try {
            return done.join();
        } catch (CancellationException e) {
            return null;
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private void next(Flow.Subscriber<? super T> present, T message) {
        long wanted;
        do {
            wanted = demand.get();
        } while (wanted != Long.MAX_VALUE && !demand.compareAndSet(wanted, wanted - 1)); // needs no memory
        try {
            present.onNext(message);
        } catch (Throwable e) {
            cancelled = true;
            CallbackThreads.uncaught(e);
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

    /** The channel is closed and drained, or what was received could not be made a message. */
    private void endWith(Flow.Subscriber<? super T> present, Throwable failure) {
        if (failure instanceof ChannelClosedException && receiver.isClosedForReceive()) {
            end(present, failure.getCause());
        } else if (cancelled) {
            subscriber = null;
            CallbackThreads.uncaught(failure);
        } else {
            end(
                    present,
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure);
        }
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
            CallbackThreads.uncaught(e);
        }
    }
}
