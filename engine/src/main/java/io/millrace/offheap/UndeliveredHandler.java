package io.millrace.offheap;

import io.millrace.UndeliveredReason;
import org.agrona.DirectBuffer;

/**
 * Gets the messages that were accepted but will not be received.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface UndeliveredHandler {

    /**
     * Takes a message. The bytes stay for the time of the call only.
     *
     * @param type the type of the message
     * @param buffer the bytes
     * @param offset where they begin
     * @param length how many there are
     * @param reason why it was not received
     */
    void onUndelivered(int type, DirectBuffer buffer, int offset, int length, UndeliveredReason reason);
}
