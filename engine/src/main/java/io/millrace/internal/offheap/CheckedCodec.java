package io.millrace.internal.offheap;

import io.millrace.offheap.Codec;
import java.util.Objects;
import org.agrona.MutableDirectBuffer;

/** A codec whose answers are checked. */
public final class CheckedCodec<T> {

    /** The type that messages are sent with. */
    public final int type;

    /** The longest length of a message. */
    public final int maxLength;

    private final Codec<T> codec;

    /**
     * Makes one.
     *
     * @param longest how long messages can be
     * @param whole how the exception names what that is an eighth of
     */
    public CheckedCodec(Codec<T> codec, int longest, String whole) {
        this.codec = codec;
        this.type = codec.type();
        this.maxLength = codec.maxLength();
        if (maxLength < 0 || maxLength > longest) {
            throw new IllegalArgumentException("codec.maxLength() is " + maxLength + ", allowed is at most " + longest
                    + ", an eighth of the " + whole);
        }
        if (type < 1) {
            throw new IllegalArgumentException("codec.type() is " + type + ", allowed is 1 or more");
        }
    }

    /**
     * Throws unless there can be such a message.
     *
     * @param longest how long messages can be
     * @param whole the number of bytes of which that is an eighth, for messages
     */
    public static void requireMessage(int type, int length, int longest, String whole) {
        if (type < 1) {
            throw new IllegalArgumentException("type is " + type + ", allowed is 1 or more");
        }
        if (length < 0 || length > longest) {
            throw new IllegalArgumentException(
                    "length is " + length + ", allowed is 0 to " + longest + ", an eighth of the " + whole);
        }
    }

    /** How many bytes a message takes. */
    public int length(T message) {
        int length = codec.length(message);
        if (length < 0 || length > maxLength) {
            throw new IllegalArgumentException(
                    "codec.length(message) is " + length + ", allowed is 0 to codec.maxLength(), " + maxLength);
        }
        return length;
    }

    /** Throws unless a message that was found is one that the codec can have made. */
    public void requireLength(int messageType, int length) {
        if (length > maxLength) {
            throw new IllegalStateException("a message of type " + messageType + " has " + length
                    + " bytes, allowed is 0 to codec.maxLength(), " + maxLength);
        }
    }

    /** Writes a message. */
    public void encode(T message, MutableDirectBuffer buffer, int offset) {
        codec.encode(message, buffer, offset);
    }

    /**
     * Reads a message, which may refer to the copy.
     *
     * @throws IllegalStateException if it is longer than any message of the codec: others send to the same ring
     */
    public T decode(MessageCopy copy) {
        requireLength(copy.type, copy.length);
        return Objects.requireNonNull(codec.decode(copy.type, copy.buffer, 0, copy.length), "message of the codec");
    }

    /**
     * Reads a message that stays where it is, into an object that no receiver has.
     *
     * @throws IllegalStateException if it is longer than any message of the codec: others send to the same ring
     * @throws UnsupportedOperationException if the codec does not do this
     */
    public T decodeNew(MessageCopy copy) {
        requireLength(copy.type, copy.length);
        return Objects.requireNonNull(codec.decodeNew(copy.type, copy.buffer, 0, copy.length), "message of the codec");
    }
}
