package io.millrace.bench.suite.offheap;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;

/** What carries messages of bytes from some threads to one, and waits in its own way. */
interface ByteHandoff {

    /** Sends a message of the first bytes of the buffer. */
    void send(DirectBuffer bytes, int length) throws InterruptedException;

    /** Receives at least one message, and at most so many. */
    void receive(MessageHandler handler, int limit) throws InterruptedException;
}
