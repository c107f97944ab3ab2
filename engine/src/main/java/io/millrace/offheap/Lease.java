package io.millrace.offheap;

import org.agrona.MutableDirectBuffer;

/**
 * Room in a ring for one message, to be written in place and then committed. It belongs to the thread that claimed it, and is
 * best kept in a try statement: {@link #close()} gives the room up if neither {@link #commit()} nor {@link #abort()} was called. Once
 * over it stays over. Its object serves another claim only after it was closed, and 64 claims later at the earliest; one that is never
 * closed is garbage.
 */
public interface Lease extends AutoCloseable {

    /**
     * Returns the bytes to write: index 0 is the first byte of the message. The buffer is for the thread that claimed. Once the
     * lease is over it has no bytes, and cannot reach the ring even if Agrona's checks of bounds are off.
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
     * Sends the message.
     *
     * @throws IllegalStateException if it was committed, aborted or closed before, or the caller is another thread
     */
    void commit();

    /**
     * Gives the room up; receivers pass over it.
     *
     * @throws IllegalStateException if it was committed, aborted or closed before, or the caller is another thread
     */
    void abort();

    /** Ends the use of the lease; gives the room up unless it was committed. Does nothing the second time, or on another thread. */
    @Override
    void close();
}
