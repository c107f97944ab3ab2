package io.millrace.offheap;

import io.millrace.Channel;
import io.millrace.internal.offheap.Agrona;
import java.util.List;

/**
 * A ring of byte messages: both ends.
 *
 * <pre>{@code
 * Ring ring = Ring.builder().capacity(1 << 16).build(); // 64 KiB outside the heap
 * UnsafeBuffer trade = new UnsafeBuffer(new byte[8]);
 * trade.putLong(0, 99_500);
 * ring.send(TRADE, trade, 0, 8);
 * ring.receive((type, buffer, index, length) -> booked.add(buffer.getLong(index)), 10);
 * }</pre>
 *
 * <p>{@link #capacity()} and {@link #size()} are in bytes; each message takes its length and 8 bytes, rounded up to a
 * multiple of 8, and a message that does not fit before the end of the memory leaves what is there unused. Messages
 * come out in the order in which their places were claimed, each exactly once, received or handed to {@code
 * onUndelivered}.
 *
 * <p>Progress: an operation that need not wait is lock-free among senders; a receive waits for the sender whose message
 * is next, and receivers of a ring that has several take turns.
 *
 * <p>The ring itself is Agrona's {@code OneToOneRingBuffer} if it was promised a single producer, else its {@code
 * ManyToOneRingBuffer}. Waiting, closing, several receivers, leases and counts are added here.
 *
 * @since 0.1
 */
public interface Ring extends RingSender, RingReceiver {

    /**
     * Returns a builder.
     *
     * @return a new builder
     * @throws IllegalStateException if Agrona or the JVM flag that it needs is missing; the message contains the flag
     */
    static RingBuilder builder() {
        Agrona.require();
        return new RingBuilder();
    }

    /**
     * Makes a channel over this ring: it sends what the codec encodes and receives what it decodes. Everything else,
     * waiting, closing, selects and handles included, is that of a channel; capacity and size are in bytes, and it is
     * full when there is no room for a message of the codec's maximum length. Roles, counts and the end are those of
     * the ring. Several channels and the ring itself can be used side by side if all receivers understand all messages.
     *
     * @param codec between messages and bytes
     * @param <T> the type of the messages
     * @return a new channel over this ring
     */
    <T> Channel<T> channel(Codec<T> codec);

    /**
     * Makes a channel of longs over this ring, without boxing. Several can be made; its receivers must meet no messages
     * but longs.
     *
     * @return a new channel over this ring
     */
    LongChannel longs();

    /**
     * Makes a channel of doubles over this ring, without boxing; as {@link #longs()}.
     *
     * @return a new channel over this ring
     */
    DoubleChannel doubles();

    /**
     * Returns the claims that are neither committed nor aborted. One that stays holds all receivers up.
     *
     * @return a snapshot, oldest first
     */
    List<PendingClaim> pendingClaims();
}
