package io.millrace.offheap;

import org.agrona.MutableDirectBuffer;

/**
 * Room in a ring for one message, to be written in place and then committed. It belongs to the thread that claimed it,
 * and is best kept in a try statement: {@link #close()} gives the room up if neither {@link #commit()} nor {@link
 * #abort()} was called. Once over it stays over, until its object serves another claim.
 *
 * <pre>{@code
 * try (var lease = ring.claim(TRADE, 8)) {
 *     lease.buffer().putLong(0, 99_500); // straight into the ring
 *     lease.commit();
 * }
 * }</pre>
 *
 * <p>That is so that claiming makes no garbage. It happens only after {@link #close()}, and not before the ring, or the
 * sender, has given out 63 other leases; one that is never closed is garbage and never used again. From then on a
 * reference that was kept is one to the new claim: on the thread that has made that, its methods act on it, and on
 * every other they throw {@link IllegalStateException} ({@link #close()} does nothing). Nothing distinguishes the two,
 * as both are the same object: so drop the reference when the try statement ends, and claim again for the next message.
 *
 * @since 0.1
 */
public interface Lease extends AutoCloseable {

    /**
     * Returns the bytes to write: index 0 is the first byte of the message. The buffer is for the thread that claimed.
     * Once the lease is over it has no bytes, and cannot reach the ring even if Agrona's checks of bounds are off.
     *
     * @return a view of the room, {@link #length()} bytes long, whose content is undefined at first
     */
    MutableDirectBuffer buffer();

    /**
     * Returns the length that was claimed.
     *
     * @return the length, in bytes
     */
    int length();

    /**
     * Sends the message. If the ring was cancelled after the claim, what a cancel could not hand over before, because
     * it lay behind this, is handed over now, this message included.
     *
     * @throws IllegalStateException if it was committed, aborted or closed before, or the caller is another thread. Or,
     *     of a ring that was cancelled, if sends behind this had claimed a place and did not go on: their messages are
     *     lost, this one is not
     */
    void commit();

    /**
     * Gives the room up; receivers pass over it. If the ring was cancelled, what lies behind is handed over as by
     * {@link #commit()}.
     *
     * @throws IllegalStateException as {@link #commit()}
     */
    void abort();

    /**
     * Ends the use of the lease; gives the room up unless it was committed. Does nothing the second time, or on another
     * thread.
     */
    @Override
    void close();
}
