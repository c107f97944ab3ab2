package io.millrace.work;

import io.millrace.internal.terms.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * Builds a {@link Pipeline}, stage after stage. Not for several threads at once.
 *
 * @param <I> the type of what goes in
 * @param <O> the type of what comes out of the last stage added
 * @since 0.1
 */
public final class PipelineBuilder<I, O> {

    private static final int DEFAULT_CAPACITY = 256;
    private static final int MAX_CAPACITY = 1 << 30;

    private final ThreadFactory threads;
    private final List<Stage.Plan> stages = new ArrayList<>();
    private int capacity = DEFAULT_CAPACITY;
    private Consumer<Object> onUndelivered = message -> {};

    PipelineBuilder(ThreadFactory threads) {
        this.threads = Objects.requireNonNull(threads, "threads");
    }

    /**
     * Sets the capacity of the channels from here on: before the stages added next and, if there are none, behind the
     * last; 256 if not set.
     *
     * @param capacity 0 to 2<sup>30</sup>
     * @return this builder
     * @throws IllegalArgumentException if {@code capacity} is out of that range
     */
    public PipelineBuilder<I, O> capacity(int capacity) {
        Settings.requireWithin(0, MAX_CAPACITY, "capacity", capacity);
        this.capacity = capacity;
        return this;
    }

    /**
     * Sets the callback for messages and results that do not reach the next stage or the output, because of a failure
     * or a cancel. It runs on the thread that causes it. Without it they are dropped.
     *
     * @param onUndelivered takes the messages and results, each once
     * @return this builder
     */
    public PipelineBuilder<I, O> onUndelivered(Consumer<Object> onUndelivered) {
        this.onUndelivered = Objects.requireNonNull(onUndelivered, "onUndelivered");
        return this;
    }

    /**
     * Adds a stage. With one worker results keep the order of the messages, with more they may overtake each other.
     *
     * @param name of the channel before it, for error messages
     * @param workers how many threads, 1 or more
     * @param transform makes the results; null for none
     * @param <R> the type of the results
     * @return this builder
     * @throws IllegalArgumentException if {@code workers} is below 1
     */
    public <R> PipelineBuilder<I, R> map(String name, int workers, Transform<? super O, ? extends R> transform) {
        return add(name, workers, false, transform);
    }

    /**
     * Adds a stage whose results keep the order of the messages, however many workers it has. Work runs ahead of the
     * oldest unfinished message by at most the capacity of the channel before the stage, or twice the number of workers
     * if that is more.
     *
     * @param name of the channel before it, for error messages
     * @param workers how many threads, 1 or more
     * @param transform makes the results; null for none
     * @param <R> the type of the results
     * @return this builder
     * @throws IllegalArgumentException if {@code workers} is below 1
     */
    public <R> PipelineBuilder<I, R> mapOrdered(String name, int workers, Transform<? super O, ? extends R> transform) {
        return add(name, workers, workers > 1, transform);
    }

    @SuppressWarnings("unchecked")
    private <R> PipelineBuilder<I, R> add(
            String name, int workers, boolean ordered, Transform<? super O, ? extends R> transform) {
        Objects.requireNonNull(name, "name");
        Settings.requireAtLeast(1, "workers", workers);
        Objects.requireNonNull(transform, "transform");
        stages.add(new Stage.Plan(name, workers, ordered, capacity, (Transform<Object, Object>) transform));
        return (PipelineBuilder<I, R>) this;
    }

    /**
     * Starts the threads.
     *
     * @return the running pipeline
     * @throws IllegalStateException if no stage was added
     */
    public Pipeline<I, O> start() {
        if (stages.isEmpty()) {
            throw new IllegalStateException("the pipeline has no stage: call map or mapOrdered");
        }
        return new Pipeline<>(List.copyOf(stages), capacity, threads, onUndelivered);
    }
}
