package io.millrace.internal.offheap;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The buffer in which a thread encodes a message before it claims room for it, so that no codec runs inside a claim.
 * For one thread.
 */
public final class Scratch {

    private static final int FIRST_LENGTH = 64;

    private byte[] memory = new byte[FIRST_LENGTH];
    private final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);
    private boolean busy;

    /** Whether the last message encoded here found no room: then look for room before encoding it again. */
    boolean foundNoRoom;

    /**
     * Begins to encode. Returns this, or another one if a codec sends from inside {@code encode}; ends with {@link
     * #leave}.
     */
    public Scratch enter() {
        if (busy) {
            return new Scratch().enter();
        }
        busy = true;
        return this;
    }

    /** Encodes a message of that length, into just as many bytes, which are good until {@link #leave}. */
    public <T> DirectBuffer encode(CheckedCodec<T> codec, T message, int length) {
        if (length > memory.length) {
            memory = new byte[Math.max(length, Math.min(2 * length, codec.maxLength))];
        }
        bytes.wrap(memory, 0, length);
        codec.encode(message, bytes, 0);
        return bytes;
    }

    /** Ends it: a codec that has kept the buffer cannot write to it any more. */
    public void leave() {
        Harmless.end(bytes);
        busy = false;
    }
}
