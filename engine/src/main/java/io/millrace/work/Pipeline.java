package io.millrace.work;

import io.millrace.Channel;
import io.millrace.Receiver;
import io.millrace.Sender;
import io.millrace.ThreadRoleException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stages in a row, each with workers of its own, and a channel before, between and after them.
 *
 * <pre>{@code
 * Pipeline<String, Trade> pipeline = Pipeline.<String>from(threads)
 *         .map("parse", 2, line -> Order.parse(line))
 *         .mapOrdered("price", 4, order -> price(order))
 *         .start();
 * pipeline.input().send(line);
 * Trade trade = pipeline.output().receive();
 * }</pre>
 *
 * <p>Back-pressure: a stage that cannot send waits, so a slow receiver of the output holds the senders to the input
 * back.
 *
 * <p>Close: closing the input ends the stages one after another, each when it has finished everything, and then closes
 * the output.
 *
 * <p>Failure: if a stage throws, all channels before it are closed with what it threw, so blocked senders get that at
 * once, and what is buffered in them goes to {@code onUndelivered}; what the stage has finished goes on, and behind it
 * the channels after it close with the same cause. If the receiver of the output closes or cancels it, the next result
 * finds that out and the channels before it are closed with the output's cause, if it has one.
 *
 * @param <I> the type of what goes in
 * @param <O> the type of what comes out
 */
public final class Pipeline<I, O> implements AutoCloseable {

    /** The channel before each stage, and behind the last. */
    private final List<Channel<Object>> channels = new ArrayList<>();

    private final List<Stage> stages = new ArrayList<>();

    Pipeline(List<Stage.Plan> plans, int outputCapacity, ThreadFactory threads, Consumer<Object> onUndelivered) {
        for (Stage.Plan plan : plans) {
            channels.add(channel(plan.name(), plan.capacity(), onUndelivered));
        }
        channels.add(channel("output", outputCapacity, onUndelivered));
        for (int i = 0; i < plans.size(); i++) {
            int last = i;
            stages.add(new Stage(
                    plans.get(i),
                    channels.get(i),
                    channels.get(i + 1),
                    threads,
                    onUndelivered,
                    cause -> closeUpTo(last, cause)));
        }
        try {
            stages.forEach(Stage::start);
        } catch (Throwable e) {
            closeUpTo(plans.size(), e);
            throw e;
        }
    }

    private static Channel<Object> channel(String name, int capacity, Consumer<Object> onUndelivered) {
        return Channel.builder()
                .name(name)
                .capacity(capacity)
                .onUndelivered((message, reason) -> onUndelivered.accept(message))
                .build();
    }

    /**
     * Begins to build a pipeline.
     *
     * @param threads makes the threads, platform or virtual
     * @param <I> the type of what goes in
     * @return a new builder
     */
    public static <I> PipelineBuilder<I, I> from(ThreadFactory threads) {
        return new PipelineBuilder<>(threads);
    }

    /**
     * Returns where the messages go in. Closing it ends the pipeline without loss.
     *
     * @return the sender of the first channel
     */
    @SuppressWarnings("unchecked")
    public Sender<I> input() {
        return (Sender<I>) channels.get(0);
    }

    /**
     * Returns where the results come out.
     *
     * @return the receiver of the last channel
     */
    @SuppressWarnings("unchecked")
    public Receiver<O> output() {
        return (Receiver<O>) channels.get(channels.size() - 1);
    }

    /** The senders first, all of them, so that none is served once more while the buffered messages are handed over. */
    private void closeUpTo(int last, @Nullable Throwable cause) {
        for (int i = 0; i <= last; i++) {
            if (cause == null) {
                channels.get(i).close();
            } else {
                channels.get(i).close(cause);
            }
        }
        Throwable thrown = null;
        for (int i = 0; i <= last; i++) {
            try {
                channels.get(i).cancel();
            } catch (Throwable e) {
                thrown = e;
            }
        }
        if (thrown != null && cause != null && thrown != cause) {
            cause.addSuppressed(thrown);
        }
    }

    /**
     * Stops at once: closes all channels, interrupts the stages, hands what is buffered anywhere, the output too, to
     * {@code onUndelivered}, and waits for the end of the threads.
     *
     * @throws InterruptedException if this thread is interrupted while it waits; the pipeline goes on stopping
     * @throws IllegalStateException if called by one of the pipeline's threads
     */
    public void cancel() throws InterruptedException {
        beginCancel();
        for (Stage stage : stages) {
            stage.crew().join(Nanos.FOREVER);
        }
    }

    private void beginCancel() {
        closeUpTo(stages.size(), null);
        stages.forEach(Stage::cancel);
    }

    /**
     * Waits until all stages have ended.
     *
     * @param timeout how long to wait
     * @return false if they had not after that time
     * @throws InterruptedException if this thread is interrupted while it waits
     * @throws IllegalStateException if called by one of the pipeline's threads
     */
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        long nanos = Nanos.of(timeout);
        long start = System.nanoTime();
        for (Stage stage : stages) {
            if (!stage.crew().join(Duration.ofNanos(Nanos.left(nanos, start, System.nanoTime())))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Closes the input and waits until all stages have ended; somebody has to receive the output. If this thread is
     * interrupted while it waits, as {@link #cancel()}, with the interrupt flag set again.
     */
    @Override
    public void close() {
        input().close();
        stages.forEach(stage -> stage.crew().joinOr(this::beginCancel));
    }

    /**
     * Brings the messages of several receivers together. Takes one thread. It ends, and the result closes, when all
     * sources are closed and drained; as soon as one has failed the others are closed and the result fails with its
     * cause. If the result is closed or cancelled, the next message finds that out, is dropped, and the sources are
     * cancelled.
     *
     * @param threads makes the thread
     * @param capacity of the channel returned, 0 to 2<sup>30</sup>
     * @param sources where the messages come from, each in its order, served fairly; this library's own
     * @param <T> the type of the messages
     * @return where they all come out
     * @throws IllegalArgumentException if there are no sources, one is not this library's own, or {@code capacity} is not 0 to
     *     2<sup>30</sup>
     * @throws ThreadRoleException if a source was promised a single consumer, and another thread has that role
     */
    public static <T> Receiver<T> merge(
            ThreadFactory threads, int capacity, List<? extends Receiver<? extends T>> sources) {
        Channel<T> out = Channel.<T>builder().capacity(capacity).name("merged").build();
        Merge<T> merge = new Merge<>(sources, out);
        new Crew(threads, () -> {}).start(merge::run);
        return out;
    }

    /**
     * Gives each message of a receiver to all of several. Takes one thread. The slowest holds the others back. When the
     * source is closed and drained, all close, with its cause if it has one. One that is closed or cancelled gets no
     * more, which the next message finds out; when none is left the source is cancelled.
     *
     * @param threads makes the thread
     * @param capacity of each channel returned, 0 to 2<sup>30</sup>
     * @param source where the messages come from
     * @param copies how many, 1 or more
     * @param <T> the type of the messages
     * @return where each message comes out
     * @throws IllegalArgumentException if {@code copies} is below 1 or {@code capacity} out of its range
     * @throws ThreadRoleException if the source was promised a single consumer, and another thread has that role
     */
    public static <T> List<Receiver<T>> tee(ThreadFactory threads, int capacity, Receiver<T> source, int copies) {
        if (copies < 1) {
            throw new IllegalArgumentException("copies is " + copies + ", allowed is 1 or more");
        }
        List<Channel<T>> outs = new ArrayList<>();
        for (int i = 0; i < copies; i++) {
            outs.add(Channel.<T>builder().capacity(capacity).name("tee-" + i).build());
        }
        Tee<T> tee = new Tee<>(source, outs);
        new Crew(threads, () -> {}).start(tee::run);
        return List.copyOf(outs);
    }
}
