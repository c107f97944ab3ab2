package io.millrace;

import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The receiving end of a channel. Any number of threads may use one receiver; each message goes to one of them.
 *
 * <pre>{@code
 * String order;
 * while ((order = receiver.receiveOrNull()) != null) { // waits for a message
 *     book(order);
 * }
 * // closed and drained; with a close cause, receiveOrNull would have thrown
 * }</pre>
 *
 * <p>What a thread did before it sent a message happens-before the receive of that message returns. What a receiver
 * does before it returns from a receive happens-before the send that reuses the place returns.
 *
 * <p>An interrupt either finds a message taken, then the call returns it and the thread's interrupt flag is set, or it
 * finds none taken, then {@code InterruptedException} is thrown. An operation that can complete at once completes
 * although the flag is set.
 *
 * <p>A channel that was promised a single consumer or producer throws {@link ThreadRoleException} as {@link
 * ChannelBuilder#singleConsumer()} and {@link ChannelBuilder#singleProducer()} say.
 *
 * @param <T> the type of the messages
 * @since 0.1
 */
public interface Receiver<T> extends ChannelEnd, Iterable<T> {

    /**
     * Receives a message, waiting for one.
     *
     * @return the message
     * @throws ChannelClosedException once the channel is closed and everything accepted has been taken
     * @throws InterruptedException if the thread is interrupted while it waits; no message was taken
     */
    T receive() throws InterruptedException;

    /**
     * Receives a message, waiting for one, and returns null at a plain close: {@code while ((m =
     * channel.receiveOrNull()) != null)}.
     *
     * @return the message, or null once the channel is closed without a cause and everything accepted has been taken
     * @throws ChannelClosedException once the channel is closed with a cause and everything accepted has been taken
     * @throws InterruptedException if the thread is interrupted while it waits; no message was taken
     */
    @Nullable T receiveOrNull() throws InterruptedException;

    /**
     * Receives a message if there is one now; over a rendezvous, if a sender waits now. Never waits, not even for a
     * sender that has claimed its place and not yet finished: until it has, this method may report nothing although
     * younger messages are behind it.
     *
     * @return the message, or null if there is nothing to take now
     * @throws ChannelClosedException once the channel is closed and everything accepted has been taken
     */
    @Nullable T tryReceive();

    /**
     * Receives a message, waiting up to {@code timeout} for one. Zero or negative: one attempt. A timeout beyond 292
     * years never expires. A buffered message is taken even if the time has run out.
     *
     * @param timeout how long to wait
     * @param unit the unit of {@code timeout}
     * @return the message, or null if there was still none at the end of the time
     * @throws ChannelClosedException once the channel is closed and everything accepted has been taken
     * @throws InterruptedException if the thread is interrupted while it waits; no message was taken
     * @throws NullPointerException if {@code unit} is null
     */
    @Nullable T tryReceive(long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * As {@link #tryReceive(long, TimeUnit)}.
     *
     * @param timeout how long to wait
     * @return the message, or null if there was still none at the end of the time
     * @throws ChannelClosedException once the channel is closed and everything accepted has been taken
     * @throws InterruptedException if the thread is interrupted while it waits; no message was taken
     * @throws NullPointerException if {@code timeout} is null
     */
    @Nullable T tryReceive(Duration timeout) throws InterruptedException;

    /**
     * Receives a message without waiting for it: the future completes with the message. No thread waits meanwhile,
     * however many futures there are. If a message is there already, this call completes the future. Otherwise a thread
     * of this library does, never the sender's: there are as many such threads as have work, up to 256, so that a
     * callback that blocks delays no other future; beyond that the {@link
     * java.util.concurrent.ForkJoinPool#commonPool() common pool} takes over. Nothing depends on that pool being free.
     *
     * <p>A callback that receives again, as in {@code receiveAsync().thenCompose(next)}, runs inside this call as long
     * as messages are there. On a stack of a thousand frames or more a future may therefore be completed by another
     * thread although a message is there, so that the recursion ends. {@link #forEachAsync} needs no recursion.
     *
     * <p>The pending futures of one channel are served in the order of the calls. Among blocked receivers they stand as
     * one.
     *
     * <p>Each message taken completes a future: cancelling a pending future, or completing it otherwise, also by its
     * {@code orTimeout}, takes it out of the channel first. If that comes too late the future completes with the
     * message, and {@code cancel} returns false. A future that is dropped and neither cancelled nor read still takes a
     * message. Its {@code get} with a time does not cancel it.
     *
     * @return a future of the message; it fails with {@link ChannelClosedException} once the channel is closed and
     *     everything accepted has been taken
     * @throws ThreadRoleException if the channel was promised a single consumer
     */
    CompletableFuture<T> receiveAsync();

    /**
     * As {@link #receiveAsync()}, but the executor completes the future. The message is taken for this future when it
     * comes, whether the executor has a thread for it or not; until that runs, a {@code cancel} completes the future
     * with its message. If the executor refuses or throws, a thread of this library completes the future.
     *
     * @param executor completes the future, unless a message is there already
     * @return a future of the message
     * @throws NullPointerException if {@code executor} is null
     */
    CompletableFuture<T> receiveAsync(Executor executor);

    /**
     * Hands each message to {@code handler} until the channel is closed and drained, one at a time, in {@code
     * executor}. No thread waits for messages, and the depth of the stack does not depend on their number; after some
     * hundred messages without a pause other tasks of the executor get their turn. Several such calls on one receiver
     * share the messages as blocked receivers do.
     *
     * <p>Messages are taken in the executor only, each when its turn has come: what is not handled stays in the
     * channel. If the handler throws, the message it was given counts as received, and the future fails with what it
     * threw; if the executor refuses or throws, the future fails with that. Cancelling the future, or completing it
     * otherwise, ends the wait, and no message is taken any more; a handler that runs is not interrupted. Over a
     * rendezvous a sender may have handed its message over just before: then the handler still gets that one, if need
     * be on the thread that ended the wait.
     *
     * @param handler takes the messages
     * @param executor runs the handler
     * @return a future that completes once the channel is closed and everything accepted has been taken and handled; it
     *     fails with {@link ChannelClosedException} if the channel was closed with a cause, or this is a handle and was
     *     closed
     * @throws ThreadRoleException if the channel was promised a single consumer
     * @throws NullPointerException if an argument is null
     */
    CompletableFuture<Void> forEachAsync(Consumer<? super T> handler, Executor executor);

    /**
     * Hands the messages that are buffered now to {@code handler}, up to {@code limit}, without waiting. Blocked
     * senders are woken once, at the end. If the handler throws, the message it was given counts as received, all
     * others stay in the channel, and the exception goes to the caller.
     *
     * @param handler takes the messages
     * @param limit the most messages to take, 0 or more
     * @return how many messages were taken; 0 if there are none, closed or not
     * @throws IllegalArgumentException if {@code limit} is negative
     */
    int drain(Consumer<? super T> handler, int limit);

    /**
     * Waits for one message and then hands the buffered messages to {@code handler}, up to {@code limit}, as {@link
     * #drain} does.
     *
     * @param handler takes the messages
     * @param limit the most messages to take, 1 or more
     * @return how many messages were taken, at least 1
     * @throws ChannelClosedException once the channel is closed and everything accepted has been taken
     * @throws InterruptedException if the thread is interrupted while it waits; no message was taken
     * @throws IllegalArgumentException if {@code limit} is below 1
     */
    int receiveBatch(Consumer<? super T> handler, int limit) throws InterruptedException;

    /**
     * Hands each message to {@code handler} until the channel is closed and drained.
     *
     * @param handler takes the messages
     * @throws ChannelClosedException if the channel was closed with a cause
     * @throws CancellationException if the thread is interrupted while it waits; its interrupt flag is set
     */
    @Override
    void forEach(Consumer<? super T> handler);

    /**
     * Sends each message on to another channel until this one is closed and drained. Waits for messages here and for
     * room there, in this thread; does not close the other. The order is kept.
     *
     * <p>If the other channel does not accept a received message, because it is closed, refuses or fails, or because
     * this thread is interrupted while it waits for room, the message goes to {@code onUndelivered}, on this thread,
     * before the exception comes out. All other messages stay in this channel. So every message is in this channel, in
     * the other, or was handed over.
     *
     * @param to where the messages go
     * @param onUndelivered takes the one message in hand when the transfer fails
     * @return how many messages the other has accepted
     * @throws IllegalArgumentException if the other is this channel itself
     * @throws ChannelClosedException if this channel was closed with a cause, or the other is closed
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    default long transferTo(Sender<? super T> to, Consumer<? super T> onUndelivered) throws InterruptedException {
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(onUndelivered, "onUndelivered");
        if (to == this) {
            throw new IllegalArgumentException("to is this channel itself: " + this);
        }
        long moved = 0;
        T message;
        while ((message = receiveOrNull()) != null) {
            try {
                to.send(message);
            } catch (Throwable e) {
                onUndelivered.accept(message);
                throw e;
            }
            moved++;
        }
        return moved;
    }

    /**
     * Returns an iterator that ends when the channel is closed and drained. {@code hasNext()} waits for a message and
     * holds it until {@code next()}; repeated calls take no second one. Leaving a loop early leaves the rest in the
     * channel. One thread at a time may use an iterator. {@code hasNext()} throws as {@link #forEach} does.
     *
     * @return an iterator that receives
     */
    @Override
    Iterator<T> iterator();

    /**
     * Returns a sequential stream of the messages until the channel is closed and drained. It waits and throws as
     * {@link #iterator()} does. Made parallel, it takes messages in batches ahead of the threads that handle them; of a
     * channel with a single consumer, the thread that runs the stream takes and handles all.
     *
     * @return a stream that receives
     */
    Stream<T> stream();

    /**
     * Declares that nobody will receive any more: the channel is closed, blocked and later sends fail, and the buffered
     * messages go to the {@code onUndelivered} callback, each once, on this thread, before this call returns. A receive
     * that is under way in another thread may still get a message. A second call changes nothing; after {@link
     * #close()} it discards the remaining messages.
     *
     * <p>If the callback throws, the remaining messages are still handed over; then the first exception is thrown, with
     * the others suppressed in it.
     *
     * <p>A send that broke off in its middle, which only {@code Thread.stop} or an agent can bring about, leaves a
     * place without a message. The call waits two seconds for it, hands over what lies behind, and throws {@link
     * IllegalStateException}.
     */
    void cancel();

    /**
     * Cancels as {@link #cancel()} does, and gives the reason: the one call of a consumer that fails. Blocked and later
     * sends fail with a {@link ChannelClosedException} that has it as its cause, and so do receives; the buffered
     * messages go to the {@code onUndelivered} callback as {@link UndeliveredReason#CANCELLED}. If the channel was
     * closed already, the cause it was closed with, or that it had none, stays as it is; the rest is done.
     *
     * @param cause why nobody will receive any more
     * @throws NullPointerException if {@code cause} is null; the channel is then unchanged
     */
    void cancel(Throwable cause);

    /**
     * Hands the role of the single consumer over, where the channel was promised one: the thread that has it gives it
     * back, and the next that receives takes it. What the old consumer did before this call happens-before what the new
     * one does after its first receive. A channel that was promised nothing, or whose role no thread holds, is left as
     * it is; a thread that has ended has no role and needs no call.
     *
     * @throws ThreadRoleException if another living thread has the role; nothing has changed
     */
    default void releaseConsumer() {
        // Any number of threads may receive.
    }
}
