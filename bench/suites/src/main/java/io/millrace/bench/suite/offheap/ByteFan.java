package io.millrace.bench.suite.offheap;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;

/** What carries messages of bytes to several receivers, each message to one of them. */
interface ByteFan {

    /** Begins a run of so many messages, before its threads do. */
    void begin(int messages);

    /** Makes what one sender sends with, for a run. */
    Outlet sender(int sender);

    /** Receives one receiver's part of a run, however large that is. */
    void receiveAll(int receiver, MessageHandler handler) throws InterruptedException;

    /** A sender's, for its thread only. */
    interface Outlet {

        /** Sends a message of the first bytes of the buffer. */
        void send(DirectBuffer bytes, int length) throws InterruptedException;

        /** Says that this sender has sent all. */
        void end() throws InterruptedException;
    }
}
