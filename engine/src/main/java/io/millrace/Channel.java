package io.millrace;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A channel: a {@link Sender} and a {@link Receiver} of the same messages. Pass on the narrower type.
 *
 * <pre>{@code
 * Channel<String> orders = Channel.bounded(1024);
 * Thread desk = new Thread(() -> orders.forEach(order -> book(order)));
 * desk.start();
 * orders.send("buy 10"); // waits while 1024 orders are buffered
 * orders.close(); // the desk books what is buffered, then its loop ends
 * }</pre>
 *
 * <p>Every accepted message is received, or handed to the {@code onUndelivered} callback, exactly once. Messages come
 * out in the order in which the sends claimed their places. All methods may be called by any thread, platform or
 * virtual.
 *
 * <p>Progress: an operation that need not wait is lock-free, except that an operation on a slot that another thread has
 * claimed and not yet finished waits for that thread (a receive of it blocks, {@link #tryReceive()} reports nothing
 * instead).
 *
 * @param <T> the type of the messages
 * @since 0.1
 */
public interface Channel<T> extends Sender<T>, Receiver<T> {

    /**
     * Makes a channel that holds up to {@code capacity} messages, for any number of senders and receivers.
     * Preallocated: sending and receiving allocate nothing.
     *
     * @param capacity how many messages fit, exactly; 1 to 2<sup>30</sup>
     * @param <T> the type of the messages
     * @return a new channel
     * @throws IllegalArgumentException if {@code capacity} is out of that range
     */
    static <T> Channel<T> bounded(int capacity) {
        ChannelBuilder.requireBounded(capacity);
        return Channel.<T>builder().capacity(capacity).build();
    }

    /**
     * Makes a channel of capacity 0, for any number of senders and receivers: a send returns when a receiver has the
     * message.
     *
     * @param <T> the type of the messages
     * @return a new channel
     */
    static <T> Channel<T> rendezvous() {
        return Channel.<T>builder().capacity(0).build();
    }

    /**
     * Makes a channel that never is full, for any number of senders and receivers. Its memory follows its backlog: an
     * empty one holds a constant number of small segments.
     *
     * @param <T> the type of the messages
     * @return a new channel
     */
    static <T> Channel<T> unbounded() {
        return Channel.<T>builder().unbounded().build();
    }

    /**
     * Makes a channel that keeps the latest message only, for any number of senders and receivers: a send never waits
     * and takes the place of a message that was not yet received. See {@link ChannelBuilder#conflating()}.
     *
     * @param <T> the type of the messages
     * @return a new channel
     */
    static <T> Channel<T> conflating() {
        return Channel.<T>builder().conflating().build();
    }

    /**
     * Makes a channel that keeps the latest message of each key, in the order in which the keys came, for any number of
     * senders and receivers. A send never waits. See {@link ChannelBuilder#conflatingBy} for the rules and for a bound
     * on the keys.
     *
     * @param keyFunction makes the key of a message, not null
     * @param <T> the type of the messages
     * @return a new channel
     */
    static <T> Channel<T> conflatingBy(Function<? super T, ?> keyFunction) {
        return Channel.<T>builder().conflatingBy(keyFunction).build();
    }

    /**
     * Returns a builder, for all other settings.
     *
     * @param <T> the type of the messages
     * @return a new builder
     */
    static <T> ChannelBuilder<T> builder() {
        return new ChannelBuilder<>();
    }

    /**
     * Returns a builder as {@link #builder()} does, for a type that the compiler cannot tell from what follows: {@code
     * Channel.builder(Order.class).capacity(8).build()}.
     *
     * @param type the class of the messages, for the compiler only
     * @param <T> the type of the messages
     * @return a new builder
     * @throws NullPointerException if {@code type} is null
     */
    static <T> ChannelBuilder<T> builder(Class<T> type) {
        Objects.requireNonNull(type, "type");
        return builder();
    }

    /**
     * Returns a counted handle of the sending end. Closing the handle makes it unusable and detaches it; when the last
     * attached sender is closed, the channel is closed. Closing one handle twice counts once. {@code close(cause)} on a
     * handle closes the channel with that cause at once. A send that waits through a handle when another thread closes
     * it throws {@link ChannelClosedException} and keeps its message.
     *
     * @return a new handle
     */
    Sender<T> attachSender();

    /**
     * Returns several handles as {@link #attachSender()} does, all attached before the first can be closed: one for
     * each thread of a loop that starts them.
     *
     * @param count how many, 1 or more
     * @return new handles, in an unmodifiable list
     * @throws IllegalArgumentException if {@code count} is below 1
     */
    default List<Sender<T>> attachSenders(int count) {
        ChannelBuilder.requireHandles(count);
        return Stream.generate(this::attachSender).limit(count).toList();
    }

    /**
     * Returns a counted handle of the receiving end. Closing the handle makes it unusable and detaches it; when the
     * last attached receiver is closed, the channel is cancelled. Closing one handle twice counts once. {@code
     * close(cause)} and {@code cancel()} on a handle act on the channel at once; {@code close(cause)} leaves the handle
     * attached, so that what was accepted before can still be received through it. A receive or an iteration that waits
     * through a handle when another thread closes it throws {@link ChannelClosedException} and takes nothing; so does
     * the future of a {@code receiveAsync}.
     *
     * @return a new handle
     */
    Receiver<T> attachReceiver();

    /**
     * Returns several handles as {@link #attachReceiver()} does, all attached before the first can be closed.
     *
     * @param count how many, 1 or more
     * @return new handles, in an unmodifiable list
     * @throws IllegalArgumentException if {@code count} is below 1
     */
    default List<Receiver<T>> attachReceivers(int count) {
        ChannelBuilder.requireHandles(count);
        return Stream.generate(this::attachReceiver).limit(count).toList();
    }

    /**
     * Returns a view for code that wants a {@link BlockingQueue}. It has no buffer of its own. A message behind others
     * cannot be taken out of a channel: {@code remove(Object)} and the iterator's {@code remove} take the message only
     * if it is the next one to be received, and it then counts as received; otherwise, and where the channel is a
     * rendezvous, holds bytes or has a single consumer, {@code remove(Object)} returns false. {@code removeIf}, {@code
     * removeAll} and {@code retainAll} throw {@link UnsupportedOperationException}; everything else is supported. So
     * the view serves a {@link java.util.concurrent.ThreadPoolExecutor}: a task that {@code execute} adds while {@code
     * shutdown} runs is either run or refused. {@code remove} and {@code purge} of the executor leave tasks in place
     * that stand behind others, and if several threads call {@code execute} at the very moment in which an idle
     * executor ends, a task of one may be left in the channel, from where {@link #drain} takes it. Of a channel over a
     * ring of bytes, {@code peek}, iterators and what uses them need a codec that has {@code decodeNew}, and throw
     * {@link UnsupportedOperationException} otherwise. Once the channel is closed, insertions and, when it is drained,
     * {@code take} throw {@link ChannelClosedException}; {@code poll} then returns null.
     *
     * @return a view of this channel
     */
    BlockingQueue<T> asBlockingQueue();
}
