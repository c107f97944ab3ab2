package io.millrace.internal.async;

import io.millrace.internal.memory.Initialized;
import io.millrace.internal.park.Continuation;
import io.millrace.internal.park.Idle;
import io.millrace.internal.park.Insistent;
import io.millrace.internal.select.HandleWatch;
import io.millrace.internal.select.ReceiveSource;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands the messages of one end to a handler, one at a time, in an executor, without a thread that waits. One thread at
 * a time works, and it takes messages in the executor only, so that an executor that refuses the task has lost nothing.
 */
public final class AsyncForEach<T> {

    static {
        Initialized.ensure(MethodHandles.lookup(), Continuation.class, Idle.class, Insistent.class, Registration.class);
    }

    /** After this many messages other tasks of the executor get their turn. */
    private static final int TURN = 256;

    private final ReceiveSource<T> end;
    private final Consumer<? super T> handler;
    private final Executor executor;
    private final CompletableFuture<@Nullable Void> result = new CompletableFuture<>();

    /**
     * How many calls the working thread has not handled yet; 0: no thread works.
     * <p>Written by: callers, and the working thread when it has handled some (read-modify-write, {@code TURN}).
     * <p>Read by: the same. Hands what is below from the thread that worked last to the next.
     */
    private final AtomicInteger calls = new AtomicInteger();

    // Made once: no memory may be needed to go on.
    private final Runnable working = this::work;
    private final Continuation submitting = new Continuation(this::submit);

    private final Registration<T> registration;

    /** What ends it; kept here until there is memory to complete the result with it. */
    private @Nullable Throwable failure;

    private AsyncForEach(ReceiveSource<T> end, Consumer<? super T> handler, Executor executor) {
        this.end = end;
        this.handler = handler;
        this.executor = executor;
        this.registration = new Registration<>(end, submitting);
    }

    public static <T> CompletableFuture<Void> start(
            ReceiveSource<T> end, Consumer<? super T> handler, Executor executor) {
        AsyncForEach<T> loop = new AsyncForEach<>(end, handler, executor);
        // First, since it may find no memory. A cancel ends the wait.
        loop.result.whenComplete((nothing, failure) -> loop.work());
        loop.submit();
        return loop.result;
    }

    /** Goes on in the executor. Never runs it under a lock, nor on the thread of a sender. */
    private void submit() {
        try {
            executor.execute(working);
        } catch (Throwable refused) {
            fail(refused);
            work();
        }
    }

    /** Does the work that is pending, or leaves it to the thread that is working now. */
    private void work() {
        if (calls.getAndIncrement() != 0) { // acquire TURN <- work
            return;
        }
        int seen = 1;
        while (seen != 0) {
            boolean more;
            try {
                more = pass();
            } catch (OutOfMemoryError e) { // there is none to complete the result with
                Idle.snooze();
                continue;
            }
            seen = calls.addAndGet(-seen); // release TURN -> work
            if (more && seen == 0) {
                submitting.run();
            }
        }
    }

    /** Handles what is there. True: there is more. Once the result is there, only takes the registration back. */
    private boolean pass() {
        failIfBroken();
        try {
            T message = first();
            if (message != null) {
                handler.accept(message);
            }
            boolean more = handleSome();
            if (result.isDone()) {
                registration.silence();
            }
            return more;
        } catch (Throwable e) {
            failure = e;
            failIfBroken();
            registration.silence();
            return false;
        }
    }

    private void failIfBroken() {
        Throwable cause = failure;
        if (cause != null) {
            fail(cause);
            failure = null;
        }
    }

    private void fail(Throwable cause) {
        Insistent.awaitMemory();
        result.completeExceptionally(cause);
    }

    /**
     * Takes the registration back. Returns what a sender has handed over, which cannot get it back, or else takes a
     * message.
     */
    private @Nullable T first() {
        if (!registration.registered) {
            return null;
        }
        try {
            T message = registration.unregister();
            return message == null && !result.isDone() ? end.pollNow() : message;
        } finally {
            registration.passOn(); // handlers may be slow
        }
    }

    /** True: not done with what is there. False: registered, or the result is there. */
    private boolean handleSome() {
        for (int handled = 0; handled < TURN && !result.isDone(); handled++) {
            T message = end.pollNow();
            if (message != null) {
                handler.accept(message);
            } else if (end.isClosedForReceive()) {
                end();
                return false;
            } else {
                boolean waits = registration.register();
                if (!waits) {
                    Idle.snooze(); // ready but not successful: another thread is in the middle of an operation
                }
                return !waits;
            }
        }
        return !result.isDone();
    }

    private void end() {
        boolean detached = end instanceof HandleWatch handle && handle.isDetached();
        if (end.closeCause() == null && !detached) {
            result.complete(null);
        } else {
            fail(end.closedForReceive());
        }
    }
}
