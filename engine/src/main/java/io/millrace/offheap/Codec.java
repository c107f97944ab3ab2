package io.millrace.offheap;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Turns messages into bytes and back. To send and receive without garbage, let both be flyweights: {@code decode} may
 * return the same object each time if one thread receives.
 *
 * <pre>{@code
 * static final class TextCodec implements Codec<String> {
 *     @Override
 *     public int maxLength() {
 *         return 256;
 *     }
 *
 *     @Override
 *     public int length(String text) {
 *         return text.length();
 *     }
 *
 *     @Override
 *     public void encode(String text, MutableDirectBuffer buffer, int offset) {
 *         buffer.putStringWithoutLengthAscii(offset, text);
 *     }
 *
 *     @Override
 *     public String decode(int type, DirectBuffer buffer, int offset, int length) {
 *         return buffer.getStringWithoutLengthAscii(offset, length);
 *     }
 * }
 * }</pre>
 *
 * @param <T> the type of the messages
 * @since 0.1
 */
public interface Codec<T> {

    /**
     * Returns the type that messages are sent with.
     *
     * @return the type; 1 or more, always the same
     */
    default int type() {
        return 1;
    }

    /**
     * Returns how many bytes a message can take.
     *
     * @return the longest length, always the same
     */
    int maxLength();

    /**
     * Returns how many bytes a message takes.
     *
     * @param message the message
     * @return its length, at most {@link #maxLength()}
     */
    int length(T message);

    /**
     * Writes a message. If it throws, nothing is sent.
     *
     * @param message the message
     * @param buffer where to write; nothing once this method has returned
     * @param offset where to begin; {@link #length} bytes can be written
     */
    void encode(T message, MutableDirectBuffer buffer, int offset);

    /**
     * Reads a message.
     *
     * @param type the type it was sent with
     * @param buffer the bytes; they stay as they are until this thread's next receive from the same channel
     * @param offset where they begin
     * @param length how many there are
     * @return the message, not null
     */
    T decode(int type, DirectBuffer buffer, int offset, int length);

    /**
     * Reads a message into an object of its own, for operations that look and do not take: {@code peek}, iterators and
     * what is made of them in {@link io.millrace.Channel#asBlockingQueue()}. They may be any thread, at any time, and
     * what {@link #decode} has returned to a receiver must not change by it. A codec whose {@code decode} makes a new
     * object each time can return what that returns; one with a flyweight makes a new flyweight.
     *
     * @param type the type it was sent with
     * @param buffer the bytes, a copy for this object; nothing else writes to it
     * @param offset where they begin
     * @param length how many there are
     * @return the message, not null
     * @throws UnsupportedOperationException if the codec does not do this, as it does not by default; nothing was
     *     decoded then
     */
    default T decodeNew(int type, DirectBuffer buffer, int offset, int length) {
        throw new UnsupportedOperationException("looking at messages without taking them needs Codec.decodeNew, which "
                + getClass().getName() + " does not have");
    }
}
