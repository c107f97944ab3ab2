package io.millrace.offheap;

import io.millrace.Receiver;
import java.time.Duration;
import org.agrona.concurrent.MessageHandler;

/**
 * The receiver of a {@link SharedRing}. For one thread at a time: a second one, and a handler that calls it, gets an
 * {@link IllegalStateException}.
 *
 * <p>Handlers read in place: they get the bytes for the time of the call only and must not change them. The room of the
 * messages of a lane that one call takes is given back when the last of them has been handled; if the process dies
 * before, the next receiver gets them again. A message whose handler throws has been received; the exception comes out.
 *
 * <p>Nothing is allocated after warm-up. Operations that do not wait are wait-free, lock-free once the ring is shut
 * down. A lane whose records were overwritten by other programs makes receiving throw {@link IllegalStateException}.
 *
 * @since 0.1
 */
public interface SharedReceiver extends AutoCloseable {

    /**
     * Receives messages, waiting for the first.
     *
     * @param handler gets each message
     * @param limit how many to take at most; 1 or more
     * @return how many were taken; 1 or more
     * @throws io.millrace.ChannelClosedException once the ring is shut down and all that was committed has been taken
     * @throws InterruptedException if the thread is interrupted while it waits; nothing was taken
     */
    int receive(MessageHandler handler, int limit) throws InterruptedException;

    /**
     * Receives what is there. Never waits.
     *
     * @param handler gets each message
     * @param limit how many to take at most; 1 or more
     * @return how many were taken; 0 if there is nothing now
     * @throws io.millrace.ChannelClosedException once the ring is shut down and all that was committed has been taken
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
     * @throws io.millrace.ChannelClosedException once the ring is shut down and all that was committed has been taken
     * @throws InterruptedException if the thread is interrupted while it waits; nothing was taken
     */
    int tryReceive(MessageHandler handler, int limit, Duration timeout) throws InterruptedException;

    /**
     * Shuts the ring down and throws away what is in it; the messages are counted as discarded.
     *
     * @return how many messages were thrown away
     */
    long cancel();

    /**
     * As {@link #cancel()}, and hands each message over. If the handler throws, it still gets all others; then the
     * first exception comes out, with the others suppressed in it. If the process dies before this returns, the next
     * receiver gets what it gets again.
     *
     * @param handler gets each message once, with the reason {@code CANCELLED}
     * @return how many messages were thrown away
     */
    long cancel(UndeliveredHandler handler);

    /**
     * Makes the receiving end of a channel over this receiver: it gives what the codec decodes, and can be a clause of
     * a {@link io.millrace.Select}. It is for one thread at a time, as this is; only looking at it and closing it are
     * for any. Capacity and size are those of all lanes together, in bytes; counts are those of all lanes over all
     * their owners, with sends that found no room at first as {@code blockedSends}.
     *
     * <p>A message is copied out and its room given back before it is decoded. So it is delivered once, and not again
     * if the codec throws or the process dies then.
     *
     * <p>Closing it is closing a channel: the ring is {@link SharedRing#shutdown() shut down} for all, for the reason
     * {@code cause.toString()} if there is a cause, and what is in it can still be received; cancelling it is {@link
     * #cancel()}. To give the receiver's place back, {@link #close() close this}. It is closed once the ring is shut
     * down and drained, and, with a cause that says so, once this was closed; closing it then changes nothing.
     *
     * <p>A select that waits for a message naps and looks again, after 8 µs at first and up to 1 ms. So does a thread
     * of this library for a {@code receiveAsync}, which counts as use whenever it looks: if another thread is at work
     * then, one of the two gets the {@link IllegalStateException}, the future as its failure.
     *
     * @param codec between messages and bytes
     * @param <T> the type of the messages
     * @return a new view of this receiver
     * @throws IllegalArgumentException if the codec's type or maximum length is not allowed here
     */
    <T> Receiver<T> channel(Codec<T> codec);

    /** Gives the place of the receiver free; the ring and what is in it stay. A second call changes nothing. */
    @Override
    void close();
}
