package io.millrace.work;

import io.millrace.Sender;
import io.millrace.ThreadRoleException;
import io.millrace.internal.terms.Settings;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Builds {@link KeyedWorkers}. Not for several threads at once.
 *
 * @param <K> the type of the keys
 * @param <T> the type of the messages
 * @since 0.1
 */
public final class KeyedWorkersBuilder<K, T> {

    private static final int DEFAULT_BACKLOG = 1024;
    private static final int MAX_BACKLOG = 1 << 30;

    final Function<? super T, ? extends K> keyOf;
    final ThreadFactory threads;
    int workers = 1;
    int backlog = DEFAULT_BACKLOG;
    String name = "keyed workers";
    OnFailure<? super T> onFailure = OnFailure.failChannel();
    Consumer<? super T> onUndelivered = message -> {};

    KeyedWorkersBuilder(Function<? super T, ? extends K> keyOf, ThreadFactory threads) {
        this.keyOf = Objects.requireNonNull(keyOf, "keyOf");
        this.threads = Objects.requireNonNull(threads, "threads");
    }

    /**
     * Sets how many workers there are; 1 if not set.
     *
     * @param workers how many, 1 or more
     * @return this builder
     * @throws IllegalArgumentException if {@code workers} is below 1
     */
    public KeyedWorkersBuilder<K, T> workers(int workers) {
        Settings.requireAtLeast(1, "workers", workers);
        this.workers = workers;
        return this;
    }

    /**
     * Sets how many messages may be accepted and not finished; 1024 if not set.
     *
     * @param backlog 1 to 2<sup>30</sup>
     * @return this builder
     * @throws IllegalArgumentException if {@code backlog} is out of that range
     */
    public KeyedWorkersBuilder<K, T> backlog(int backlog) {
        Settings.requireWithin(1, MAX_BACKLOG, "backlog", backlog);
        this.backlog = backlog;
        return this;
    }

    /**
     * Names the workers, for messages and for their threads: those that the factory has not named are called
     * {@code millrace-}, the name, {@code -} and a number.
     *
     * @param name the name
     * @return this builder
     */
    public KeyedWorkersBuilder<K, T> name(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Sets what follows when the handler throws; {@link OnFailure#failChannel()} if not set: then sends fail with the
     * cause.
     *
     * @param onFailure the policy
     * @return this builder
     */
    public KeyedWorkersBuilder<K, T> onFailure(OnFailure<? super T> onFailure) {
        this.onFailure = Objects.requireNonNull(onFailure, "onFailure");
        return this;
    }

    /**
     * Sets the callback for messages that were accepted but are not handled, because the workers were cancelled or have
     * failed. It runs on the workers' threads. Without it they are dropped and only counted.
     *
     * @param onUndelivered takes the messages, each once
     * @return this builder
     */
    public KeyedWorkersBuilder<K, T> onUndelivered(Consumer<? super T> onUndelivered) {
        this.onUndelivered = Objects.requireNonNull(onUndelivered, "onUndelivered");
        return this;
    }

    /**
     * Starts the workers.
     *
     * @param handler handles the messages; runs in several workers at once, for one key in one at a time
     * @return the running workers
     */
    public KeyedWorkers<K, T> start(Handler<? super T> handler) {
        Objects.requireNonNull(handler, "handler");
        return new KeyedWorkers<>(this, Runner.without(handler), null, result -> {});
    }

    /**
     * Starts the workers and lets their results come out in the order of the sends. A message that failed or was not
     * handled has no result; the others move up.
     *
     * @param work makes the results; null for none
     * @param results where they go. It is closed when the workers have ended, with the cause if they failed. If its
     *     receiver closes or cancels it, the workers fail
     * @param <R> the type of the results
     * @return the running workers
     * @throws ThreadRoleException if the channel of the results was promised a single producer, and there are several
     *     workers or another thread has that role
     */
    public <R> KeyedWorkers<K, T> startOrdered(Transform<? super T, ? extends R> work, Sender<R> results) {
        return startOrdered(work, results, result -> {});
    }

    /**
     * As {@link #startOrdered(Transform, Sender)}, and says what becomes of results that cannot be passed on, because
     * the workers were cancelled and there is no room, or the results' channel refuses them.
     *
     * @param work makes the results; null for none
     * @param results where they go
     * @param onUndelivered takes the results that do not go there; runs on the workers' threads
     * @param <R> the type of the results
     * @return the running workers
     */
    @SuppressWarnings("unchecked")
    public <R> KeyedWorkers<K, T> startOrdered(
            Transform<? super T, ? extends R> work, Sender<R> results, Consumer<? super R> onUndelivered) {
        Objects.requireNonNull(work, "work");
        return new KeyedWorkers<>(
                this, work, (Sender<Object>) Objects.requireNonNull(results, "results"), (Consumer<Object>)
                        Objects.requireNonNull(onUndelivered, "onUndelivered"));
    }
}
