package io.millrace.offheap;

import io.millrace.ChannelClosedException;
import io.millrace.ChannelEnd;
import io.millrace.ThreadRoleException;
import java.time.Duration;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The sending end of a {@link Ring}.
 *
 * <pre>{@code
 * if (!sender.trySend(TRADE, trade, 0, 8)) { // no room now
 *     sender.send(TRADE, trade, 0, 8); // waits for it
 * }
 * }</pre>
 *
 * <p>A message is a type, 1 or more, and bytes, 0 to {@link #maxMessageLength()}. Any thread may call any method,
 * unless the ring was promised a single producer. A send copies the bytes into the ring; a {@link #claim} lets the
 * caller write them there.
 *
 * <p>Memory effects: what a thread did before a send or a commit happens-before the receive of that message. Nothing is
 * allocated after warm-up.
 *
 * @since 0.1
 */
public interface RingSender extends ChannelEnd {

    /**
     * Returns how long a message can be.
     *
     * @return the longest length, in bytes; an eighth of the capacity
     */
    int maxMessageLength();

    /**
     * Sends a message, waiting for room.
     *
     * @param type what kind of message it is; 1 or more
     * @param buffer where the bytes are
     * @param offset where they begin
     * @param length how many there are; 0 to {@link #maxMessageLength()}
     * @throws ChannelClosedException if the ring is closed; the message was not sent
     * @throws IllegalArgumentException if an argument is out of its range
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
     * @throws ChannelClosedException if the ring is closed
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
     * @throws ChannelClosedException if the ring is closed
     * @throws InterruptedException if the thread is interrupted while it waits; the message was not sent
     */
    boolean trySend(int type, DirectBuffer buffer, int offset, int length, Duration timeout)
            throws InterruptedException;

    /**
     * Claims room for a message that the caller then writes in place, waiting for room. Receivers wait for it until it
     * is committed or aborted: the caller must do either, soon.
     *
     * @param type what kind of message it is; 1 or more
     * @param length how many bytes; 0 to {@link #maxMessageLength()}
     * @return the claim, for this thread until it is committed or aborted
     * @throws ChannelClosedException if the ring is closed; nothing was claimed
     * @throws InterruptedException if the thread is interrupted while it waits; nothing was claimed
     */
    Lease claim(int type, int length) throws InterruptedException;

    /**
     * As {@link #claim}, but never waits.
     *
     * @param type what kind of message it is; 1 or more
     * @param length how many bytes; 0 to {@link #maxMessageLength()}
     * @return the claim, or null if there is no room now
     * @throws ChannelClosedException if the ring is closed; nothing was claimed
     */
    @Nullable Lease tryClaim(int type, int length);

    /**
     * As {@link #claim}, but waits up to {@code timeout} for room. Zero or negative: one attempt. A timeout beyond 292
     * years never expires.
     *
     * @param type what kind of message it is; 1 or more
     * @param length how many bytes; 0 to {@link #maxMessageLength()}
     * @param timeout how long to wait
     * @return the claim, or null if there is still no room at the end of the time
     * @throws ChannelClosedException if the ring is closed; nothing was claimed
     * @throws InterruptedException if the thread is interrupted while it waits; nothing was claimed
     */
    @Nullable Lease tryClaim(int type, int length, Duration timeout) throws InterruptedException;

    /**
     * Hands the role of the single producer over, where the ring was promised one, as {@link
     * io.millrace.Sender#releaseProducer()} does.
     *
     * @throws ThreadRoleException if another living thread has the role; nothing has changed
     */
    void releaseProducer();
}
