package io.millrace.work;

import io.millrace.Channel;
import io.millrace.ChannelBuilder;
import io.millrace.Receiver;
import io.millrace.Sender;
import io.millrace.ThreadRoleException;
import io.millrace.internal.clock.Timeouts;
import io.millrace.internal.park.Insistent;
import io.millrace.internal.terms.Closing;
import io.millrace.internal.terms.Settings;
import io.millrace.internal.work.Every;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stages in a row, each with workers of its own, and a channel before, between and after them.
 *
 * <pre>{@code
 * Pipeline<String, Integer> pipeline = Pipeline.<String>from(threads)
 *         .map("trim", 2, line -> line.trim())
 *         .mapOrdered("parse", 4, line -> Integer.valueOf(line))
 *         .start();
 * pipeline.input().send(" 12 ");
 * int number = pipeline.output().receive();
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
 * the channels after it close with the same cause. If the receiver of the output closes or cancels it, all channels
 * before it are closed at once, with the output's cause if it has one, and what is buffered in them goes to
 * {@code onUndelivered}, on the thread that closes the output; a result that is made after that goes there too.
 *
 * @param <I> the type of what goes in
 * @param <O> the type of what comes out
 * @since 0.1
 */
public final class Pipeline<I, O> implements AutoCloseable {

    /** The channel before each stage, and behind the last. */
    private final List<Channel<Object>> channels = new ArrayList<>();

    private final List<Stage> stages = new ArrayList<>();

    Pipeline(List<Stage.Plan> plans, int outputCapacity, ThreadFactory threads, Consumer<Object> onUndelivered) {
        for (Stage.Plan plan : plans) {
            channels.add(channel(plan.name(), plan.capacity(), onUndelivered).build());
        }
        channels.add(channel("output", outputCapacity, onUndelivered)
                .onClose(Insistent.hook(cause -> closeUpTo(plans.size() - 1, cause)))
                .build());
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
        Consumer<@Nullable Throwable> giveUp = cause -> closeUpTo(plans.size(), cause);
        try {
            stages.forEach(Stage::start);
        } catch (Throwable e) {
            Insistent.run(giveUp, e); // the threads of the first stages wait for it
            throw e;
        }
    }

    static <T> ChannelBuilder<T> channel(String name, int capacity, Consumer<? super T> onUndelivered) {
        return Channel.<T>builder()
                .name(name)
                .capacity(capacity)
                .onUndelivered((message, reason) -> onUndelivered.accept(message));
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
        List<Channel<Object>> upTo = channels.subList(0, last + 1);
        Every.run(upTo, channel -> Closing.close(channel, cause));
        Every.run(upTo, Channel::cancel);
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
            stage.crew.join(Timeouts.LONGEST);
        }
    }

    private void beginCancel() {
        stages.forEach(stage -> stage.runner.cancel()); // before the channels close, the interrupts after
        try {
            closeUpTo(stages.size(), null);
        } finally {
            stages.forEach(stage -> stage.crew.interrupt());
        }
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
        long nanos = Timeouts.nanos(timeout);
        long start = System.nanoTime();
        for (Stage stage : stages) {
            if (!stage.crew.join(Duration.ofNanos(Timeouts.left(nanos, start, System.nanoTime())))) {
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
        stages.forEach(stage -> stage.crew.joinOr(this::beginCancel));
    }

    /**
     * Returns what became of the messages of each stage, in the order of the stages. {@code resultsUndelivered} are
     * those that the next channel refused; what is buffered in a channel that is cancelled is handed over by that and
     * not counted here.
     *
     * @return the counts so far
     */
    public List<WorkCounts> counts() {
        return stages.stream().map(stage -> stage.runner.counts()).toList();
    }

    /**
     * Returns why the pipeline has failed.
     *
     * @return what the first of the stages that failed threw, further ones suppressed in it, or null if none has failed
     */
    public @Nullable Throwable failure() {
        return stages.stream()
                .map(stage -> stage.runner.failure())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Returns the stages' names and whether one has failed. */
    @Override
    public String toString() {
        String names = channels.stream().map(Channel::name).collect(Collectors.joining(" -> "));
        return "pipeline (" + names + (failure() == null ? ")" : ", failed)");
    }

    // ---- merge and tee ----

    /**
     * Brings the messages of several receivers together. As {@link #merge(ThreadFactory, int, List, Consumer)} without
     * a callback: what does not come out is dropped.
     *
     * @param threads makes the thread
     * @param capacity of the channel returned, 0 to 2<sup>30</sup>
     * @param sources where the messages come from, each in its order, served fairly; this library's own
     * @param <T> the type of the messages
     * @return where they all come out
     * @throws IllegalArgumentException if there are no sources, one is not this library's own, or {@code capacity} is
     *     not 0 to 2<sup>30</sup>
     * @throws ThreadRoleException if a source was promised a single consumer, and another thread has that role
     */
    public static <T> Receiver<T> merge(
            ThreadFactory threads, int capacity, List<? extends Receiver<? extends T>> sources) {
        return merge(threads, capacity, sources, message -> {});
    }

    /**
     * Brings the messages of several receivers together. Takes one thread. It ends, and the result closes, when all
     * sources are closed and drained; as soon as one has failed, or throws when it is received from, the others are
     * closed and the result fails with its cause. If the result is closed or cancelled, the sources are cancelled at
     * once, with its cause if it has one, on the thread that does that.
     *
     * <p>Messages that are still in a source then go to that source's own {@code onUndelivered}.
     *
     * @param threads makes the thread
     * @param capacity of the channel returned, 0 to 2<sup>30</sup>
     * @param sources where the messages come from, each in its order, served fairly; this library's own
     * @param onUndelivered takes each message that was taken from a source and does not come out, because the result
     *     is closed or cancelled
     * @param <T> the type of the messages
     * @return where they all come out; its counters are recorded
     * @throws IllegalArgumentException if there are no sources, one is not this library's own, or {@code capacity} is
     *     not 0 to 2<sup>30</sup>
     */
    public static <T> Receiver<T> merge(
            ThreadFactory threads,
            int capacity,
            List<? extends Receiver<? extends T>> sources,
            Consumer<? super T> onUndelivered) {
        return new Merge<>(capacity, sources, onUndelivered).start(threads);
    }

    /**
     * Gives each message of a receiver to all of several. As {@link #tee(ThreadFactory, int, Receiver, int, Consumer)}
     * without a callback: what does not come out is dropped.
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
        return tee(threads, capacity, source, copies, message -> {});
    }

    /**
     * Gives each message of a receiver to all of several. Takes one thread. The slowest holds the others back. When the
     * source is closed and drained, all close, with its cause if it has one; if it throws when it is received from,
     * they fail with that. One that is closed or cancelled gets no more; with the last, the source is cancelled at
     * once, with the cause of the last if it has one, on the thread that closes that.
     *
     * <p>Messages that are still in the source then go to the source's own {@code onUndelivered}.
     *
     * @param threads makes the thread
     * @param capacity of each channel returned, 0 to 2<sup>30</sup>
     * @param source where the messages come from
     * @param copies how many, 1 or more
     * @param onUndelivered takes each message that none of the copies has accepted, and each that is buffered in a
     *     copy when that is cancelled, so one message perhaps once for each copy
     * @param <T> the type of the messages
     * @return where each message comes out; their counters are recorded
     * @throws IllegalArgumentException if {@code copies} is below 1 or {@code capacity} out of its range
     */
    public static <T> List<Receiver<T>> tee(
            ThreadFactory threads, int capacity, Receiver<T> source, int copies, Consumer<? super T> onUndelivered) {
        Settings.requireAtLeast(1, "copies", copies);
        return new Tee<>(capacity, source, copies, onUndelivered).start(threads);
    }
}
