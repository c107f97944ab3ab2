package io.millrace.offheap;

import io.millrace.Sender;
import java.time.Duration;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The owner of a lane of a {@link SharedRing}. For one thread at a time: a second one gets an {@link
 * IllegalStateException}.
 *
 * <p>A message is a type, 1 or more, and bytes, 0 to {@link #maxMessageLength()}. What a thread did before a send or
 * commit happens-before the receive of that message. Nothing is allocated after warm-up. Operations that do not wait
 * are wait-free but for the marks that others set once, by fencing and closing.
 *
 * <p>All methods that send throw {@link io.millrace.ChannelClosedException} if the ring is shut down or the lane was
 * {@link SharedRing#fence fenced}: the message is not in the ring then; and {@link IllegalStateException} after {@link
 * #close()}.
 *
 * @since 0.1
 */
public interface SharedSender extends AutoCloseable {

    /**
     * Returns the lane.
     *
     * @return its number, from 0
     */
    int lane();

    /**
     * Returns how often the lane has had an owner, this one included.
     *
     * @return 1 for the first
     */
    long epoch();

    /**
     * Returns how long a message can be.
     *
     * @return the longest length, in bytes; an eighth of the lane's capacity
     */
    int maxMessageLength();

    /**
     * Sends a message, waiting for room.
     *
     * @param type what kind of message it is; 1 or more
     * @param buffer where the bytes are
     * @param offset where they begin
     * @param length how many there are; 0 to {@link #maxMessageLength()}
     * @throws InterruptedException if the thread is interrupted while it waits; the message was not sent
     */
    void send(int type, DirectBuffer buffer, int offset, int length) throws InterruptedException;

    /**
     * Sends a message if there is room now. Never waits.
     *
     * @param type what kind of message it is; 1 or more
     * @param buffer where the bytes are
     * @param offset where they begin
     * @param length how many there are; 0 to {@link #maxMessageLength()}
     * @return false if there is no room
     */
    boolean trySend(int type, DirectBuffer buffer, int offset, int length);

    /**
     * Sends a message, waiting up to {@code timeout} for room. Zero or negative: one attempt. A timeout beyond 292
     * years never expires.
     *
     * @param type what kind of message it is; 1 or more
     * @param buffer where the bytes are
     * @param offset where they begin
     * @param length how many there are; 0 to {@link #maxMessageLength()}
     * @param timeout how long to wait
     * @return false if there is still no room at the end of the time
     * @throws InterruptedException if the thread is interrupted while it waits; the message was not sent
     */
    boolean trySend(int type, DirectBuffer buffer, int offset, int length, Duration timeout)
            throws InterruptedException;

    /**
     * Claims room for a message, to be written in place, waiting for room. Until the lease is over the sender can do
     * nothing else, and closing it waits for that. Others are not held up, and a process that dies with a claim leaves
     * nothing behind. If only the thread dies, the next use or closing of the sender gives the claim up.
     *
     * @param type what kind of message it is; 1 or more
     * @param length how many bytes; 0 to {@link #maxMessageLength()}
     * @return a lease of the room, for this thread
     * @throws InterruptedException if the thread is interrupted while it waits; nothing was claimed
     */
    Lease claim(int type, int length) throws InterruptedException;

    /**
     * As {@link #claim}, but never waits.
     *
     * @param type what kind of message it is; 1 or more
     * @param length how many bytes; 0 to {@link #maxMessageLength()}
     * @return a lease of the room, or null if there is no room now
     */
    @Nullable Lease tryClaim(int type, int length);

    /**
     * As {@link #claim}, waiting up to {@code timeout} for room. Zero or negative: one attempt. A timeout beyond 292
     * years never expires.
     *
     * @param type what kind of message it is; 1 or more
     * @param length how many bytes; 0 to {@link #maxMessageLength()}
     * @param timeout how long to wait
     * @return a lease of the room, or null if there is still none at the end of the time
     * @throws InterruptedException if the thread is interrupted while it waits; nothing was claimed
     */
    @Nullable Lease tryClaim(int type, int length, Duration timeout) throws InterruptedException;

    /**
     * Makes the sending end of a channel over this sender: it encodes messages, then sends the bytes, and can be a
     * clause of a {@link io.millrace.Select}. It is for one thread at a time, as this is; only looking at it and
     * closing it are for any. Capacity and size are those of the lane, in bytes; counts are those of the lane over all
     * its owners, with sends that found no room at first as {@code blockedSends}. It is full when a message of the
     * codec's maximum length has no room.
     *
     * <p>Closing it is closing a channel: the ring is {@link SharedRing#shutdown() shut down} for all, for the reason
     * {@code cause.toString()} if there is a cause. To give the lane back, {@link #close() close this}. It is closed
     * once the ring is shut down, and, with a cause that says so, once the lane was fenced or this was closed; closing
     * it then changes nothing.
     *
     * <p>A select that waits for room naps and looks again, after 8 µs at first and up to 1 ms. It waits for room for
     * the longest message.
     *
     * @param codec between messages and bytes
     * @param <T> the type of the messages
     * @return a new view of this sender
     * @throws IllegalArgumentException if the codec's type or maximum length is not allowed here
     */
    <T> Sender<T> channel(Codec<T> codec);

    /**
     * Gives the lane back. What was sent stays and will be received; what this thread has claimed is given up, while
     * another thread that has claimed can still commit, and gives the lane back then. A second call changes nothing.
     */
    @Override
    void close();
}
