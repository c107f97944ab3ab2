package io.millrace.offheap;

import java.time.Duration;
import org.agrona.concurrent.MessageHandler;

/**
 * The receiver of a {@link SharedRing}. For one thread at a time: a second one, and a handler that calls it, gets an {@link
 * IllegalStateException}.
 *
 * <p>Handlers read in place: they get the bytes for the time of the call only and must not change them. The room of the messages of a
 * lane that one call takes is given back when the last of them has been handled; if the process dies before, the next receiver gets
 * them again. A message whose handler throws has been received; the exception comes out.
 *
 * <p>Nothing is allocated after warm-up. Operations that do not wait are wait-free, lock-free once the ring is shut down.
 * A lane whose records were overwritten by other programs makes receiving throw {@link IllegalStateException}.
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
     * Receives messages, waiting for the first at most so long. Zero or less tries; a time too long to count means for ever.
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

    /** Gives the place of the receiver free; the ring and what is in it stay. A second call changes nothing. */
    @Override
    void close();
}
