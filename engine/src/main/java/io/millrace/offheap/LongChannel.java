package io.millrace.offheap;

import io.millrace.ChannelClosedException;
import io.millrace.ChannelEnd;
import io.millrace.ThreadRoleException;
import io.millrace.internal.offheap.Agrona;
import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * A channel of longs that boxes none: both ends of a ring whose messages are numbers. Made by {@link Ring#longs()}, or
 * by {@link #of}.
 *
 * <pre>{@code
 * LongChannel ticks = LongChannel.of(1024);
 * ticks.send(42);
 * long tick = ticks.receive();
 * }</pre>
 *
 * <p>{@link #capacity()} and {@link #size()} are in bytes, 16 for each number. Any thread may call any method, unless
 * the ring was promised a single producer or consumer. What a thread did before a send happens-before the receive of
 * that number. Nothing is allocated after warm-up.
 *
 * @since 0.1
 */
public interface LongChannel extends ChannelEnd {

    /**
     * Makes a channel that has room for at least so many numbers, outside the heap.
     *
     * @param numbers how many; 1 to 2<sup>26</sup> - 1
     * @return a new channel
     * @throws IllegalArgumentException if {@code numbers} is out of its range
     * @throws IllegalStateException if Agrona or the JVM flag that it needs is missing; the message contains the flag
     */
    static LongChannel of(int numbers) {
        Agrona.require();
        return RingBuilder.ofNumbers(numbers).build().longs();
    }

    /**
     * Sends a number, waiting for room.
     *
     * @param value the number
     * @throws ChannelClosedException if the channel is closed; the number was not sent
     * @throws InterruptedException if the thread is interrupted while it waits; the number was not sent
     */
    void send(long value) throws InterruptedException;

    /**
     * Sends a number if there is room now. Never waits.
     *
     * @param value the number
     * @return false if there is no room
     * @throws ChannelClosedException if the channel is closed
     */
    boolean trySend(long value);

    /**
     * Sends a number, waiting up to {@code timeout} for room. Zero or negative: one attempt. A timeout beyond 292
     * years never expires.
     *
     * @param value the number
     * @param timeout how long to wait
     * @return false if there is still no room at the end of the time
     * @throws ChannelClosedException if the channel is closed
     * @throws InterruptedException if the thread is interrupted while it waits; the number was not sent
     */
    boolean trySend(long value, Duration timeout) throws InterruptedException;

    /**
     * Receives a number, waiting for it.
     *
     * @return the number
     * @throws ChannelClosedException once the channel is closed and everything accepted has been taken
     * @throws InterruptedException if the thread is interrupted while it waits; nothing was taken
     */
    long receive() throws InterruptedException;

    /**
     * Receives a number if there is one now. Never waits.
     *
     * @param handler gets the number
     * @return false if there is none
     * @throws ChannelClosedException once the channel is closed and everything accepted has been taken
     */
    boolean tryReceive(LongConsumer handler);

    /**
     * Receives a number, waiting up to {@code timeout} for it. Zero or negative: one attempt. A timeout beyond 292
     * years never expires.
     *
     * @param handler gets the number
     * @param timeout how long to wait
     * @return false if there is still none at the end of the time
     * @throws ChannelClosedException once the channel is closed and everything accepted has been taken
     * @throws InterruptedException if the thread is interrupted while it waits; nothing was taken
     */
    boolean tryReceive(LongConsumer handler, Duration timeout) throws InterruptedException;

    /**
     * Takes what is there, without waiting.
     *
     * @param handler gets each number
     * @param limit how many to take at most; 0 or more
     * @return how many were taken
     */
    int drain(LongConsumer handler, int limit);

    /**
     * Hands each number to {@code handler} until the channel is closed and drained.
     *
     * @param handler gets each number
     * @throws ChannelClosedException if the channel was closed with a cause
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    void forEach(LongConsumer handler) throws InterruptedException;

    /** Declares that nobody will receive any more, as {@link RingReceiver#cancel()}. */
    void cancel();

    /**
     * As {@link RingReceiver#cancel(Throwable)}.
     *
     * @param cause why nobody will receive any more
     * @throws NullPointerException if {@code cause} is null; the channel is then unchanged
     */
    void cancel(Throwable cause);

    /**
     * Hands the role of the single producer over, where the ring was promised one, as {@link
     * io.millrace.Sender#releaseProducer()} does.
     *
     * @throws ThreadRoleException if another living thread has the role; nothing has changed
     */
    void releaseProducer();

    /**
     * Hands the role of the single consumer over, where the ring was promised one, as {@link
     * io.millrace.Receiver#releaseConsumer()} does.
     *
     * @throws ThreadRoleException if another living thread has the role; nothing has changed
     * @throws IllegalStateException if called by a handler that reads in place; nothing has changed
     */
    void releaseConsumer();
}
