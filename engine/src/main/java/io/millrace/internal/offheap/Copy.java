package io.millrace.internal.offheap;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** A message copied out of a ring. For one thread at a time. */
public final class Copy implements MessageHandler {

    private static final int FIRST_LENGTH = 64;

    private byte[] memory = new byte[FIRST_LENGTH];

    /** The bytes of the message, and no others. */
    final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    int type;
    int length;

    /** Where in the ring it was. */
    int index;

    /** Links the copies that nobody uses. */
    @Nullable Copy next;

    @Override
    public void onMessage(int messageType, MutableDirectBuffer source, int offset, int messageLength) {
        if (messageLength > memory.length) {
            memory = new byte[2 * messageLength];
        }
        buffer.wrap(memory, 0, messageLength);
        buffer.putBytes(0, source, offset, messageLength);
        type = messageType;
        length = messageLength;
        index = offset;
    }

    /** Whoever got the buffer can use it no more. */
    void end() {
        Harmless.end(buffer);
    }
}
