package io.millrace.work;

import io.millrace.Receiver;
import io.millrace.ThreadRoleException;
import io.millrace.internal.terms.Settings;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link WorkerPool}. Not for several threads at once.
 *
 * @param <T> the type of the messages
 * @since 0.1
 */
public final class WorkerPoolBuilder<T> {

    final Receiver<T> source;
    final ThreadFactory threads;
    int workers = 1;

    @Nullable String name;

    OnFailure<? super T> onFailure = OnFailure.failChannel();
    Consumer<? super T> onUndelivered = message -> {};

    WorkerPoolBuilder(Receiver<T> source, ThreadFactory threads) {
        this.source = Objects.requireNonNull(source, "source");
        this.threads = Objects.requireNonNull(threads, "threads");
    }

    /**
     * Sets how many workers there are; 1 if not set.
     *
     * @param workers how many, 1 or more
     * @return this builder
     * @throws IllegalArgumentException if {@code workers} is below 1
     */
    public WorkerPoolBuilder<T> workers(int workers) {
        Settings.requireAtLeast(1, "workers", workers);
        this.workers = workers;
        return this;
    }

    /**
     * Names the pool, for messages and for its threads: those that the factory has not named are called
     * {@code millrace-}, the name, {@code -} and a number.
     *
     * @param name the name; that of the source if not set
     * @return this builder
     */
    public WorkerPoolBuilder<T> name(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Sets what follows when the handler throws; {@link OnFailure#failChannel()} if not set.
     *
     * @param onFailure the policy
     * @return this builder
     */
    public WorkerPoolBuilder<T> onFailure(OnFailure<? super T> onFailure) {
        this.onFailure = Objects.requireNonNull(onFailure, "onFailure");
        return this;
    }

    /**
     * Sets the callback for messages that were accepted but are not handled, because the pool was cancelled or has
     * failed. It runs on the workers' threads. Without it they are dropped and only counted.
     *
     * @param onUndelivered takes the messages, each once
     * @return this builder
     */
    public WorkerPoolBuilder<T> onUndelivered(Consumer<? super T> onUndelivered) {
        this.onUndelivered = Objects.requireNonNull(onUndelivered, "onUndelivered");
        return this;
    }

    /**
     * Starts the workers. They begin when all have been started. If the factory or the JVM refuses one, none takes a
     * message, what was thrown comes out, and the source is as it was.
     *
     * @param handler handles the messages; runs in several workers at once
     * @return the running pool
     * @throws IllegalArgumentException if the source is not one of this library's own
     * @throws ThreadRoleException if the source was promised a single consumer, and there are several workers or
     *     another thread has that role
     */
    public WorkerPool<T> start(Handler<? super T> handler) {
        return new WorkerPool<>(this, Objects.requireNonNull(handler, "handler"));
    }
}
