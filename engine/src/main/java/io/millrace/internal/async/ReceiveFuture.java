package io.millrace.internal.async;

import io.millrace.internal.memory.Initialized;
import io.millrace.internal.park.Insistent;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A receive that waits without a thread. The thread that completes it takes it out of the channel first; one that comes
 * too late for that finds the message or the failure here, and completes it with that.
 */
final class ReceiveFuture<T> extends CompletableFuture<T> {

    static {
        Initialized.ensure(MethodHandles.lookup(), Insistent.class);
        rehearse();
    }

    private final AsyncReceives<T> receives;
    private final Executor executor;

    // Set once, by the thread that serves it, before it takes the future out under the lock of the receives.
    @Nullable T message;

    @Nullable Throwable failure;

    /** The other futures that wait; used by the thread that completes this. */
    final AsyncReceives<T>.Others others;

    // Made beforehand: once the message is taken, no memory may be needed.
    private final Runnable completing = this::letOthersGoAndFinish;

    ReceiveFuture(AsyncReceives<T> receives, Executor executor) {
        this.receives = receives;
        this.others = receives.new Others();
        this.executor = executor;
    }

    /** The JVM links a call when it is first made, which needs memory: so these are made while there is some. */
    private static void rehearse() {
        CompletableFuture<Object> taken = new CompletableFuture<>();
        taken.whenComplete((message, failure) -> {});
        taken.complete(taken);
        CompletableFuture<Object> failed = new CompletableFuture<>();
        failed.whenComplete((message, failure) -> {});
        failed.completeExceptionally(new CancellationException());
    }

    /** Completes it with what was found, if anything was. No other thread would, so it insists if memory is short. */
    void finish() {
        for (int tries = 0; ; tries++) {
            try {
                if (message != null) {
                    super.complete(message);
                } else if (failure != null) {
                    Insistent.requireMemory();
                    super.completeExceptionally(failure);
                }
                return;
            } catch (OutOfMemoryError e) {
                Insistent.pause(tries, e);
            }
        }
    }

    /**
     * As {@link #finish}, where the caller of the receive wants it; the current thread is one of {@link
     * io.millrace.internal.park.CallbackThreads}.
     */
    void finishLater() {
        if (executor == AsyncReceives.THREADS) {
            letOthersGoAndFinish();
            return;
        }
        try {
            executor.execute(completing);
        } catch (Throwable refused) {
            letOthersGoAndFinish(); // an executor that refuses, or breaks, must not lose the message
        }
    }

    /** The others first: a callback of this one may run on this thread, and take its time. */
    private void letOthersGoAndFinish() {
        others.run();
        finish();
    }

    private boolean leave() {
        if (receives.leave(this)) {
            return true;
        }
        finish();
        return false;
    }

    @Override
    public boolean complete(T value) {
        return leave() && super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable cause) {
        return leave() && super.completeExceptionally(cause);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return leave() ? super.cancel(mayInterruptIfRunning) : isCancelled();
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        executor.execute(() -> {
            if (isDone()) {
                return;
            }
            try {
                complete(supplier.get());
            } catch (Throwable e) {
                completeExceptionally(e);
            }
        });
        return this;
    }

    @Override
    public void obtrudeValue(T value) {
        leave();
        super.obtrudeValue(value);
    }

    @Override
    public void obtrudeException(Throwable cause) {
        leave();
        super.obtrudeException(cause);
    }
}
