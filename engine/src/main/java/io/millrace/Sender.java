package io.millrace;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/**
 * The sending end of a channel. Any number of threads may use one sender.
 *
 * <pre>{@code
 * boolean accepted = sender.trySend(order, Duration.ofMillis(10)); // waits up to that long for room
 * try {
 *     sender.send(order); // waits for room
 * } catch (ChannelClosedException e) {
 *     kept.add(order); // it was not accepted; e.getCause() says why the channel was closed
 * }
 * }</pre>
 *
 * <p>Messages of one thread are received in the order it sent them. What a thread did before a send happens-before the
 * return of the receive that takes the message. Messages are never null.
 *
 * <p>If an interrupt finds the message accepted, the call returns normally and the thread's interrupt flag is set.
 * Otherwise {@code InterruptedException} is thrown and the caller still has the message. An operation that can complete
 * at once completes although the flag is set.
 *
 * <p>Some channels are built otherwise. With {@link Overflow#FAIL} {@link #send} throws {@link ChannelFullException}
 * instead of waiting; with the other policies of {@link ChannelBuilder#onFull} a full channel accepts, and what the
 * callback throws comes out of the send. A channel that was promised a single producer or consumer throws {@link
 * ThreadRoleException} as {@link ChannelBuilder#singleProducer()} and {@link ChannelBuilder#singleConsumer()} say.
 *
 * @param <T> the type of the messages
 * @since 0.1
 */
public interface Sender<T> extends ChannelEnd {

    /**
     * Sends a message, waiting for room if there is none; over a rendezvous, until a receiver has taken the message.
     *
     * @param message the message
     * @throws ChannelClosedException if the channel is closed, now or while this call waits; the message was not
     *     accepted
     * @throws InterruptedException if the thread is interrupted while it waits; the message was not accepted
     * @throws NullPointerException if {@code message} is null
     */
    void send(T message) throws InterruptedException;

    /**
     * Sends a message if there is room now; over a rendezvous, if a receiver waits now. Never waits for room.
     *
     * @param message the message
     * @return true if the message was accepted, false if the channel was full at some moment during the call
     * @throws ChannelClosedException if the channel is closed; the message was not accepted
     * @throws NullPointerException if {@code message} is null
     */
    boolean trySend(T message);

    /**
     * Sends a message, waiting up to {@code timeout} for room. Zero or negative: one attempt. A timeout beyond 292
     * years never expires. A message that can be accepted is accepted even if the time has run out.
     *
     * @param message the message
     * @param timeout how long to wait
     * @param unit the unit of {@code timeout}
     * @return true if the message was accepted, false if the channel was still full at the end of the time
     * @throws ChannelClosedException if the channel is closed, now or while this call waits; the message was not
     *     accepted
     * @throws InterruptedException if the thread is interrupted while it waits; the message was not accepted
     * @throws NullPointerException if {@code message} or {@code unit} is null
     */
    boolean trySend(T message, long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * As {@link #trySend(Object, long, TimeUnit)}.
     *
     * @param message the message
     * @param timeout how long to wait
     * @return true if the message was accepted, false if the channel was still full at the end of the time
     * @throws ChannelClosedException if the channel is closed, now or while this call waits; the message was not
     *     accepted
     * @throws InterruptedException if the thread is interrupted while it waits; the message was not accepted
     * @throws NullPointerException if {@code message} or {@code timeout} is null
     */
    boolean trySend(T message, Duration timeout) throws InterruptedException;

    /**
     * Sends as many of {@code messages[from]} to {@code messages[to - 1]} as fit now, in order, without waiting. The
     * bounded channel claims their places at once, so that no other sender's message comes between them.
     *
     * @param messages an array that holds the messages
     * @param from the index of the first message
     * @param to the index after the last message
     * @return how many were accepted, counted from {@code from}; 0 if none fits now
     * @throws ChannelClosedException if the channel is closed and none was accepted
     * @throws IndexOutOfBoundsException if {@code from} and {@code to} are no range of the array
     * @throws NullPointerException if the array or one of those messages is null; none was then accepted
     */
    int trySendAll(T[] messages, int from, int to);

    /**
     * Sends all messages in the collection's order, waiting for room as {@link #send} does. Messages of other senders
     * may come between them.
     *
     * <p>Whatever this method throws in the middle, also what a callback or a codec threw, has a {@link
     * PartialSendException} suppressed in it that says how many messages were accepted. The messages of this library's
     * own exceptions say it, too.
     *
     * @param messages the messages
     * @throws ChannelClosedException if the channel is closed before the last was accepted
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws NullPointerException if the collection or one of the messages is null; none was then accepted
     */
    void sendAll(Collection<? extends T> messages) throws InterruptedException;

    /**
     * Hands the role of the single producer over, where the channel was promised one: the thread that has it gives it
     * back, and the next that sends takes it. What the old producer did before this call happens-before what the new
     * one does after its first send. A channel that was promised nothing, or whose role no thread holds, is left as it
     * is; a thread that has ended has no role and needs no call.
     *
     * @throws ThreadRoleException if another living thread has the role; nothing has changed
     */
    default void releaseProducer() {
        // Any number of threads may send.
    }
}
