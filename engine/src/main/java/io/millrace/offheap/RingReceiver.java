package io.millrace.offheap;

import io.millrace.ChannelClosedException;
import io.millrace.ChannelEnd;
import io.millrace.ThreadRoleException;
import java.time.Duration;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.MessageHandler;

/**
 * The receiving end of a {@link Ring}.
 *
 * <pre>{@code
 * int taken = receiver.receive((type, buffer, index, length) -> booked.add(buffer.getLong(index)), 100);
 * }</pre>
 *
 * <p>A handler gets the bytes for the time of its call only, and must not change them. Of a ring that was promised a
 * single consumer it reads in place, and the room of a batch is given back when the batch ends; otherwise it reads a
 * copy that this thread has taken, so that several handlers can be at work. A message whose handler throws has been
 * received; the exception comes out.
 *
 * <p>Nothing is allocated after warm-up.
 *
 * @since 0.1
 */
public interface RingReceiver extends ChannelEnd {

    /**
     * Receives messages, waiting for the first.
     *
     * @param handler gets each message
     * @param limit how many to take at most; 1 or more
     * @return how many were taken; 1 or more
     * @throws ChannelClosedException once the ring is closed and everything accepted has been taken
     * @throws InterruptedException if the thread is interrupted while it waits; nothing was taken
     */
    int receive(MessageHandler handler, int limit) throws InterruptedException;

    /**
     * Receives what is there. Never waits.
     *
     * @param handler gets each message
     * @param limit how many to take at most; 1 or more
     * @return how many were taken; 0 if there is nothing now
     * @throws ChannelClosedException once the ring is closed and everything accepted has been taken
     */
    int tryReceive(MessageHandler handler, int limit);

    /**
     * Receives messages, waiting up to {@code timeout} for the first. Zero or negative: one attempt. A timeout beyond
     * 292 years never expires.
     *
     * @param handler gets each message
     * @param limit how many to take at most; 1 or more
     * @param timeout how long to wait
     * @return how many were taken; 0 if there is still nothing at the end of the time
     * @throws ChannelClosedException once the ring is closed and everything accepted has been taken
     * @throws InterruptedException if the thread is interrupted while it waits; nothing was taken
     */
    int tryReceive(MessageHandler handler, int limit, Duration timeout) throws InterruptedException;

    /**
     * Receives what is there, without waiting, as far as the handler says: {@code CONTINUE} goes on, {@code BREAK} ends
     * after this message, {@code COMMIT} gives the room up to here back and goes on, {@code ABORT} leaves this message
     * in the ring and ends.
     *
     * @param handler gets each message and says how to go on
     * @param limit how many to take at most; 1 or more
     * @return how many were taken; 0 if there is nothing now, or the first was left
     * @throws IllegalStateException if the ring was not promised a single consumer: a message that another thread may
     *     take cannot be put back in its place
     * @throws ChannelClosedException once the ring is closed and everything accepted has been taken
     */
    int tryReceiveControlled(ControlledMessageHandler handler, int limit);

    /**
     * As {@link #tryReceiveControlled}, but waits until there is a message.
     *
     * @param handler gets each message and says how to go on
     * @param limit how many to take at most; 1 or more
     * @return how many were taken; 0 if the first was left
     * @throws IllegalStateException if the ring was not promised a single consumer
     * @throws ChannelClosedException once the ring is closed and everything accepted has been taken
     * @throws InterruptedException if the thread is interrupted while it waits; nothing was taken
     */
    int receiveControlled(ControlledMessageHandler handler, int limit) throws InterruptedException;

    /**
     * Hands each message to {@code handler} until the ring is closed and drained.
     *
     * @param handler gets each message
     * @throws ChannelClosedException if the ring was closed with a cause
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    void forEach(MessageHandler handler) throws InterruptedException;

    /**
     * Declares that nobody will receive any more: the ring is closed, receivers that wait find it so at once, and what
     * is in it goes to {@code onUndelivered}, as does what was claimed before and is committed later. A second call
     * changes nothing. A handler that reads in place at that moment comes to its end, and what is left goes to {@code
     * onUndelivered} on its thread.
     */
    void cancel();

    /**
     * Cancels as {@link #cancel()} does, and gives the reason: {@link ChannelClosedException}s of sends and receives
     * have it as their cause, unless the ring was closed before.
     *
     * @param cause why nobody will receive any more
     * @throws NullPointerException if {@code cause} is null; the ring is then unchanged
     */
    void cancel(Throwable cause);

    /**
     * Hands the role of the single consumer over, where the ring was promised one, as {@link
     * io.millrace.Receiver#releaseConsumer()} does.
     *
     * @throws ThreadRoleException if another living thread has the role; nothing has changed
     * @throws IllegalStateException if called by a handler that reads in place; nothing has changed
     */
    void releaseConsumer();
}
