package io.millrace.internal.offheap;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A message copied out of a ring. For one thread at a time. It takes only messages that it has the memory for: one that
 * is on its way out when memory runs out would be lost.
 */
public final class MessageCopy implements ControlledMessageHandler {

    private static final int FIRST_LENGTH = 64;
    private static final int MOST_DOUBLED = 1 << 29;

    private byte[] memory;

    /** The bytes of the message, and no others. */
    final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    int type;
    int length;

    /** Where in the ring it was. */
    int index;

    /** Links the copies that are not in use. */
    @Nullable MessageCopy next;

    /** Makes one for short messages. */
    public MessageCopy() {
        this(FIRST_LENGTH);
    }

    /** Makes one for messages of at most that length. */
    public MessageCopy(int longest) {
        memory = new byte[longest];
    }

    /**
     * Takes a message if it fits. Else it stays where it is, and {@link #makeRoom} is to be called before the next try.
     */
    @Override
    public Action onMessage(int messageType, MutableDirectBuffer source, int offset, int messageLength) {
        length = messageLength;
        if (messageLength > memory.length) {
            return Action.ABORT;
        }
        fill(messageType, source, offset, messageLength);
        return Action.CONTINUE;
    }

    /** Takes a message that fits. */
    public void fill(int messageType, DirectBuffer source, int offset, int messageLength) {
        buffer.wrap(memory, 0, messageLength);
        buffer.putBytes(0, source, offset, messageLength);
        type = messageType;
        length = messageLength;
        index = offset;
    }

    /** Whether the message that it was offered last did not fit. */
    boolean isTooSmall() {
        return length > memory.length;
    }

    /** Makes room for the message that it was offered last. */
    void makeRoom() {
        memory = new byte[Math.max(length, 2 * Math.min(length, MOST_DOUBLED))];
    }

    /** A handler that has kept the buffer can use it no more. */
    void end() {
        Harmless.end(buffer);
    }
}
