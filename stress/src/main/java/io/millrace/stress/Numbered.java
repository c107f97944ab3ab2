package io.millrace.stress;

import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.Sender;
import java.util.concurrent.TimeUnit;

/**
 * Operations that tell how they ended by a number, as results are made of them. Of a send: 1 accepted, 0 no room, -1 closed. Of a
 * receive: the value, 0 nothing, -1 closed.
 */
final class Numbered {

    private static final int CLOSED = -1;

    private Numbered() {}

    static int trySend(Sender<Payload> to, int value) {
        try {
            return to.trySend(Payload.of(value)) ? 1 : 0;
        } catch (ChannelClosedException e) {
            return CLOSED;
        }
    }

    /** Sends as long as that is accepted, at most so often. Returns how often it was. */
    static int trySendSeveral(Sender<Payload> to, int most) {
        int sent = 0;
        while (sent < most && trySend(to, 1) == 1) {
            sent++;
        }
        return sent;
    }

    /** As {@link #trySend}, waiting at most so long. */
    static int send(Sender<Payload> to, int value, long nanos) {
        try {
            return to.trySend(Payload.of(value), nanos, TimeUnit.NANOSECONDS) ? 1 : 0;
        } catch (ChannelClosedException e) {
            return CLOSED;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** As {@link #trySend}, waiting for ever. */
    static int send(Sender<Payload> to, int value) {
        try {
            to.send(Payload.of(value));
            return 1;
        } catch (ChannelClosedException e) {
            return CLOSED;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static int tryReceive(Receiver<Payload> from) {
        try {
            return Payload.valueOf(from.tryReceive());
        } catch (ChannelClosedException e) {
            return CLOSED;
        }
    }

    /** Receives as long as there is a message, at most so often. Returns how many there were. */
    static int tryReceiveSeveral(Receiver<Payload> from, int most) {
        int received = 0;
        while (received < most && tryReceive(from) > 0) {
            received++;
        }
        return received;
    }

    /** As {@link #tryReceive}, waiting at most so long. */
    static int receive(Receiver<Payload> from, long nanos) {
        try {
            return Payload.valueOf(from.tryReceive(nanos, TimeUnit.NANOSECONDS));
        } catch (ChannelClosedException e) {
            return CLOSED;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** As {@link #tryReceive}, waiting for ever. */
    static int receive(Receiver<Payload> from) {
        try {
            return from.receive().value;
        } catch (ChannelClosedException e) {
            return CLOSED;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
